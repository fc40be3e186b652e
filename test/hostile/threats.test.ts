import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Program, testServer, type TestServer, type Visitor } from '../server.ts'
import { forEachOf } from './at-once.ts'
import { hostileTexts } from './hostile-texts.ts'
import { shownTexts, skeleton } from './shown-texts.ts'

let site: TestServer
let visitor: Visitor
let program: Program
/** By what was typed: the reference of the threat of that name. */
const references = new Map<string, string>()

const texts = hostileTexts.map(one => one.text)
/** A form's line breaks come as two characters and are kept as one. */
const asKept = (text: string) => text.replaceAll('\r\n', '\n').normalize('NFC')
const expected = texts.map(asKept).toSorted()

beforeAll(async () => {
  site = await testServer()
  visitor = await site.signIn('analyst@cheshire.example')
  program = site.program(await site.tokenOf('analyst@cheshire.example'))
  await forEachOf(texts, async text => references.set(text, await record(text)))
}, 300_000)
afterAll(() => site.close())

it('515 of them were recorded by the form', () => {
  expect(new Set(texts).size).toBe(515)
  expect(new Set(references.values()).size).toBe(515)
  expect(site.faults).toEqual([])
})

it('come back to programs as they were typed', async () => {
  const items = await listedByProgram()
  expect(items.map(item => item.name).toSorted()).toEqual(expected)
  const byReference = new Map(items.map(item => [item.reference, item.name]))
  for (const [text, reference] of references) expect(byReference.get(reference)).toBe(asKept(text))
})

it('are shown as text in the list', async () => {
  const shown: string[] = []
  for (const html of await listPages()) {
    for (const cell of html.matchAll(/data-label="Name"[^>]*>([\s\S]*?)<\/td>/g))
      shown.push(...shownTexts(cell[1] ?? ''))
  }
  expect(shown.toSorted()).toEqual(expected)
})

it('are shown as text on their pages, and change nothing else there', async () => {
  const plain = skeleton((await visitor.get(`/threats/${references.get('漢字')}`)).text)
  expect(plain.length).toBeGreaterThan(500)
  await forEachOf([...references], async ([text, reference]) => {
    const { status, text: html } = await visitor.get(`/threats/${reference}`)
    expect(status).toBe(200)
    expect(shownTexts(html)).toContain(asKept(text))
    expect(skeleton(html), text).toBe(plain)
  })
})

it('leave in CSV as they were typed, and no spreadsheet runs them', async () => {
  const { text: csv } = await visitor.get('/threats.csv')
  const cells = parse<Record<string, string>>(csv, { columns: true, bom: true }).map(row => row['Name'] ?? '')
  for (const cell of cells) expect(cell).not.toMatch(/^[=+\-@\t\r\n＝＋－＠](?!\d+(\.\d+)?$)/)
  expect(cells.map(cell => cell.replace(/^'(?='*[=+\-@\t\r\n＝＋－＠])/, '')).toSorted()).toEqual(expected)
})

it('are found by what was typed', async () => {
  await forEachOf([...references], async ([text, reference]) => {
    const query = new URLSearchParams({ name: asKept(text), limit: '200' })
    const { status, text: json } = await program.get(`/api/v1/threats?${query.toString()}`)
    expect(`${text}: ${status}`).toBe(`${text}: 200`)
    const { items } = JSON.parse(json) as { readonly items: readonly { readonly reference: string }[] }
    // More than one page holds need not hold this one.
    const isFound = items.length === 200 || items.some(item => item.reference === reference)
    expect(isFound, text).toBe(true)
  })
})

const answers = {
  threatType: 'Vulnerability',
  crimeCategory: 'Drugs',
  phase: 'Active',
  type: 'Tactical',
  soc: 'SOC',
  handling: 'Region',
}

async function record(name: string): Promise<string> {
  const fields = { ...answers, name }
  let answered = await visitor.post('/threats/new', fields)
  // Others are called nearly the same, some since a moment ago: it is recorded anyway.
  for (let tries = 0; answered.status === 409 && tries < 20; tries += 1) {
    const seen = /name="_seen" value="([^"]+)"/.exec(answered.text)?.[1] ?? ''
    answered = await visitor.post('/threats/new', { ...fields, _seen: seen })
  }
  const location = String(answered.headers['location'])
  if (answered.status !== 303)
    throw new Error(
      `${JSON.stringify(name)} was answered with ${answered.status}: ${answered.text.replaceAll(/<[^>]+>|\s+/g, ' ')}`,
    )
  return decodeURIComponent(location.split('/').at(-1) ?? '')
}

async function listedByProgram() {
  const items: { readonly reference: string; readonly name: string }[] = []
  for (let after: string | null = ''; after !== null;) {
    const path: string = `/api/v1/threats?limit=200${after === '' ? '' : `&after=${encodeURIComponent(after)}`}`
    const page = JSON.parse((await program.get(path)).text) as {
      readonly items: typeof items
      readonly next: string | null
    }
    items.push(...page.items)
    after = page.next ?? null
  }
  return items
}

async function listPages(): Promise<readonly string[]> {
  const pages: string[] = []
  for (let path: string | undefined = '/threats'; path !== undefined;) {
    const { text }: { readonly text: string } = await visitor.get(path)
    pages.push(text)
    const next = /href="([^"]*[?&;]after=[^"]*)"/.exec(text)?.[1]
    path = next?.replaceAll('&amp;', '&')
    if (path?.startsWith('?')) path = `/threats${path}`
  }
  return pages
}
