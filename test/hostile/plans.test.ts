import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { plan, planAction } from '#modules/plans'
import { actionRow, planRow } from '../plan-rows.ts'
import { type Program, type TestServer, testServer, type Visitor } from '../server.ts'
import { actingFor, takeRows } from '../sightings.ts'
import { asKept, asSent, packsOfLines, packsOfOneLine } from './packs.ts'
import { shownTexts } from './shown-texts.ts'

let site: TestServer
let visitor: Visitor
let program: Program

const long = packsOfLines(4000)

beforeAll(async () => {
  site = await testServer()
  const { rows } = await sql<{ id: number }>`select id from organisations.person where email = 'system'`.execute(
    site.database.owner,
  )
  const system = rows[0]?.id ?? 0
  await actingFor(site.database.app, system, 'import', async tx => {
    await takeRows(tx, plan, [planRow('P-1')], system)
    await takeRows(tx, planAction, [actionRow('A-1', 'P-1')], system)
  })
  visitor = await site.signIn('lro@cheshire.example')
  program = site.program(await site.tokenOf('lro@cheshire.example'))
}, 120_000)
afterAll(() => site.close())

/** Changes one field of a record to each text in turn; after each it is given back, and shown on its page, as typed. */
async function changedTo(path: string, field: string, texts: readonly string[]): Promise<void> {
  for (const text of texts) {
    const { headers } = await program.get(`/api/v1${path}`)
    const etag = { 'if-match': String(headers['etag']) }
    const sent = await program.send('PATCH', `/api/v1${path}`, { [field]: text }, 'application/json', etag)
    expect(`${sent.status} ${sent.status === 200 ? '' : sent.text}`).toBe('200 ')
    expect((JSON.parse(sent.text) as Record<string, unknown>)[field]).toBe(text.normalize('NFC'))
    expect(shownTexts((await visitor.get(path)).text)).toContain(text.normalize('NFC'))
  }
}

it.each([
  ['title', packsOfOneLine(200)],
  ['objective', long],
  ['localProfile', packsOfLines(1000)],
  ['whyNoPursue', packsOfLines(1000)],
] as const)(
  'stand in a plan’s %s as typed',
  async (field, texts) => {
    expect(texts.length).toBeGreaterThan(0)
    await changedTo('/plans/P-1', field, texts)
  },
  120_000,
)

it('stand in an action’s text as typed, on its page, its plan’s page and the board', async () => {
  for (const text of packsOfLines(1000)) {
    await changedTo('/plan-actions/A-1', 'text', [text])
    for (const path of ['/plans/P-1', '/plans/P-1/board', '/plans/P-1/on-a-page', '/my-actions']) {
      const { status, text: html } = await visitor.get(path)
      expect(status, path).toBe(200)
      // Throws where typed text stands as markup.
      shownTexts(html)
    }
  }
}, 120_000)

it('are recorded by forms in notes, decisions, reviews and consultations, and shown as typed', async () => {
  const today = new Date()
  const held = (name: string) => ({
    [`${name}-day`]: String(today.getUTCDate()),
    [`${name}-month`]: String(today.getUTCMonth() + 1),
    [`${name}-year`]: String(today.getUTCFullYear()),
  })
  const nextYear = {
    ...held('nextReviewOn'),
    'nextReviewOn-day': '1',
    'nextReviewOn-year': String(today.getUTCFullYear() + 1),
  }
  for (const text of long) {
    const sent = asSent(text)
    for (const [path, fields, page] of [
      ['/plan-actions/A-1/note', { says: sent }, '/plan-actions/A-1'],
      ['/plans/P-1/decisions/new', { decided: sent, rationale: sent }, '/plans/P-1/decisions'],
      [
        '/plans/P-1/review',
        { ...held('heldOn'), ...nextYear, attended: sent, changed: sent, investigation: sent },
        '/plans/P-1/reviews',
      ],
      [
        '/plans/P-1/consultations/new',
        { ...held('consultedOn'), partner: 'Zebra', said: sent },
        '/plans/P-1/consultations',
      ],
    ] as const) {
      const { status, text: html } = await visitor.post(path, fields)
      expect(`${path} ${status} ${status === 303 ? '' : html.replaceAll(/<[^>]+>|\s+/g, ' ')}`).toBe(`${path} 303 `)
      expect(shownTexts((await visitor.get(page)).text), page).toContain(asKept(text))
    }
  }
}, 180_000)

it('stand in the names of partners as typed', async () => {
  for (const partner of packsOfOneLine(200)) {
    const body = { consultedOn: '2026-01-01', partner, said: 'x' }
    const { status, text } = await program.send('POST', '/api/v1/plans/P-1/consultations', body)
    expect(`${status} ${status === 201 ? '' : text}`).toBe('201 ')
    expect((JSON.parse(text) as { readonly partner: string }).partner).toBe(partner.normalize('NFC'))
  }
  expect(site.faults).toEqual([])
}, 120_000)
