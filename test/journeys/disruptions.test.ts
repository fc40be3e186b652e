import { describe, expect, it } from 'vitest'
import {
  closePages,
  doneBanner,
  expectFit,
  heading,
  type Locator,
  mainText,
  picture,
  press,
  pressHere,
  useSite,
  visit,
  ways,
} from './site.ts'

const site = useSite()
/** What a plain disruption may ask of a person in the street: everything typed, chosen or ticked. */
const mostInputs = 6

describe.each(ways)('disruptions on a $width, scripts $scripts', way => {
  let lead = ''

  it('a plain one takes six inputs at most', async () => {
    const page = await site.signIn('lro@cheshire.example', way)
    const input = countingInputs()
    await visit(page, '/disruptions/new')
    await picture(page, 'record-a-disruption', way)
    await input.check(page.getByRole('group', { name: 'Which threat?' }).getByRole('radio').first())
    await input.fill(page.getByLabel('What happened?'), 'Safeguarding visit to a tenant whose flat was taken over')
    await press(page.getByRole('button', { name: 'Continue' }))
    await expectFit(page)
    const suggested = await mainText(page)
    expect(suggested).toMatch(/Suggested: Protect, because of .*safeguarding/i)
    expect(await page.locator('[name=fourP]:checked, [name=assessmentCategory]:checked').count()).toBe(0)
    await picture(page, 'disruption-effect', way)
    await input.check(page.getByRole('radio', { name: 'Protect' }))
    await input.check(page.getByRole('radio', { name: 'Minor' }))
    await press(page.getByRole('button', { name: 'Record disruption' }))
    expect(await doneBanner(page)).toContain('Disruption recorded')
    expect(await heading(page)).toBe('Safeguarding visit to a tenant whose flat was taken over')
    await expectFit(page)
    expect(input.count).toBeLessThanOrEqual(mostInputs)
    expect(input.count).toBe(4)
    await closePages(page)
  })

  it('from the page of its threat, on another day, by a tactic and with results, still takes few', async () => {
    const page = await site.signIn('analyst@cheshire.example', way)
    await visit(page, '/threats/CHE-00058')
    await press(page.getByRole('button', { name: 'Record a disruption' }))
    await expectFit(page)
    await press(page.getByRole('button', { name: 'Continue' }))
    expect(await page.title()).toMatch(/^Error: /)
    expect(await page.getByRole('alert').innerText()).toMatch(/Enter what happened/i)
    await expectFit(page)
    await page.getByLabel('What happened?').fill('Cash taken at the door')
    await page.getByRole('radio', { name: 'Another day' }).check()
    for (const [part, value] of Object.entries({ Day: '31', Month: '12', Year: '2023' })) {
      await page.getByLabel(part, { exact: true }).fill(value)
    }
    await page.getByLabel('Tactic').selectOption('Seizure of cash or assets')
    await press(page.getByRole('button', { name: 'Continue' }))
    await expectFit(page)
    await page.getByRole('radio', { name: 'Pursue' }).check()
    await page.getByRole('radio', { name: 'Moderate' }).check()
    await pressHere(page.getByText('Results: arrests, cash and others'))
    await page.getByLabel('Cash seized').fill('1250.50')
    await pressHere(page.getByText('Who supported you'))
    await page.getByRole('checkbox', { name: 'Lancashire Constabulary' }).check()
    await press(page.getByRole('button', { name: 'Record disruption' }))
    expect(await doneBanner(page)).toContain('Disruption recorded')
    await expectFit(page)
    const text = await mainText(page)
    for (const words of [
      '31 December 2023',
      '£1,250.50',
      'Seizure of cash or assets',
      'Lancashire Constabulary',
      'Waiting',
    ]) {
      expect(text).toContain(words)
    }
    lead = decodeURIComponent(new URL(page.url()).pathname.split('/').at(-1) ?? '')
    await picture(page, 'disruption', way)
    await closePages(page)
  })

  it('the supporting organisation confirms its side from its list of work, and the lead sees it', async () => {
    const supporter = await site.signIn('analyst@lancashire.example', way)
    await visit(supporter, '/work')
    expect(await mainText(supporter)).toContain('Sides to confirm')
    await press(supporter.getByRole('link', { name: lead }))
    await expectFit(supporter)
    await picture(supporter, 'confirm-side', way)
    const happened = supporter.getByLabel('What did you do?')
    if ((await happened.inputValue()) === '') await happened.fill('Helped at the door')
    await supporter.getByRole('radio', { name: 'Minor' }).check()
    await press(supporter.getByRole('button', { name: 'Confirm and record' }))
    expect(await doneBanner(supporter)).toContain('Your side is confirmed')
    await expectFit(supporter)
    const support = decodeURIComponent(new URL(supporter.url()).pathname.split('/').at(-1) ?? '')
    await visit(supporter, '/work')
    expect(await supporter.getByRole('link', { name: lead }).count()).toBe(0)

    const owner = await site.signIn('analyst@cheshire.example', way)
    await visit(owner, `/disruptions/${lead}`)
    expect(await mainText(owner)).toContain('Confirmed')
    expect(await owner.getByRole('link', { name: support }).count()).toBeGreaterThan(0)
    await closePages(supporter, owner)
  })
})

/** Counts each thing that a person types, chooses or ticks. */
function countingInputs() {
  let count = 0
  return {
    get count() {
      return count
    },
    fill: async (control: Locator, text: string): Promise<void> => {
      count += 1
      await control.fill(text)
    },
    check: async (control: Locator): Promise<void> => {
      count += 1
      await control.check()
    },
  }
}
