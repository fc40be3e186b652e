import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { disruption } from '#modules/disruptions'
import { threat } from '#modules/threats'
import { testServer, type TestServer, type Visitor } from '../server.ts'
import { actingFor, takeRows } from '../sightings.ts'
import { disruptionRow, threatRow } from '../threat-rows.ts'
import { forEachOf } from './at-once.ts'
import { asKept, asSent, packsOfLines, packsOfOneLine } from './packs.ts'
import { shownTexts, skeleton, typedValues } from './shown-texts.ts'

let site: TestServer
let admin: Visitor
let analyst: Visitor

const names = packsOfOneLine(200)
const says = packsOfLines(1000)
const sources = packsOfOneLine(1000)
const standards = names.map((name, index) => ({
  name,
  says: says[index % says.length] ?? '',
  source: sources[index % sources.length] ?? '',
}))

/** In force on the day of a disruption that is against it. */
const others = {
  'from-day': '1',
  'from-month': '1',
  'from-year': '2021',
  'to-day': '31',
  'to-month': '12',
  'to-year': '2022',
  threatTypes: 'Vulnerability',
  supports: 'yes',
}

beforeAll(async () => {
  site = await testServer()
  const { rows } = await sql<{ id: number }>`select id from organisations.person where email = 'system'`.execute(
    site.database.owner,
  )
  const system = rows[0]?.id ?? 0
  await actingFor(site.database.app, system, 'import', tx => takeRows(tx, threat, [threatRow('T-1')], system))
  await actingFor(site.database.app, system, 'import', tx => takeRows(tx, disruption, [disruptionRow('D-1')], system))
  admin = await site.signIn('admin@fourfold.example')
  analyst = await site.signIn('analyst@cheshire.example')
}, 120_000)
afterAll(() => site.close())

it('every text stands in a name, in what is asked and in a source', () => {
  expect(names.length).toBeGreaterThan(Math.max(says.length, sources.length))
})

it('standards are checked and added as typed', async () => {
  const skeletons = new Set<string>()
  for (const [index, one] of standards.entries()) {
    const typed = { ...others, ...one, says: asSent(one.says) }
    const check = await admin.post('/recording-standards/new', typed)
    expect(check.status, check.text).toBe(200)
    // The first does not tell that one was added before it.
    if (index > 0) skeletons.add(skeleton(check.text))
    const shown = shownTexts(check.text)
    expect(Object.values(one).filter(text => !shown.includes(asKept(text)))).toEqual([])
    const again = typedValues(check.text)
    for (const [field, text] of Object.entries(one)) expect(asKept(again.get(field) ?? '')).toBe(asKept(text))
    expect((await admin.post('/recording-standards/new', { ...typed, go: 'add' })).status).toBe(303)
  }
  expect(skeletons.size).toBe(1)
})

it('a standard that is refused stands in the form again as typed', async () => {
  await forEachOf(standards, async one => {
    const { status, text } = await admin.post('/recording-standards/new', one)
    expect(status).toBe(400)
    const again = typedValues(text)
    for (const [field, typed] of Object.entries(one)) expect(asKept(again.get(field) ?? '')).toBe(asKept(typed))
  })
})

it('the list of standards shows them as typed, to administrators and others', async () => {
  for (const visitor of [admin, analyst]) {
    const shown = shownTexts((await visitor.get('/recording-standards')).text)
    const missing = standards.flatMap(one => Object.values(one).filter(text => !shown.includes(asKept(text))))
    expect(missing).toEqual([])
  }
})

it('a disruption against them shows them as typed', async () => {
  const shown = shownTexts((await analyst.get('/disruptions/D-1')).text)
  const missing = standards.flatMap(one => Object.values(one).filter(text => !shown.includes(asKept(text))))
  expect(missing).toEqual([])
})

it('they stay as typed when their end changes', async () => {
  const list = (await admin.get('/recording-standards')).text
  const ids = [...list.matchAll(/href="\/recording-standards\/(\d+)\/end"/g)].map(match => match[1] ?? '')
  expect(ids.length).toBeGreaterThanOrEqual(standards.length)
  const pages = await forEachOf(ids, async id => {
    const address = `/recording-standards/${id}/end`
    const form = await admin.get(address)
    const days = { 'to-day': '30', 'to-month': '11', 'to-year': '2022' }
    const check = await admin.post(address, days)
    const known = typedValues(check.text).get('known') ?? ''
    const { status } = await admin.post(address, { ...days, known, go: 'end' })
    return { status, shown: [...shownTexts(form.text), ...shownTexts(check.text)] }
  })
  const all = pages.flatMap(({ shown }) => shown)
  const timesShown = names.map(name => all.filter(text => text === asKept(name)).length)
  expect(timesShown).toEqual(names.map(() => 2))
  expect(pages.filter(({ status }) => status === 303).length).toBeGreaterThanOrEqual(standards.length)
  const shown = shownTexts((await admin.get('/recording-standards')).text)
  const missing = standards.flatMap(one => Object.values(one).filter(text => !shown.includes(asKept(text))))
  expect(missing).toEqual([])
  expect(shown.filter(text => text === '1 January 2021 to 30 November 2022').length).toBe(standards.length)
})

it('nothing of it was a fault of ours', () => {
  expect(site.faults).toEqual([])
})
