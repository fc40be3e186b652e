import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { download, expectFit, heading, type Page, picture, press, useSite, visit, ways } from './site.ts'

const site = useSite()
const count = z.number()
const expected = z
  .object({
    threats: z.record(
      z.string(),
      z.object({
        total: count,
        by_organisation: z.record(z.string(), z.object({ threats: count, vulnerabilities: count })),
      }),
    ),
    disruptions: z.record(
      z.string(),
      z.record(z.string(), z.object({ inclusive: z.record(z.string(), z.record(z.string(), count)) })),
    ),
  })
  .parse(JSON.parse(readFileSync(new URL('../../sample/north-west-2023/expected.json', import.meta.url), 'utf8')))

const days = ['2023-01-04', '2023-07-13'] as const

describe.each(ways)('the moderator on a $width, scripts $scripts', way => {
  it('extracts threats, with the published figures', async () => {
    const page = await site.signIn('rocta@nwrocu.example', way)
    for (const day of days) {
      await takeThreats(page, day)
      await expectFit(page)
      const figures = await figuresOnPage(page)
      const { total, by_organisation } = expected.threats[day]!
      expect(await page.locator('main').innerText()).toContain(`${total} threats`)
      expect(figures).toEqual(
        Object.fromEntries(
          Object.entries(by_organisation).map(([name, { threats, vulnerabilities }]) => [
            name,
            [threats - vulnerabilities, vulnerabilities, threats],
          ]),
        ),
      )
    }
    await page.context().close()
  })

  it('extracts disruptions, takes them away, runs it again and compares two', async () => {
    const page = await site.signIn('rocta@nwrocu.example', way)
    const taken: string[] = []
    for (const day of days) {
      taken.push(await takeDisruptions(page, day))
      await expectFit(page)
      const published = expected.disruptions['2022-01-01 to 2022-12-31']![day]!.inclusive
      expect(await figuresOnPage(page)).toEqual(
        Object.fromEntries(
          Object.entries(published).map(([name, one]) => [
            name,
            [one['Pursue'], one['Prevent'], one['Protect'], one['Prepare'], one['total'], one['pursue_percent']],
          ]),
        ),
      )
    }
    if (way.width === 'desktop') await picture(page, 'extraction', way)
    await takeAway(page)
    await press(page.getByRole('button', { name: 'Run again' }))
    await expectFit(page)
    expect(await page.locator('#again').innerText()).toMatch(/same.*byte/i)
    await compareThese(page, taken)
    if (way.width === 'desktop') await picture(page, 'compare', way)
    await page.context().close()
  })

  it('is told what is missing, and keeps what was typed', async () => {
    const page = await site.signIn('rocta@nwrocu.example', way)
    await page.goto('/extractions/new')
    await fillDay(page, 'asAt', '2023-01-04')
    await press(page.getByRole('button', { name: 'Extract and keep' }))
    expect(await page.getByRole('alert').innerText()).toContain('Select what to extract')
    expect(await page.locator('[name="asAt-year"]').inputValue()).toBe('2023')
    await expectFit(page)
    await page.context().close()
  })
})

async function takeThreats(page: Page, asAt: string): Promise<void> {
  await page.goto('/extractions/new')
  await page.locator('[name=preset][value=hmicfrs-threats]').check()
  await fillDay(page, 'asAt', asAt)
  await press(page.getByRole('button', { name: 'Extract and keep' }))
}

async function takeDisruptions(page: Page, asAt: string): Promise<string> {
  await visit(page, '/extractions/new')
  await page.locator('[name=preset][value=hmicfrs-disruptions]').check()
  await fillDay(page, 'asAt', asAt)
  await fillDay(page, 'from', '2022-01-01')
  await fillDay(page, 'to', '2022-12-31')
  await press(page.getByRole('button', { name: 'Extract and keep' }))
  return new URL(page.url()).pathname.split('/').at(-1) ?? ''
}

async function fillDay(page: Page, name: string, isoDay: string): Promise<void> {
  const [year = '', month = '', day = ''] = isoDay.split('-')
  for (const [part, value] of Object.entries({ day, month, year })) {
    await page.locator(`[name="${name}-${part}"]`).fill(value)
  }
}

/** The table of the figures by organisation, as numbers. */
async function figuresOnPage(page: Page): Promise<Readonly<Record<string, readonly number[]>>> {
  const rows = await page.getByRole('table').first().locator('tbody tr').all()
  const read = await Promise.all(
    rows.map(async row => {
      const [name = '', ...values] = await row.locator('th, td').allInnerTexts()
      return [name.trim(), values.map(value => Number(/^[\d,]+/.exec(value.trim())?.[0].replaceAll(',', '')))] as const
    }),
  )
  return Object.fromEntries(read)
}

async function takeAway(page: Page): Promise<void> {
  const file = await download(page, 'Download CSV')
  expect(file.name).toBe('hmicfrs-disruptions-2023-07-13.csv')
  const rows = parse(file.text, { columns: true, bom: true }) as Record<string, string>[]
  const ofCheshire = rows.filter(row => row['Lead organisation'] === 'Cheshire Constabulary')
  expect(ofCheshire).toHaveLength(373)
  expect(ofCheshire.filter(row => row['4P'] === 'Pursue')).toHaveLength(312)
}

async function compareThese(page: Page, [a = '', b = '']: readonly string[]): Promise<void> {
  await visit(page, '/extractions')
  await page.getByLabel('Extraction A').selectOption(a)
  await page.getByLabel('Extraction B').selectOption(b)
  await press(page.getByRole('button', { name: 'Compare' }))
  expect(await heading(page)).toBe('Two extractions compared')
  await expectFit(page)
  expect(await page.locator('main').innerText()).toMatch(/recorded late/i)
}
