import { describe, expect, it } from 'vitest'
import {
  closePages,
  doneBanner,
  expectFit,
  heading,
  mainText,
  type Page,
  picture,
  press,
  pressHere,
  useSite,
  visit,
  ways,
} from './site.ts'

const site = useSite()
const owner = 'lro@cheshire.example'

/** The reference that the address of a record's page ends with. */
const referenceOn = (page: Page) => decodeURIComponent(new URL(page.url()).pathname.split('/').at(-1) ?? '')

async function fillDay(page: Page, group: string, day: Date): Promise<void> {
  const asked = page.getByRole('group', { name: group })
  await asked.getByLabel('Day').fill(String(day.getDate()))
  await asked.getByLabel('Month').fill(String(day.getMonth() + 1))
  await asked.getByLabel('Year').fill(String(day.getFullYear()))
}

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000)

/** A threat of Cheshire's that no plan is against yet. */
async function newThreat(name: string): Promise<string> {
  const program = site.server.program(await site.server.tokenOf('analyst@cheshire.example'))
  const values = { name, threatType: 'Organised crime group', crimeCategory: 'Drugs', leadResponsibleOfficer: owner }
  const { text } = await program.send('POST', '/api/v1/threats', values)
  return (JSON.parse(text) as { readonly reference: string }).reference
}

describe.each(ways)('a 4P plan on a $width, scripts $scripts', way => {
  let plan = ''
  let action = ''

  it('is opened from its threat, with the menu of tactics beside it', async () => {
    const threat = await newThreat(`Zebra Street ${way.width}`)
    const page = await site.signIn(owner, way)
    await visit(page, `/threats/${threat}`)
    await press(page.getByRole('button', { name: 'Open a plan' }))
    await expectFit(page)
    expect(await page.getByLabel('Title').inputValue()).toBe(`Plan against ${threat}`)
    expect(await page.getByLabel('Who owns the plan?').inputValue()).toBe(owner)
    expect(await page.getByText('Menu of tactics').count()).toBeGreaterThan(0)
    await page.getByLabel('What is it for?').fill('Fewer children drawn into selling on the estate')
    await picture(page, 'open-a-plan', way)
    await press(page.getByRole('button', { name: /^Record/ }))
    await expectFit(page)
    plan = referenceOn(page)
    const text = await mainText(page)
    for (const words of [threat, 'Draft', 'The 4Ps', 'Fewer children drawn into selling']) expect(text).toContain(words)
    await closePages(page)
  })

  it('gets aims with a measure, and actions that somebody does by a day', async () => {
    const page = await site.signIn(owner, way)
    await visit(page, `/plans/${plan}`)
    await press(page.getByRole('button', { name: 'Add a Prevent aim' }))
    await expectFit(page)
    expect(await page.getByRole('radio', { name: 'Prevent' }).isChecked()).toBe(true)
    await press(page.getByRole('button', { name: /^Record/ }))
    expect(await page.title()).toMatch(/^Error: /)
    await expectFit(page)
    await page.locator('[name=text]').fill('Fewer children of the estate are drawn in')
    await page.locator('[name=measure]').fill('Children referred in a quarter')
    await page.locator('[name=baseline]').fill('4')
    await page.locator('[name=target]').fill('10')
    await press(page.getByRole('button', { name: /^Record/ }))
    await expectFit(page)
    expect(await mainText(page)).toContain('Fewer children of the estate are drawn in')

    await press(page.getByRole('button', { name: 'Add a Prevent action' }))
    await expectFit(page)
    await page.locator('[name=text]').fill('Visit the two schools and refer the children they worry about')
    await page.getByLabel('Who does it?').fill(owner)
    await fillDay(page, 'By when?', inDays(3))
    await press(page.getByRole('button', { name: /^Record/ }))
    await expectFit(page)
    expect(new URL(page.url()).pathname).toBe(`/plans/${plan}`)
    action = referenceOn(await followed(page, 'Visit the two schools'))
    await closePages(page)
  })

  it('shows its action to whom it was given, who finishes it and confirms its disruption', async () => {
    const page = await site.signIn(owner, way)
    await visit(page, '/my-actions')
    expect(await mainText(page)).toContain('Visit the two schools')
    await press(page.getByRole('link', { name: /Visit the two schools/ }).first())
    await expectFit(page)
    await press(page.getByRole('button', { name: 'Done', exact: true }))
    await expectFit(page)
    await press(page.getByRole('button', { name: 'It is done' }))
    expect(await page.title()).toMatch(/^Error: /)
    await expectFit(page)
    await page.getByLabel('What came of it?').fill('Both schools were visited and three children safeguarded')
    await press(page.getByRole('button', { name: 'It is done' }))
    expect(await doneBanner(page)).toContain('The action is done')
    await expectFit(page)
    await picture(page, 'action-done', way)
    await press(page.getByRole('button', { name: 'Record it as a disruption' }))
    await expectFit(page)
    await finishDisruption(page)
    const text = await mainText(page)
    for (const words of [action, 'Prevent']) expect(text).toContain(words)
    await visit(page, `/plan-actions/${action}`)
    expect(await mainText(page)).toContain('Recorded as a disruption')
    await closePages(page)
  })

  it('is moved on a board, and printed on a page', async () => {
    const page = await site.signIn(owner, way)
    await visit(page, `/plans/${plan}/board`)
    const move = page.locator('details', { hasText: `Move ${action}` })
    await pressHere(move.locator('summary'))
    await move.getByLabel('Move to').selectOption('Open')
    await press(move.getByRole('button', { name: 'Move' }))
    await expectFit(page)
    await visit(page, `/plans/${plan}/on-a-page`)
    expect(await mainText(page)).toContain('Fewer children of the estate are drawn in')
    await picture(page, 'plan-on-a-page', way)
    await closePages(page)
  })

  it('is reviewed by its owner, with decisions that stay', async () => {
    const page = await site.signIn(owner, way)
    await visit(page, `/plans/${plan}`)
    await press(page.getByRole('button', { name: 'Record a review' }))
    await expectFit(page)
    expect(await mainText(page)).toContain('counts as the lead responsible officer’s')
    await page.getByLabel('Who attended?').fill('The owner, the neighbourhood team, two schools')
    await page.getByLabel('What changed?').fill('Nothing in the threat')
    await page.getByLabel('What was the investigation’s part?').fill('The senior investigating officer spoke')
    await page
      .getByLabel('Decision', { exact: true })
      .or(page.locator('[name=decided-1]'))
      .first()
      .fill('Go on as planned')
    await page.locator('[name=rationale-1]').fill('It works')
    await fillDay(page, 'When is the next review?', inDays(30))
    await press(page.getByRole('button', { name: 'Record the review' }))
    expect(await doneBanner(page)).toContain('Review recorded')
    await expectFit(page)
    await visit(page, `/plans/${plan}/decisions`)
    expect(await mainText(page)).toContain('Go on as planned')
    await visit(page, `/plans/${plan}/reviews`)
    expect(await mainText(page)).toContain('Counts as the lead’s')
    await closePages(page)
  })

  it('is handed over to a new owner, who accepts it', async () => {
    const page = await site.signIn(owner, way)
    await visit(page, `/plans/${plan}`)
    await press(page.getByRole('button', { name: 'Hand the plan over' }))
    await expectFit(page)
    await page.getByLabel('New owner’s email address').fill('analyst@cheshire.example')
    await page.getByLabel('What must they know?').fill('The schools expect a call each month')
    await press(page.getByRole('button', { name: 'Offer the plan' }))
    await expectFit(page)
    const receiver = await site.signIn('analyst@cheshire.example', way)
    await visit(receiver, `/plans/${plan}`)
    await press(receiver.getByRole('button', { name: 'Answer the offer' }))
    await expectFit(receiver)
    await receiver.getByRole('radio', { name: /accept/i }).check()
    await press(receiver.getByRole('button', { name: 'Send the answer' }))
    expect(await doneBanner(receiver)).toContain('You own the plan now')
    await expectFit(receiver)
    await closePages(page, receiver)
  })

  it('is closed with learning, and stays as it stood', async () => {
    const page = await site.signIn('analyst@cheshire.example', way)
    await visit(page, `/plans/${plan}/close`)
    await press(page.getByRole('button', { name: 'Close the plan' }))
    expect(await page.title()).toMatch(/^Error: /)
    await expectFit(page)
    await page.getByLabel('Exit criteria').fill('No child was referred twice: met')
    await page.getByLabel('Learning').fill('Begin with the schools')
    await page.getByLabel('Debrief').fill('Talked over with both schools')
    await page.getByRole('checkbox', { name: /They stay open/ }).check()
    await press(page.getByRole('button', { name: 'Close the plan' }))
    await expectFit(page)
    const text = await mainText(page)
    for (const words of ['Closed', 'Begin with the schools']) expect(text).toContain(words)
    for (const name of ['Add a Prevent aim', 'Record a review', 'Hand the plan over']) {
      expect(await page.getByRole('button', { name }).count(), name).toBe(0)
    }
    await visit(page, `/plans/${plan}/history`)
    await closePages(page)
  })
})

/** Follows the link of this name. */
async function followed(page: Page, name: string): Promise<Page> {
  await press(page.getByRole('link', { name: new RegExp(name) }).first())
  await expectFit(page)
  return page
}

/** What is filled in already is confirmed: one press a page, and no more than the effect is chosen. */
async function finishDisruption(page: Page): Promise<void> {
  const onwards = page.getByRole('button', { name: 'Continue' })
  if ((await onwards.count()) > 0) {
    await press(onwards)
    await expectFit(page)
  }
  const minor = page.getByRole('radio', { name: 'Minor' })
  if ((await minor.count()) > 0) await minor.check()
  await press(page.getByRole('button', { name: /^(Record|Confirm)/ }).first())
  expect(await doneBanner(page)).toContain('Disruption recorded')
  await expectFit(page)
  expect(await heading(page)).toContain('Visit the two schools')
}
