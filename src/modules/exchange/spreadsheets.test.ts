import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemPersonId } from '#modules/organisations'
import { disruption } from '#modules/disruptions'
import { threat } from '#modules/threats'
import { readRows, writeSpooledWorkbook } from '#platform/files'
import type { RecordDeclaration } from '#platform/record'
import { testDatabase, type TestDatabase } from '#test/database'
import { textRow, workbookParts, zipFile } from '#test/zip-file'
import { runImport } from './run-import.ts'

const present = new Date('2026-11-22T12:00:00Z')
const sample = (name: string) => fileURLToPath(new URL(`../../platform/files/samples/${name}`, import.meta.url))

let database: TestDatabase
let folder: string
let system: number

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fourfold-spreadsheets-test-'))
  database = await testDatabase()
  system = await database.app.transaction().execute(systemPersonId)
})
afterAll(async () => {
  await database.close()
  await rm(folder, { recursive: true, force: true })
})

async function outcomeOf(record: RecordDeclaration, path: string, mode: 'check' | 'accept-good' = 'check') {
  let rejected: string | undefined
  const result = await runImport({
    database: database.app,
    record,
    path,
    mode,
    personId: system,
    present,
    onRejected: async from => {
      rejected = join(folder, 'rejected.csv')
      await copyFile(from, rejected)
    },
  })
  if (!('counts' in result)) throw new Error(`was not looked at: ${JSON.stringify(result)}`)
  const { kind, counts, problems, warnings } = result
  return { kind, counts, problems, warnings, rejected }
}

async function byOurWriter(path: string): Promise<string> {
  const items = await Readable.from(readRows(path)).toArray()
  const [header, ...rows] = items.flatMap(item => (item.kind === 'stopped' ? [] : [item.cells]))
  const columns = (header ?? []).map((label: string) => ({ label }))
  const written = await writeSpooledWorkbook([{ name: 'rows', columns, rows }])
  if (!written.ok) throw new Error(written.problem.problem)
  return written.file.path
}

/** Lines differ where a cell of the CSV has line breaks: a sheet's rows have one line each. */
const withoutLines = <Problem extends { readonly line?: number }>(problems: readonly Problem[]) =>
  problems.map(({ line: _line, ...rest }) => rest)

describe('the same content comes to the same, as CSV and as XLSX', () => {
  it.each([
    ['threats', threat],
    ['disruptions', disruption],
  ] as const)('%s: of our own writer and of LibreOffice', async (name, record) => {
    const csv = await outcomeOf(record, sample(`${name}.csv`))
    expect(csv.counts.bad).toBeGreaterThan(0)
    expect(csv.counts.good).toBeGreaterThan(2)
    for (const path of [await byOurWriter(sample(`${name}.csv`)), sample(`${name}-libreoffice.xlsx`)]) {
      const sheet = await outcomeOf(record, path)
      expect(sheet.counts).toEqual(csv.counts)
      expect(withoutLines(sheet.problems)).toEqual(withoutLines(csv.problems))
      expect(withoutLines(sheet.warnings)).toEqual(withoutLines(csv.warnings))
    }
  })

  it('taken as XLSX, then as CSV: nothing is new; rejected rows are CSV', async () => {
    const taken = await outcomeOf(threat, sample('threats-libreoffice.xlsx'), 'accept-good')
    expect(taken).toMatchObject({ kind: 'taken', counts: { newRecords: 4, bad: 1 } })
    const rejected = await Readable.from(readRows(taken.rejected ?? '')).toArray()
    expect(rejected).toMatchObject([{ kind: 'header' }, { kind: 'row', cells: expect.arrayContaining(['CHE-90005']) }])
    const again = await outcomeOf(threat, sample('threats.csv'), 'accept-good')
    expect(again).toMatchObject({ kind: 'taken', counts: { newRecords: 0, newStates: 0, unchanged: 4 } })
    const { rows } = await sql<{ name: string }>`
      select name from threats.threat_state where reference like 'CHE-9000%' order by reference`.execute(database.owner)
    expect(rows.map(row => row.name)).toEqual([
      'Amber, "Long" Quay',
      'Two\nlines & <angles>',
      '=1+1',
      'Crème brûlée 😀 \u202Eright',
    ])
  })
})

describe('what a sheet has and a CSV file has not', () => {
  const columns = 'Reference,Recorded at,Owner,Name,Threat type,Type,SOC,Moderation status,Tier,Phase,Crime category'
  const values =
    'S-1,2023-01-01T10:00:00Z,Cheshire Constabulary,Amber,Vulnerability,Tactical,SOC,Draft,Tier 1,Active,Drugs'
  const write = async (row: string, styles?: string) => {
    const path = join(folder, 'sheet.csv')
    const rows = textRow(1, ...columns.split(',')) + row
    await writeFile(path, zipFile(workbookParts({ rows, ...(styles === undefined ? {} : { styles }) })))
    return path
  }
  const replaced = (place: number, cell: string): string => {
    const cells = values.split(',').map(text => `<c t="inlineStr"><is><t>${text}</t></is></c>`)
    return `<row r="2">${cells.with(place, cell).join('')}</row>`
  }

  it('a formula comes in as its text, with a warning that names the cell', async () => {
    const path = await write(replaced(3, '<c r="D2" t="str"><f>HYPERLINK("http://x.example","y")</f><v>y</v></c>'))
    expect(await outcomeOf(threat, path, 'accept-good')).toMatchObject({
      kind: 'taken',
      warnings: [{ line: 2, column: 'Name', problem: expect.stringMatching(/^Cell D2 is a formula/) }],
    })
    const { rows } = await sql<{ name: string }>`select name from threats.threat_state where reference = 'S-1'`.execute(
      database.owner,
    )
    expect(rows).toEqual([{ name: '=HYPERLINK("http://x.example","y")' }])
  })

  it('a moment of a sheet has no zone, and is told so', async () => {
    const path = await write(
      replaced(1, '<c s="1"><v>44931.395833</v></c>'),
      '<cellXfs><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs>',
    )
    expect((await outcomeOf(threat, path)).problems).toEqual([
      { line: 2, column: 'Recorded at', problem: expect.stringMatching(/has no time zone\. Add Z or an offset/) },
    ])
  })

  it('a broken workbook is refused in a line, and nothing was changed', async () => {
    const path = join(folder, 'cut.xlsx')
    await writeFile(path, zipFile(workbookParts({ rows: textRow(1, 'A') })).subarray(0, 300))
    expect(await outcomeOf(threat, path)).toMatchObject({
      kind: 'not-taken',
      problems: [{ problem: expect.stringMatching(/cut off or damaged/) }],
    })
  })
})
