import { describe, expect, it } from 'vitest'
import { tabTo } from './keys.ts'
import {
  closePages,
  doneBanner,
  expectFit,
  heading,
  mainText,
  type Page,
  picture,
  press,
  pressKey,
  pressKeyHere,
  useSite,
  visit,
  ways,
} from './site.ts'

const site = useSite()
const owner = 'lro@cheshire.example'
const colleague = 'analyst@cheshire.example'
/** Actions for each way to come, so that neither finds what the other changed: two of one plan, and two that both work on. */
const actions = {
  desktop: { one: 'A-CHE-0003-8', other: 'A-CHE-0003-9', changed: 'A-CHE-0002-2', finished: 'A-CHE-0004-5' },
  phone: { one: 'A-CHE-0007-2', other: 'A-CHE-0007-3', changed: 'A-CHE-0003-2', finished: 'A-CHE-0003-4' },
} as const

describe.each(ways)('work on 4P plans together, on a $width, scripts $scripts', way => {
  const { one, other, changed, finished } = actions[way.width]

  it('two people who change different actions of a plan both keep their work', async () => {
    const first = await site.signIn(owner, way)
    const second = await site.signIn(colleague, way)
    await visit(first, `/plan-actions/${one}/change`)
    await visit(second, `/plan-actions/${other}/change`)
    for (const [page, words] of [
      [first, 'Ask the case lawyer for the list of the records'],
      [second, 'Brief the night team on the patrols of the week'],
    ] as const) {
      await page.locator('[name=text]').fill(words)
      await press(page.getByRole('button', { name: 'Record the change' }))
      expect(await doneBanner(page)).toContain('Action changed')
      await expectFit(page)
    }
    await visit(first, `/plan-actions/${one}`)
    expect(await heading(first)).toBe('Ask the case lawyer for the list of the records')
    await visit(first, `/plan-actions/${other}`)
    expect(await heading(first)).toBe('Brief the night team on the patrols of the week')
    await closePages(first, second)
  })

  it('of two people who change one action the second is shown what the first did', async () => {
    const first = await site.signIn(colleague, way)
    const second = await site.signIn(owner, way)
    for (const page of [first, second]) await visit(page, `/plan-actions/${changed}/change`)
    await first.locator('[name=text]').fill('Ask both banks for the statements')
    await press(first.getByRole('button', { name: 'Record the change' }))
    expect(await doneBanner(first)).toContain('Action changed')
    await second.locator('[name=text]').fill('Ask one bank for the statements')
    await press(second.getByRole('button', { name: 'Record the change' }))
    expect(await heading(second)).toBe('Someone else changed it meanwhile')
    await expectFit(second)
    const shown = await mainText(second)
    for (const words of ['Ask both banks', 'Ask one bank', 'Ashley Example']) expect(shown).toContain(words)
    await second.getByRole('radio', { name: 'Ask one bank' }).check()
    await press(second.getByRole('button', { name: 'Record the change' }))
    expect(await heading(second)).toBe('Ask one bank for the statements')
    await visit(second, `/plan-actions/${changed}/history`)
    expect(await mainText(second)).toContain('Ask both banks for the statements')
    await closePages(first, second)
  })

  it('of two people who finish one action the second is told what the first said', async () => {
    const first = await site.signIn(colleague, way)
    const second = await site.signIn(owner, way)
    for (const page of [first, second]) await visit(page, `/plan-actions/${finished}/done`)
    await first.getByLabel('What came of it?').fill('Nobody came to the meeting')
    await press(first.getByRole('button', { name: 'It is done' }))
    expect(await doneBanner(first)).toContain('The action is done')
    await second.getByLabel('What came of it?').fill('Six came to the meeting')
    await press(second.getByRole('button', { name: 'It is done' }))
    expect(await second.title()).toMatch(/^Error: /)
    await expectFit(second)
    const told = await mainText(second)
    for (const words of ['Ashley Example', 'Nobody came to the meeting']) expect(told).toContain(words)
    expect(await second.getByLabel('What came of it?').inputValue()).toBe('Six came to the meeting')
    await press(second.getByRole('button', { name: 'It is done' }))
    expect(await doneBanner(second)).toContain('The action is done')
    expect(await mainText(second)).toContain('Six came to the meeting')
    await closePages(first, second)
  })

  it('a partner finishes the action that was given to them, and opens it again', async () => {
    const page = await site.signIn('housing@council.example', way)
    await visit(page, '/my-actions')
    await press(page.getByRole('link', { name: 'Visit the three flats' }))
    await expectFit(page)
    expect(await page.getByRole('button', { name: 'Change', exact: true }).count()).toBe(0)
    await press(page.getByRole('button', { name: 'Done', exact: true }))
    await expectFit(page)
    await page.getByLabel('What came of it?').fill('Two flats stand empty; four people live in the third')
    await press(page.getByRole('button', { name: 'It is done' }))
    expect(await doneBanner(page)).toContain('The action is done')
    expect(await mainText(page)).toContain('four people live in the third')
    await expectFit(page)
    await picture(page, 'partner-action', way)
    await press(page.getByRole('button', { name: 'Open again' }))
    await expectFit(page)
    await visit(page, '/my-actions')
    expect(await page.getByRole('link', { name: /^Done.*A-CHE-0001-7/ }).count()).toBe(1)
    await closePages(page)
  })

  it('a plan and its checks answer as they did on a past day', async () => {
    const page = await site.signIn(owner, way)
    const late = 'Its review is past'
    await visit(page, '/plans/P-CHE-0006')
    expect(await mainText(page)).toContain(late)
    expect(await page.getByRole('button', { name: 'Record a review' }).count()).toBe(1)
    // Fifteen days ago its review was still three days away.
    await putOn(page, new Date(Date.now() - 15 * 86_400_000))
    await visit(page, '/plans/P-CHE-0006')
    const then = await mainText(page)
    expect(then).not.toContain(late)
    expect(then).toContain('The 4Ps')
    for (const name of ['Add a Pursue aim', 'Record a review', 'Hand the plan over']) {
      expect(await page.getByRole('button', { name }).count(), name).toBe(0)
    }
    await visit(page, '/checks')
    expect(await mainText(page)).toContain('as it was known on this day')
    await visit(page, '/plans/P-CHE-0003/board')
    expect(await page.getByText(/^Move A-/).count()).toBe(0)
    await putOn(page, new Date('2020-06-25T12:00:00Z'))
    await visit(page, '/plans/P-CHE-0006', 404)
    await visit(page, '/plans')
    expect(await heading(page)).toBe('0 plans')
    await closePages(page)
  })
})

it('an action is moved on the board by keyboard alone', async () => {
  const page = await site.signIn(owner, { width: 'desktop' })
  const action = 'A-CHE-0001-4'
  await page.goto('/plans/P-CHE-0001/board')
  await tabTo(page, `Move ${action}`)
  await pressKeyHere(page, 'Enter')
  await tabTo(page, 'Move to')
  await page.keyboard.type('Done')
  await tabTo(page, 'What came of it, or why it is dropped')
  await page.keyboard.type('Three families came, and each chose one thing')
  await tabTo(page, 'Move')
  await pressKey(page, 'Enter')
  expect(await doneBanner(page)).toContain(`Action ${action} is done`)
  const done = page.locator('.ff-board__cell', { has: page.getByRole('heading', { name: /^Done/ }) })
  expect(await done.filter({ hasText: `Move ${action}` }).count()).toBe(1)
  await expectFit(page)
  await closePages(page)
})

async function putOn(page: Page, day: Date): Promise<void> {
  await page.goto('/as-at')
  await page.getByLabel('Day', { exact: true }).fill(String(day.getDate()))
  await page.getByLabel('Month').fill(String(day.getMonth() + 1))
  await page.getByLabel('Year').fill(String(day.getFullYear()))
  await press(page.getByRole('button', { name: 'Show this day' }))
}
