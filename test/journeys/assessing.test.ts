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
  useSite,
  visit,
  ways,
} from './site.ts'

const site = useSite()
const dimensions = [
  'physical',
  'psychological',
  'financial',
  'community',
  'geographic',
  'vulnerability',
  'confidence',
  'capacity',
  'capability',
] as const
type Dimension = (typeof dimensions)[number]

describe.each(ways)('assessing on a $width, scripts $scripts', way => {
  const name = `Amber Lantern - ${way.width}`
  let threat = ''
  let assessment = ''

  it('an analyst records a vulnerability, told what one is, and gets the typed form back when something is missing', async () => {
    const page = await site.signIn('analyst@cheshire.example', way)
    await visit(page, '/threats')
    await press(page.getByRole('button', { name: 'Record a threat' }))
    await expectFit(page)
    if (way.width === 'desktop') await picture(page, 'record-a-threat', way)
    await page.getByLabel('What is it called?').fill(name)
    await press(page.getByRole('button', { name: 'Record a threat' }))
    expect(await page.title()).toMatch(/^Error: /)
    expect(await page.getByRole('alert').getByRole('listitem').allInnerTexts()).toEqual([
      'Select a threat type',
      'Select a crime category',
    ])
    expect(await page.getByLabel('What is it called?').inputValue()).toBe(name)
    await expectFit(page)
    await page.getByRole('radio', { name: 'Vulnerability' }).check()
    await page.getByLabel('Crime category').selectOption('Modern slavery and human trafficking')
    await press(page.getByRole('button', { name: 'Record a threat' }))
    expect(await heading(page)).toBe(name)
    expect(await doneBanner(page)).toContain('Threat recorded')
    await expectFit(page)
    threat = decodeURIComponent(new URL(page.url()).pathname.split('/').at(-1) ?? '')
    expect(threat).toMatch(/^CHE-[2-9A-Z]{6}$/)
    expect(await mainText(page)).toContain('No tier yet')
    await closePages(page)
  })

  it('is pointed to a threat of nearly the same name, and may record it anyway', async () => {
    const page = await site.signIn('analyst@cheshire.example', way)
    await visit(page, '/threats/new')
    await fillThreat(page, name.toUpperCase().replace('AMBER', 'Ambér'))
    await press(page.getByRole('button', { name: 'Record a threat' }))
    await expectFit(page)
    expect(await page.getByRole('link', { name }).getAttribute('href')).toBe(`/threats/${threat}`)
    if (way.width === 'desktop') await picture(page, 'nearly-the-same', way)
    await press(page.getByRole('button', { name: 'Record it anyway' }))
    expect(await doneBanner(page)).toContain('Threat recorded')
    await closePages(page)
  })

  it('scores it with a reason each, not known where it is, sees the working and submits', async () => {
    const page = await site.signIn('analyst@cheshire.example', way)
    await visit(page, `/threats/${threat}`)
    await press(page.getByRole('button', { name: 'Assess' }))
    await expectFit(page)
    assessment = new URL(page.url()).pathname.split('/')[2] ?? ''
    await score(page, { physical: '2' }, 'Two people were hurt')
    await press(page.getByRole('button', { name: 'Save and check' }))
    expect(await mainText(page)).toContain('Before you can submit it')
    await expectFit(page)
    await press(page.getByRole('button', { name: 'Change the scores' }))
    expect(await page.locator('[name=reason-physical]').inputValue()).toBe('Two people were hurt')
    await score(page, scores({ financial: 'unknown' }), 'As reported')
    await press(page.getByRole('button', { name: 'Save and show the working' }))
    await expectFit(page)
    await picture(page, 'scores', way)
    await press(page.getByRole('button', { name: 'Save and check' }))
    await expectFit(page)
    expect(await mainText(page)).toMatch(/not known/i)
    if (way.width === 'desktop') await picture(page, 'assessment-check', way)
    await press(page.getByRole('button', { name: 'Submit for moderation' }))
    expect(await doneBanner(page)).toContain('Assessment submitted for moderation')
    await expectFit(page)
    await visit(page, `/threats/${threat}`)
    expect(await mainText(page)).toContain('No tier yet')
    await closePages(page)
  })

  it('another organisation returns it with reasons; it is changed and submitted again; then it is moderated', async () => {
    const moderator = await site.signIn('rocta@nwrocu.example', way)
    await openWork(moderator, assessment)
    await judge(moderator, 'Return it', 'Say where the figures come from')
    expect(await doneBanner(moderator)).toContain('Returned to its assessor')
    await expectFit(moderator)

    const analyst = await site.signIn('analyst@cheshire.example', way)
    await openWork(analyst, assessment)
    await expectFit(analyst)
    expect(await mainText(analyst)).toContain('Say where the figures come from')
    if (!analyst.url().endsWith('/scores')) await press(analyst.getByRole('button', { name: 'Continue' }))
    await expectFit(analyst)
    await score(analyst, { financial: '3' }, 'Bank records of March')
    await press(analyst.getByRole('button', { name: 'Save and check' }))
    const proposed = await analyst.getByRole('radio', { checked: true }).inputValue()
    await press(analyst.getByRole('button', { name: 'Submit for moderation' }))

    await openWork(moderator, assessment)
    await judge(moderator, 'Moderate it', '')
    expect(await doneBanner(moderator)).toContain(`Moderated: the threat is ${proposed}`)
    await expectFit(moderator)
    if (way.width === 'desktop') await picture(moderator, 'assessment', way)
    await visit(analyst, `/threats/${threat}`)
    expect(await mainText(analyst)).toContain(proposed)
    expect(await mainText(analyst)).toContain('Moderated')
    if (way.width === 'desktop') await picture(analyst, 'threat-assessed', way)
    await closePages(moderator, analyst)
  })

  it('a second assessor scores it blind: sees no score before, and the difference by dimension after', async () => {
    const second = await site.signIn('analyst@lancashire.example', way)
    await visit(second, `/threats/${threat}`)
    await press(second.getByRole('button', { name: 'Score blind' }).first())
    await expectFit(second)
    const blind = new URL(second.url()).pathname.split('/')[2] ?? ''
    expect(await mainText(second)).not.toMatch(/Bank records|Last time|As reported/)
    for (const address of [`/assessments/${assessment}`, `/threats/${threat}`, `/threats/${threat}/history`]) {
      await second.goto(address)
      expect(await mainText(second), address).not.toMatch(/Bank records|As reported/)
    }
    await visit(second, `/assessments/${blind}/scores`)
    await score(second, scores({ psychological: '4' }), 'My own view')
    await press(second.getByRole('button', { name: 'Save and check' }))
    await press(second.getByRole('button', { name: 'Submit the second scoring' }))
    expect(await doneBanner(second)).toContain('Second scoring submitted')
    await expectFit(second)
    await press(second.getByRole('link', { name: /^Compare with the first scoring/ }))
    await expectFit(second)
    expect(await mainText(second)).toMatch(/\d apart on psychological harm/i)
    if (way.width === 'desktop') await picture(second, 'blind-compared', way)
    await visit(second, '/assessments/agreement')
    await visit(second, '/assessments/models')
    await closePages(second)
  })
})

async function fillThreat(page: Page, name: string): Promise<void> {
  await page.getByLabel('What is it called?').fill(name)
  await page.getByRole('radio', { name: 'Vulnerability' }).check()
  await page.getByLabel('Crime category').selectOption('Modern slavery and human trafficking')
}

/** A 2 for everything but what is said. */
function scores(but: Partial<Record<Dimension, string>>): Partial<Record<Dimension, string>> {
  return { ...Object.fromEntries(dimensions.map(one => [one, '2'])), ...but }
}

async function score(page: Page, given: Partial<Record<Dimension, string>>, reason: string): Promise<void> {
  for (const [dimension, value] of Object.entries(given)) {
    const radios = page.locator(`[name=score-${dimension}]`)
    await (value === 'unknown' ? radios.last() : page.locator(`[name=score-${dimension}][value="${value}"]`)).check()
    await page.locator(`[name=reason-${dimension}]`).fill(reason)
  }
}

/** Goes to what waits from the list of work. */
async function openWork(page: Page, assessment: string): Promise<void> {
  await visit(page, '/work')
  await press(page.locator(`main a[href*="${assessment}"]`).first())
}

async function judge(page: Page, decision: string, reason: string): Promise<void> {
  if (!page.url().endsWith('/moderate')) await press(page.getByRole('button', { name: 'Moderate or return' }))
  await expectFit(page)
  await page.getByRole('radio', { name: decision }).check()
  if (reason !== '') await page.getByLabel('Reasons').fill(reason)
  await press(page.getByRole('button', { name: 'Confirm' }))
}
