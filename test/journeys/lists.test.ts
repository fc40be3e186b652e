import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import {
  download,
  expectFit,
  heading,
  openFilters,
  type Page,
  picture,
  press,
  pressHere,
  useSite,
  visit,
  ways,
} from './site.ts'

const site = useSite()

describe.each(ways)('an analyst on a $width, scripts $scripts', way => {
  it('goes from the list to a record, its disruptions and its history, and back by reference', async () => {
    const page = await site.signIn('analyst@cheshire.example', way)
    await press(page.getByRole('link', { name: 'Threats', exact: true }).first())
    await expectFit(page)
    expect(await heading(page)).toMatch(/^1,4\d\d threats$/)
    await picture(page, 'threats-list', way)
    await narrowToCheshiresLive(page)
    expect(await heading(page)).toBe('110 threats')
    await expectFit(page)
    await sortByNameDown(page)
    await readTwoPages(page)

    await page.goto('/threats/CHE-00087')
    await expectFit(page)
    expect(await heading(page)).toBe(await page.title().then(title => title.replace(/ - Fourfold$/, '')))
    expect(await page.getByRole('heading', { name: 'Disruptions' }).count()).toBe(1)
    await picture(page, 'threat', way)
    await press(page.getByRole('link', { name: /^See all \d+ in the list$/ }))
    expect(await heading(page)).toMatch(/^\d+ disruptions$/)
    await expectFit(page)

    await page.getByLabel('Find a record by its reference').fill('che-00087')
    await press(page.getByRole('button', { name: 'Find' }))
    expect(new URL(page.url()).pathname).toBe('/threats/CHE-00087')
    await press(page.getByRole('link', { name: 'History' }))
    await expectFit(page)
    expect(await page.locator('main').innerText()).toMatch(/Tier: Tier 4\s*→\s*became\s*Tier 1/)
    if (way.width === 'desktop') await picture(page, 'history', way)

    await page.getByLabel('Find a record by its reference').fill('CHE-99999')
    await press(page.getByRole('button', { name: 'Find' }))
    await expectFit(page)
    expect(await page.locator('main').innerText()).toContain('No record that you may see')
    await visit(page, '/threats/CHE-99999', 404)
    expect(await heading(page)).toBe('Page not found')
    await page.context().close()
  })

  it('takes away as CSV exactly what is filtered', async () => {
    const page = await site.signIn('analyst@cheshire.example', way)
    await page.goto('/disruptions?fourP=Prevent&leadOrganisation=Cheshire+Constabulary&recordDate-from=2022-01-01')
    const [, count] = /^(\d+) disruptions$/.exec(await heading(page)) ?? []
    const listed = await referencesOnAllPages(page)
    const file = await download(page, 'Export as CSV')
    const rows = parse(file.text, { columns: true, bom: true }) as Record<string, string>[]
    expect(file.name).toMatch(/^disruptions-\d{4}-\d\d-\d\d\.csv$/)
    expect(rows).toHaveLength(Number(count))
    expect(rows.map(row => row['Reference'])).toEqual(listed)
    expect(new Set(rows.map(row => `${row['4P']}, ${row['Lead organisation']}`))).toEqual(
      new Set(['Prevent, Cheshire Constabulary']),
    )
    await page.context().close()
  })

  it('is told beside the filter what can’t be read, and keeps what was typed', async () => {
    const page = await site.signIn('analyst@cheshire.example', way)
    await visit(page, '/disruptions?recordDate-from=yesterday', 400)
    expect(await page.title()).toMatch(/^Error: /)
    expect(await page.getByLabel('Record date: from').inputValue()).toBe('yesterday')
    await pressHere(page.getByRole('alert').getByRole('link').first())
    await expect.poll(() => page.evaluate('document.activeElement.name')).toBe('recordDate-from')
    await page.context().close()
  })
})

async function narrowToCheshiresLive(page: Page): Promise<void> {
  await openFilters(page)
  await page.getByLabel('Owner', { exact: true }).selectOption('Cheshire Constabulary')
  await page.getByLabel('As inspectors count them').check()
  await press(page.getByRole('button', { name: 'Apply filters' }))
}

async function sortByNameDown(page: Page): Promise<void> {
  const byName = page.getByRole('columnheader', { name: 'Name' }).getByRole('link')
  await press(byName)
  await press(byName)
  expect(await page.getByRole('columnheader', { name: 'Name' }).getAttribute('aria-sort')).toBe('descending')
  expect(await heading(page)).toBe('110 threats')
}

async function readTwoPages(page: Page): Promise<void> {
  const first = await names(page)
  expect(first).toHaveLength(50)
  expect(await page.locator('main').innerText()).toContain('50 of 110 threats')
  await press(page.getByRole('link', { name: /^Next/ }))
  await expectFit(page)
  const both = [...first, ...(await names(page))]
  expect(both).toEqual(both.toSorted(byCodePoint).toReversed())
  expect(new URL(page.url()).searchParams.get('live')).toBe('yes')
}

function byCodePoint(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}

async function names(page: Page): Promise<readonly string[]> {
  const cells = await page.getByRole('table').getByRole('row').locator('[data-label="Name"]').allInnerTexts()
  return cells.map(cell => cell.trim())
}

async function referencesOnAllPages(page: Page): Promise<readonly string[]> {
  const found: string[] = []
  for (;;) {
    found.push(...(await page.getByRole('rowheader').getByRole('link').allInnerTexts()))
    const next = page.getByRole('link', { name: /^Next/ })
    if ((await next.count()) === 0) return found
    await press(next)
  }
}
