import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { disruptions } from '#modules/disruptions'
import { plans } from '#modules/plans'
import { threats } from '#modules/threats'
import { type DelimitedItem, readRows, workbookType } from '#platform/files'
import { collect } from '#platform/http'
import { testServer, type TestServer, type Visitor } from '#test/server'
import { textRow, unzipped, workbookParts, zipFile } from '#test/zip-file'
import { exchange } from './index.ts'
import { runKeptImport } from './run-kept-import.ts'

const columns =
  'Reference,Recorded at,Owner,Name,Threat type,Type,SOC,Moderation status,Tier,Phase,Crime category'.split(',')
const row = (reference: string, but: Readonly<Record<string, string>> = {}): readonly string[] => {
  const values: Readonly<Record<string, string>> = {
    Reference: reference,
    'Recorded at': '2023-01-01T10:00:00Z',
    Owner: 'Cheshire Constabulary',
    Name: `Name of ${reference}`,
    'Threat type': 'Vulnerability',
    Type: 'Tactical',
    SOC: 'SOC',
    'Moderation status': 'Draft',
    Tier: 'Tier 1',
    Phase: 'Active',
    'Crime category': 'Drugs',
    ...but,
  }
  return columns.map(column => values[column] ?? '')
}
const asCopied = (rows: readonly (readonly string[])[]): string => rows.map(cells => cells.join('\t')).join('\n')
const workbookOf = (rows: readonly (readonly string[])[]): Buffer =>
  zipFile(workbookParts({ rows: rows.map((cells, place) => textRow(place + 1, ...cells)).join('') }))

let site: TestServer
let analyst: Visitor
let folder: string
const house = collect([threats, plans, disruptions, exchange])

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fourfold-spreadsheet-pages-'))
  site = await testServer()
  analyst = await site.signIn('analyst@cheshire.example')
})
afterAll(async () => {
  await site.close()
  await rm(folder, { recursive: true, force: true })
})

async function work(): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    update pgboss.job set state = 'completed' where name = 'import' and state = 'created' returning data->>'importId' as id`.execute(
    site.database.owner,
  )
  for (const { id } of rows) {
    await runKeptImport({ database: site.database.app, house, importId: id, present: new Date() })
  }
}

async function itemsOf(bytes: Buffer): Promise<readonly DelimitedItem[]> {
  const path = join(folder, 'file')
  await writeFile(path, bytes)
  return Readable.from(readRows(path)).toArray()
}

const noFile = { name: '', content: '' }
const planRows = [
  ['Reference', 'Recorded at', 'Threat', 'Kind', 'Owner', 'Status'],
  ['EXAMPLE-2', '2023-01-01T10:00:00Z', 'T-1', 'Tactical', 'lro@cheshire.example', 'Active'],
]
const paste = (pasted: string, register = 'threats') => analyst.upload('/imports/new', { register, pasted }, noFile)

/** Pastes rows, has them checked and taken, and gives the import's page before it was taken. */
async function takePasted(pasted: string, register?: string): Promise<string> {
  const address = String((await paste(pasted, register)).headers['location'])
  await work()
  const { text } = await analyst.get(address)
  await analyst.post(`${address}/accept`, { mode: 'accept' })
  await work()
  return text
}

async function nameOf(reference: string): Promise<string | undefined> {
  const { rows } = await sql<{ name: string }>`
    select name from threats.threat_state where reference = ${reference}`.execute(site.database.owner)
  return rows[0]?.name
}

describe('a workbook on pages and by program', () => {
  it('is checked and taken as a CSV file is', async () => {
    const file = { name: 'weekly.xlsx', content: workbookOf([columns, row('W-1'), row('W-2', { Tier: 'Tier 6' })]) }
    const address = String(
      (await analyst.upload('/imports/new', { register: 'threats', pasted: '' }, file)).headers['location'],
    )
    await work()
    const { text } = await analyst.get(address)
    expect(text).toContain('Take the good: 1 row')
    expect(text).toContain('‘Tier 6’ is not a choice here')
    await analyst.post(`${address}/accept`, { mode: 'accept-good' })
    await work()
    expect(await nameOf('W-1')).toBe('Name of W-1')
    expect((await analyst.get(`${address}/rejected.csv`)).headers['content-type']).toContain('text/csv')
  })

  it('by its content type, or none of its own', async () => {
    const program = site.program(await site.tokenOf('analyst@cheshire.example'))
    for (const [type, reference] of [
      [workbookType, 'W-3'],
      ['application/octet-stream', 'W-4'],
    ] as const) {
      const sent = await program.send('POST', '/api/v1/imports/threats', workbookOf([columns, row(reference)]), type)
      expect(sent.status).toBe(202)
      await work()
      const { id } = JSON.parse(sent.text) as { id: string }
      expect(JSON.parse((await program.get(`/api/v1/imports/${id}`)).text)).toMatchObject({
        fileName: 'threats.xlsx',
        state: 'done',
        taken: { newRecords: 1 },
      })
    }
    const described = JSON.parse((await program.get('/api/v1/openapi.json')).text) as { paths: Record<string, never> }
    expect(described.paths['/api/v1/imports/{register}']).toHaveProperty([
      'post',
      'requestBody',
      'content',
      workbookType,
    ])
  })
})

describe('rows pasted from a spreadsheet', () => {
  it('with their header row, in any order of columns, with cells of several lines', async () => {
    const reversed = (cells: readonly string[]) => cells.toReversed()
    const text = asCopied([
      reversed(columns),
      reversed(row('P-1', { Name: '"two\nlines and ""quotes"""' })),
      reversed(row('P-2', { Name: 'a "plain" one' })),
      reversed(row('P-3', { Name: '=1+1' })),
    ])
    const page = await takePasted(`${text}\n\n`)
    expect(page).toContain('The first row was read as the names of the columns')
    expect(page).toContain('Take all: 3 rows')
    expect(await nameOf('P-1')).toBe('two\nlines and "quotes"')
    expect(await nameOf('P-2')).toBe('a "plain" one')
    expect(await nameOf('P-3')).toBe('=1+1')
  })

  it('without one, in the order of the template', async () => {
    const template = (await analyst.get('/imports/templates/threats')).text.trim().split(',')
    const inOrder = (cells: readonly string[]) => template.map(label => cells[columns.indexOf(label)] ?? '')
    const page = await takePasted(asCopied([inOrder(row('P-4')), inOrder(row('P-5'))]))
    expect(page).toContain('they were read in the order of the template')
    expect(await nameOf('P-5')).toBe('Name of P-5')
  })

  it.each([
    ['', 'Select a CSV or XLSX file, or paste rows'],
    ['only one column\nof text', 'That is only one column'],
    ['x\t'.repeat(1_049_000), 'That is more than 2 MB. Save the rows as a file and send it'],
  ])('are refused on the form when they are none (%#)', async (pasted, says) => {
    const answered = await paste(pasted)
    expect(answered.status).toBe(400)
    expect(answered.text.includes(says)).toBe(true)
  })

  it('far over two megabytes are refused and never cut', async () => {
    const answered = await paste('x\t'.repeat(2_000_000))
    expect(answered.status).toBe(413)
    expect(answered.text).toContain('larger than 2 MB')
  })

  it('are not taken beside a file', async () => {
    const file = { name: 'a.csv', content: 'x' }
    const answered = await analyst.upload('/imports/new', { register: 'threats', pasted: 'x\ty' }, file)
    expect(answered.status).toBe(400)
    expect(answered.text).toContain('Send a file or paste rows, not both')
  })
})

describe('a template', () => {
  it.each(['threats', 'plans', 'plan-aims', 'plan-actions', 'disruptions'])(
    'of %s has the columns, their values, an example that could be imported, and notes',
    async register => {
      const answered = await analyst.get(`/imports/templates/${register}.xlsx`)
      expect(answered.headers['content-type']).toBe(workbookType)
      const [asCsv] = await itemsOf((await analyst.get(`/imports/templates/${register}`)).bytes)
      const [header, ...rest] = await itemsOf(answered.bytes)
      expect(header).toMatchObject({ kind: 'header', cells: asCsv?.kind === 'header' ? asCsv.cells : [] })
      expect(rest).toEqual([])

      const parts = await unzipped(answered.bytes)
      expect(parts.get('xl/workbook.xml')).toMatch(/name="Allowed values".*name="Example".*name="Notes"/)
      expect(parts.get('xl/worksheets/sheet1.xml')).toContain('<dataValidation type="list"')
      expect(parts.get('xl/worksheets/sheet2.xml')).toContain(
        register === 'plan-aims' ? 'Protect' : 'Cheshire Constabulary',
      )
      expect(parts.get('xl/worksheets/sheet4.xml')).toContain('4,000 characters in a cell')
      // A part's whole is here first.
      if (register.startsWith('plan-')) await takePasted(asCopied(planRows), 'plans')
      // The example, put where rows are imported from, has no problem.
      const example = workbookParts({ sheet: parts.get('xl/worksheets/sheet3.xml') ?? '' })
      const content = zipFile([...example, { name: 'xl/styles.xml', content: parts.get('xl/styles.xml') ?? '' }])
      const sent = await analyst.upload('/imports/new', { register, pasted: '' }, { name: 'example.xlsx', content })
      await work()
      expect((await analyst.get(String(sent.headers['location']))).text).toContain('Take all: 1 row')
    },
  )

  it('of a register that is not there is not found', async () => {
    expect((await analyst.get('/imports/templates/nothing.xlsx')).status).toBe(404)
  })
})

describe('lists', () => {
  it('are exported as a workbook with the same rows as the CSV', async () => {
    const csv = await itemsOf((await analyst.get('/threats.csv')).bytes)
    const answered = await analyst.get('/threats.xlsx')
    expect(answered.headers['content-type']).toBe(workbookType)
    expect(answered.headers['content-disposition']).toMatch(/threats-\d{4}-\d\d-\d\d\.xlsx/)
    const cells = (items: readonly DelimitedItem[]) => items.map(item => (item.kind === 'stopped' ? item : item.cells))
    const sheet = cells(await itemsOf(answered.bytes))
    expect(sheet.length).toBeGreaterThan(5)
    expect(sheet).toEqual(cells(csv))
    expect((await analyst.get('/threats')).text).toContain('href="/threats.xlsx"')
  })

  it.each([
    ['plans', 'csv'],
    ['plan-aims', 'xlsx'],
    ['plan-actions', 'csv'],
  ])(
    'of %s as %s, with their parts’ own words, change nothing when they are imported again',
    async (register, format) => {
      const at = '2023-01-02T10:00:00Z'
      await takePasted(asCopied(planRows), 'plans')
      await takePasted(
        `Reference\tRecorded at\tPlan\tP\tText\nX-M\t${at}\tEXAMPLE-2\tPrevent\tFewer are drawn in`,
        'plan-aims',
      )
      const action = `X-A\t${at}\tEXAMPLE-2\tX-M\tPrevent\t=Visit the school\tOpen`
      await takePasted(`Reference\tRecorded at\tPlan\tAim\tP\tText\tStatus\n${action}`, 'plan-actions')
      const content = (await analyst.get(`/${register}.${format}`)).bytes
      const sent = await analyst.upload('/imports/new', { register, pasted: '' }, { name: `export.${format}`, content })
      const address = String(sent.headers['location'])
      await work()
      await analyst.post(`${address}/accept`, { mode: 'accept' })
      await work()
      const { rows } = await sql`
      select state, rows_good, new_states, unchanged from exchange.import order by number desc limit 1`.execute(
        site.database.owner,
      )
      expect(rows).toEqual([{ state: 'done', rows_good: 1, new_states: 0, unchanged: 1 }])
    },
  )
})

describe('imports to finish', () => {
  it('are those that were checked and not taken, and rows that were handed back, until they are dealt with', async () => {
    const titles = async () => (await analyst.get('/work')).text.match(/Import \d+: [\w.]+/g) ?? []
    const before = await titles()
    const file = {
      name: 'later.csv',
      content: [columns, row('F-1'), row('F-2', { Tier: 'x' })].map(cells => cells.join(',')).join('\n'),
    }
    const address = String((await analyst.upload('/imports/new', { register: 'threats' }, file)).headers['location'])
    await work()
    expect((await titles()).length).toBe(before.length + 1)
    await analyst.post(`${address}/accept`, { mode: 'accept-good' })
    await work()
    expect((await analyst.get('/work')).text).toContain('1 row not taken: mend and send again')
    const other = await site.signIn('analyst@lancashire.example')
    expect((await other.get('/work')).text).not.toContain('later.csv')
    expect((await other.post(`${address}/rejected/remove`)).status).toBe(404)
    expect((await analyst.post(`${address}/rejected/remove`)).status).toBe(303)
    expect((await analyst.get(`${address}/rejected.csv`)).status).toBe(404)
    expect((await titles()).length).toBe(before.length)
  })
})
