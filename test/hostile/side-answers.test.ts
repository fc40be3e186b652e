import { parse } from 'csv-parse/sync'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { disruption } from '#modules/disruptions'
import { threat } from '#modules/threats'
import { type Program, testServer, type TestServer, type Visitor } from '../server.ts'
import { actingFor, takeRows } from '../sightings.ts'
import { disruptionRow, threatRow } from '../threat-rows.ts'
import { asKept, asSent, packsOfLines, packsOfOneLine } from './packs.ts'
import { shownTexts, typedValues } from './shown-texts.ts'

let site: TestServer
let lead: Visitor
let supporter: Visitor
let program: Program
/** What was typed, by the reference that it was recorded under. */
const recorded = new Map<string, string>()

const titles = packsOfOneLine(200)
const details = packsOfLines(4000)
const descriptions = [...titles, ...details]

beforeAll(async () => {
  site = await testServer()
  const { rows } = await sql<{ id: number }>`select id from organisations.person where email = 'system'`.execute(
    site.database.owner,
  )
  const system = rows[0]?.id ?? 0
  const leads = ['DECLINE', 'LATER', ...descriptions.map((_one, index) => `LEAD-${index}`)]
  await actingFor(site.database.app, system, 'import', tx => takeRows(tx, threat, [threatRow('T-1')], system))
  await actingFor(site.database.app, system, 'import', tx =>
    takeRows(
      tx,
      disruption,
      leads.map(reference => disruptionRow(reference)),
      system,
    ),
  )
  lead = await site.signIn('analyst@cheshire.example')
  supporter = await site.signIn('lro@merseyside.example')
  program = site.program(await site.tokenOf('lro@merseyside.example'))
}, 120_000)
afterAll(() => site.close())

it('reasons for declining a side are shown to its lead as typed', async () => {
  for (const reason of packsOfLines(1000)) {
    const side = await name('DECLINE')
    const declined = await supporter.post(`/disruption-sides/${side}/decline`, { reason: asSent(reason) })
    expect(declined.status, declined.text).toBe(303)
    expect(shownTexts((await lead.get('/disruptions/DECLINE')).text)).toContain(asKept(reason))
  }
})

it('a reason for declining that is too long stands in the form again as typed', async () => {
  const side = await name('DECLINE')
  for (const reason of packsOfLines(2000)) {
    const long = `${reason}\n${'x'.repeat(1000)}`
    const { status, text } = await supporter.post(`/disruption-sides/${side}/decline`, { reason: asSent(long) })
    expect(status).toBe(400)
    expect(text).toContain('Must be 1,000 characters or fewer')
    expect(asKept(typedValues(text).get('reason') ?? '')).toBe(asKept(long))
  }
})

it('a description of a side that is kept for later stands in the form as typed', async () => {
  const side = await name('LATER')
  for (const happened of details) {
    await supporter.get(`/disruption-sides/${side}`)
    const kept = await supporter.post(`/disruption-sides/${side}`, {
      ...answers,
      happened: asSent(happened),
      _save: 'later',
    })
    expect(kept.status, kept.text).toBe(303)
    const { text } = await supporter.get(`/disruption-sides/${side}`)
    expect(asKept(typedValues(text).get('happened') ?? '')).toBe(asKept(happened))
  }
})

it('descriptions by which sides are confirmed are recorded, and shown, as typed', async () => {
  for (const [index, happened] of descriptions.entries()) {
    const side = await name(`LEAD-${index}`)
    const done = await supporter.post(`/disruption-sides/${side}`, { ...answers, happened: asSent(happened) })
    expect(done.status, done.text).toBe(303)
    const address = String(done.headers['location'])
    recorded.set(address.replace('/disruptions/', ''), happened)
    expect(shownTexts((await supporter.get(address)).text)).toContain(asKept(happened))
  }
})

it('they come back to programs, with their history, as typed', async () => {
  expect(recorded.size).toBe(descriptions.length)
  let withDetails = 0
  for (const [reference, happened] of recorded) {
    const one = JSON.parse((await program.get(`/api/v1/disruptions/${reference}`)).text) as Described
    expect(descriptionOf(one)).toBe(asKept(happened))
    if (one.details !== null) withDetails += 1
    const history = JSON.parse((await program.get(`/api/v1/disruptions/${reference}/history`)).text) as {
      readonly states: readonly Described[]
    }
    expect(history.states.map(descriptionOf)).toEqual([asKept(happened)])
  }
  expect(withDetails).toBe(details.length)
})

it('they leave in CSV as typed', async () => {
  const rows = parse<Record<string, string>>((await supporter.get('/disruptions.csv')).text, {
    columns: true,
    bom: true,
  })
  const unguarded = (cell = '') => cell.replace(/^'(?='*[=+\-@\t\r\n＝＋－＠])/, '')
  const left = new Map(rows.map(row => [row['Reference'], unguarded(row['Details'] || row['Title'])]))
  expect([...recorded.keys()].map(reference => left.get(reference))).toEqual([...recorded.values()].map(asKept))
})

it('nothing of it was a fault of ours', () => {
  expect(site.faults).toEqual([])
})

interface Described {
  readonly title: string
  readonly details: string | null
}

/** What fits is the title; of several lines the whole stands in the details. */
function descriptionOf(one: Described): string {
  return one.details ?? one.title
}

const answers = {
  'recordDate-day': '1',
  'recordDate-month': '2',
  'recordDate-year': '2022',
  fourP: 'Protect',
  assessmentCategory: 'Minor',
  handling: 'Region',
}

/** The lead names Merseyside as a supporter. Gives the side. */
async function name(reference: string): Promise<number> {
  const named = await lead.post(`/disruptions/${reference}/supporters`, { supporting: 'Merseyside Police' })
  expect(named.status).toBe(303)
  const { rows } = await sql<{ id: number }>`
    select id from disruptions.side where event_reference = ${reference}`.execute(site.database.owner)
  return rows[0]?.id ?? 0
}
