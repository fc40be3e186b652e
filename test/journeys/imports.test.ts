import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { comes, download, expectFit, heading, type Page, picture, press, useSite, visit, ways } from './site.ts'

const site = useSite()
const columns =
  'Reference,Recorded at,Owner,Name,Threat type,Type,SOC,Moderation status,Tier,Phase,Crime category'.split(',')

describe.each(ways)('importing on a $width, scripts $scripts', way => {
  const one = (reference: string, but: Readonly<Record<string, string>> = {}) => ({
    ...Object.fromEntries(columns.map(column => [column, ''])),
    Reference: `NEW-${way.width.toUpperCase()}-${reference}`,
    'Recorded at': '2026-03-02T09:00:00Z',
    Owner: 'Cheshire Constabulary',
    Name: `Quartz Heron - ${reference}`,
    'Threat type': 'Organised crime group',
    Type: 'Tactical',
    SOC: 'SOC',
    'Moderation status': 'Moderated',
    Tier: 'Tier 2',
    Phase: 'Active',
    'Crime category': 'Drugs',
    ...but,
  })

  it('names what is wrong by line, takes the good rows and hands the others back', async () => {
    const page = await site.signIn('analyst@cheshire.example', way)
    await visit(page, '/imports')
    await press(page.getByRole('button', { name: 'Import rows' }))
    await send(page, [
      one('1'),
      one('2', { Tier: 'Tier 6' }),
      one('3', { Owner: 'Borsetshire Police' }),
      one('4', { Owner: 'Lancashire Constabulary' }),
      one('5'),
    ])
    await comes(page.getByRole('button', { name: /^Take the good/ }))
    await expectFit(page)
    expect(await problems(page)).toEqual([
      ['3', 'Tier'],
      ['4', 'Owner'],
      ['5', 'Owner'],
    ])
    if (way.width === 'desktop') await picture(page, 'import', way)
    await press(page.getByRole('button', { name: /^Take the good/ }))
    const handedBack = page.getByRole('link', { name: /^Download what was not taken/ })
    await comes(handedBack)
    await expectFit(page)
    const file = await download(page, await handedBack.innerText())
    const rows = parse(file.text, { columns: true, bom: true }) as Record<string, string>[]
    expect(file.name).toBe('threats.csv.rejected.csv')
    expect(rows.map(row => row['Reference'])).toEqual([2, 3, 4].map(n => one(String(n)).Reference))
    expect(rows.map(row => row['Problem'])).not.toContain('')

    await visit(page, `/threats/${one('1').Reference}/history`)
    const history = await page.locator('main').innerText()
    expect(history).toMatch(/Ashley Example \(analyst@cheshire\.example\), import \d+/i)
    expect(history).toContain('Entered here')
    await visit(page, `/audit/threats/${one('1').Reference}`)
    expect(await page.getByRole('table').innerText()).toMatch(/import/i)
    await visit(page, `/threats/${one('2').Reference}`, 404)
    await page.context().close()
  })

  it('takes a good file whole, and the same again changes nothing', async () => {
    const page = await site.signIn('analyst@cheshire.example', way)
    for (const [fresh, unchanged] of [
      [2, 0],
      [0, 2],
    ]) {
      await page.goto('/imports/new')
      await send(page, [one('6'), one('7')])
      await press(page.getByRole('button', { name: 'Take all: 2 rows' }))
      await comes(page.getByText('Unchanged'))
      const figures = (await page.locator('main').innerText()).replaceAll(/\s+/g, ' ')
      expect(figures).toContain(`New threats ${fresh}`)
      expect(figures).toContain(`Unchanged ${unchanged}`)
    }
    await page.context().close()
  })

  it('asks for what is missing', async () => {
    const page = await site.signIn('analyst@cheshire.example', way)
    await visit(page, '/imports/new')
    await press(page.getByRole('button', { name: 'Check the rows' }))
    expect(await page.title()).toMatch(/^Error: /)
    expect(await page.getByRole('alert').getByRole('listitem').allInnerTexts()).toEqual([
      'Select what the rows are',
      'Select a CSV or XLSX file, or paste rows',
    ])
    await expectFit(page)
    expect(await heading(page)).toBe('Import rows')
    await page.context().close()
  })
})

async function send(page: Page, rows: readonly Readonly<Record<string, string>>[]): Promise<void> {
  const lines = [columns, ...rows.map(row => columns.map(column => row[column] ?? ''))].map(cells => cells.join(','))
  await page.getByLabel('Threats', { exact: true }).check()
  await page
    .getByLabel('CSV or XLSX file')
    .setInputFiles({ name: 'threats.csv', mimeType: 'text/csv', buffer: Buffer.from(lines.join('\r\n')) })
  await press(page.getByRole('button', { name: 'Check the rows' }))
}

/** Line and column of each problem. */
async function problems(page: Page): Promise<readonly (readonly string[])[]> {
  const table = page.getByRole('table', { name: /^Problems/ })
  const rows = await table.locator('tbody tr').all()
  return Promise.all(
    rows.map(async row => (await row.locator('th, td').allInnerTexts()).slice(0, 2).map(cell => cell.trim())),
  )
}
