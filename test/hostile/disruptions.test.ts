import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { disruption } from '#modules/disruptions'
import { readRows } from '#platform/files'
import { type Answered, type Program, testServer, type TestServer, type Visitor } from '../server.ts'
import { hostileTexts } from './hostile-texts.ts'
import { importFile } from './import-file.ts'
import { shownTexts } from './shown-texts.ts'

let site: TestServer
let visitor: Visitor
let program: Program

const texts = hostileTexts.map(one => one.text)
const nfc = (text: string) => text.normalize('NFC')
/** A value of a list is one line, without spaces around it. */
const asTactic = (text: string) => nfc(text.replaceAll(/[\r\n]+/g, ' ').trim())
const inCells = texts.map(nfc).toSorted()
const tactics = texts.map(asTactic).toSorted()

const inOrder = (values: readonly (string | null)[]) => values.map(value => value ?? '').toSorted()

interface Disruption {
  readonly reference: string
  readonly title: string
  readonly details: string | null
  readonly tactic: string | null
}

beforeAll(async () => {
  site = await testServer()
  visitor = await site.signIn('analyst@cheshire.example')
  program = site.program(await site.tokenOf('analyst@cheshire.example'))
}, 300_000)
afterAll(() => site.close())

it('come in by a file, one record each, and are given back by programs as they were typed', async () => {
  const content = csvOf(texts.map((text, index) => rowOf(index, text)))
  const result = await importFile(site, 'analyst@cheshire.example', { record: disruption, content })
  expect(result).toMatchObject({ kind: 'taken' })
  const items = (await listed()).filter(item => item.reference.startsWith('FILE-'))
  expect(inOrder(items.map(item => item.title))).toEqual(inCells)
  expect(inOrder(items.map(item => item.details))).toEqual(inCells)
  expect(inOrder(items.map(item => item.tactic))).toEqual(tactics)
})

it('leave in CSV and in a workbook as they were typed', async () => {
  const csv = await visitor.get('/disruptions.csv')
  const rows = parse(csv.text, { columns: true, bom: true }) as Record<string, string>[]
  expect(rows.map(row => unguarded(row['Title'])).toSorted()).toEqual(inCells)
  expect(rows.map(row => unguarded(row['Details'])).toSorted()).toEqual(inCells)
  const cells = await cellsOf(await visitor.get('/disruptions.xlsx'))
  expect(cells.map(row => row['Title'] ?? '').toSorted()).toEqual(inCells)
  expect(cells.map(row => row['Tactic'] ?? '').toSorted()).toEqual(tactics)
})

it('are shown as text in the list', async () => {
  const shown: string[] = []
  for (let path: string | undefined = '/disruptions'; path !== undefined;) {
    const { text }: Answered = await visitor.get(path)
    shown.push(...shownTexts(text))
    const next = /href="([^"]*[?&;]after=[^"]*)"/.exec(text)?.[1]?.replaceAll('&amp;', '&')
    path = next?.startsWith('?') ? `/disruptions${next}` : next
  }
  expect(inCells.filter(text => !shown.includes(text))).toEqual([])
})

it('change a record, and stand in its history as they were typed and as text', async () => {
  const reference = 'FILE-0'
  let { etag } = (await program.get(`/api/v1/disruptions/${reference}`)).headers
  const packed = packs(texts)
  for (const [index, details] of packed.entries()) {
    const changes = { title: texts[index * 50], details }
    const { status, text, headers } = await program.send(
      'PATCH',
      `/api/v1/disruptions/${reference}`,
      changes,
      'application/json',
      { 'if-match': String(etag) },
    )
    expect(`${status} ${status === 200 ? '' : text}`).toBe('200 ')
    etag = headers['etag']
  }
  const history = await program.get(`/api/v1/disruptions/${reference}/history`)
  const { states } = JSON.parse(history.text) as { readonly states: readonly Disruption[] }
  const kept = states.map(state => state.details ?? '')
  for (const details of packed) expect(kept).toContain(nfc(details))
  const page = await visitor.get(`/disruptions/${reference}/history`)
  expect(page.status).toBe(200)
  const shown = shownTexts(page.text)
  for (const details of packed) expect(shown.some(text => text === nfc(details))).toBe(true)
  expect(site.faults).toEqual([])
})

it('what is no text at all is refused with a reason, by files and by programs', async () => {
  for (const refused of ['a\u0000b', 'a\u0007b', 'a\tb', '\u009F', 'half \uD800', '\uDC00', 'x'.repeat(201)]) {
    const { status, text } = await program.send(
      'PATCH',
      '/api/v1/disruptions/FILE-1',
      { title: refused },
      'application/json',
      { 'if-match': '"x"' },
    )
    expect([400, 412], JSON.stringify(refused)).toContain(status)
    expect(text).not.toContain('went wrong')
  }
  expect(site.faults).toEqual([])
})

/** Texts joined to as few as fit into the details of a record. */
function packs(all: readonly string[]): readonly string[] {
  const found: string[] = []
  let current = ''
  for (const text of all) {
    const longer = `${current}${text}\n|\n`
    if (Array.from(longer.normalize('NFC')).length > 3_900) {
      found.push(current)
      current = `${text}\n|\n`
    } else current = longer
  }
  return [...found, current]
}

const columns = [
  'Reference',
  'Recorded at',
  'Record date',
  'Threat reference',
  'Disruption type',
  'Assessment category',
  '4P',
  'Lead organisation',
  'Supported organisation',
  'Title',
  'Arrests',
  'Cash seized (GBP)',
  'Tactic',
  'Details',
]

function rowOf(index: number, text: string): readonly string[] {
  const day = '2026-03-01'
  return [
    `FILE-${index}`,
    `${day}T12:00:00Z`,
    day,
    'T-1',
    'Lead Disruption',
    'Minor',
    'Prevent',
    'Cheshire Constabulary',
    '',
    text,
    '0',
    '0',
    asTactic(text),
    text,
  ]
}

/** As a spreadsheet writes it that keeps what would be a formula as text. */
function csvOf(rows: readonly (readonly string[])[]): string {
  const cell = (text: string) =>
    `"${(/^'*[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`
  return [columns, ...rows].map(cells => cells.map(cell).join(',')).join('\r\n')
}

function unguarded(text = ''): string {
  return text.replace(/^'(?='*[=+\-@\t\r\n＝＋－＠])/, '')
}

async function listed(): Promise<readonly Disruption[]> {
  const items: Disruption[] = []
  for (let after: string | null = ''; after !== null;) {
    const path = `/api/v1/disruptions?limit=200${after === '' ? '' : `&after=${encodeURIComponent(after)}`}`
    const page = JSON.parse((await program.get(path)).text) as {
      readonly items: readonly Disruption[]
      readonly next: string | null
    }
    items.push(...page.items)
    after = page.next ?? null
  }
  return items
}

/** The rows of a workbook by their columns. */
async function cellsOf({ bytes }: Answered): Promise<readonly Readonly<Record<string, string>>[]> {
  const folder = await mkdtemp(join(tmpdir(), 'fourfold-workbook-'))
  try {
    const path = join(folder, 'list.xlsx')
    await writeFile(path, bytes)
    let header: readonly string[] = []
    const rows: Record<string, string>[] = []
    for await (const item of readRows(path)) {
      if (item.kind === 'stopped') throw new Error(JSON.stringify(item.problem))
      if (item.kind === 'header') header = item.cells
      if (item.kind === 'row')
        rows.push(Object.fromEntries(header.map((name, index) => [name, item.cells[index] ?? ''])))
    }
    return rows
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
