import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { threat } from '#modules/threats'
import { actingFor, takeRows } from '../sightings.ts'
import { threatRow } from '../threat-rows.ts'
import { accessScene, mustDo, organisationId, pastDay, type Scene } from './scene.ts'

let scene: Scene
let system: number

beforeAll(async () => {
  scene = await accessScene()
  const { rows } = await sql<{ id: number }>`select id from organisations.person where email = 'system'`.execute(
    scene.site.database.owner,
  )
  system = rows[0]?.id ?? 0
})
afterAll(() => scene.close())

const council = 'housing@council.example'
const lancashire = 'analyst@lancashire.example'
const second = 'second@cheshire.example'
const westMidlands = 'analyst@westmidlands.example'
let reference: string
let made = 0

/** A threat of Cheshire's, in a state of spring 2022 and one of autumn. */
beforeEach(async () => {
  reference = `DAY-${++made}`
  await take(threatRow(reference), threatRow(reference, { tier: 'Tier 1' }, { at: '2022-09-01T09:00:00Z' }))
})

const take = (...rows: readonly ReturnType<typeof threatRow>[]) =>
  actingFor(scene.site.database.app, system, 'import', tx => takeRows(tx, threat, rows, system))
const change = (act: string, fields: Readonly<Record<string, string>>) =>
  mustDo(scene.as('analyst@cheshire.example'), `/handling/threats/${reference}/${act}`, { reason: 'A test', ...fields })
const handle = (handling: string) => change('change', { handling, checked: 'yes' })
const asOwner = (statement: ReturnType<typeof sql>) => statement.execute(scene.site.database.owner)

/** On which days someone sees the record, asked of its page, the list, the export, the API and its history. */
async function daysSeen(email: string): Promise<readonly string[]> {
  const days = []
  for (const day of ['today', 'past']) {
    const asAt = day === 'past' ? `asAt=${pastDay}` : ''
    const page = await scene.as(email).get(`/threats/${reference}?${asAt}`)
    const history = await scene.as(email).get(`/threats/${reference}/history?${asAt}`)
    const list = await scene.as(email).get(`/threats?name=${reference}&${asAt}`)
    const file = await scene.as(email).get(`/threats.csv?name=${reference}&${asAt}`)
    const api = await scene.program(email).get(`/api/v1/threats/${reference}?reason=test&${asAt}`)
    const seen = [page, history, api].map(answered => answered.status === 200)
    const shown = [list, file].map(answered => answered.text.includes(`Threat ${reference}`))
    expect(new Set([...seen, ...shown]).size, `${email} ${day}`).toBe(1)
    if (seen[0]) days.push(day)
  }
  return days
}
const both = ['today', 'past']

it('a change of handling holds for every state at once, and so does the change back', async () => {
  expect(await daysSeen(lancashire)).toEqual(both)
  expect(await daysSeen(westMidlands)).toEqual([])
  await handle('Shared')
  expect(await daysSeen(westMidlands)).toEqual(both)
  await handle('Organisation')
  expect(await daysSeen(westMidlands)).toEqual([])
  expect(await daysSeen(lancashire)).toEqual([])
  expect(await daysSeen(second)).toEqual(both)
  await change('change', { handling: 'Named', people: 'lro@merseyside.example', checked: 'yes' })
  expect(await daysSeen(second)).toEqual([])
  expect(await daysSeen('inspector@hmicfrs.example')).toEqual([])
  expect(await daysSeen('lro@merseyside.example')).toEqual(both)
  await handle('Region')
  expect(await daysSeen(lancashire)).toEqual(both)
  expect(await daysSeen(second)).toEqual(both)
})

it('a share gives what it says, until it is ended', async () => {
  const halton = String(await organisationId(scene.site.database.owner, 'Halton Borough Council'))
  const share = (what: string) => change('share', { with: 'organisation', organisation: halton, what })
  const end = async () => {
    const { rows } = await sql<{ id: number }>`
      select id from organisations.share where reference = ${reference} and to_at is null`.execute(
      scene.site.database.owner,
    )
    await change(`shares/${rows[0]?.id}/end`, {})
  }
  expect(await daysSeen(council)).toEqual([])
  await share('from-now')
  expect(await daysSeen(council)).toEqual(['today'])
  await share('history')
  expect(await daysSeen(council)).toEqual(both)
  expect(await daysSeen('partner@warrington.example')).toEqual([])
  await end()
  expect(await daysSeen(council)).toEqual([])
  await share('history')
  await take(threatRow(reference, { tier: 'Tier 3' }, { at: '2022-10-01T09:00:00Z' }))
  expect(await daysSeen(council)).toEqual(both)
})

it('a new owner takes the record over with its past', async () => {
  await handle('Organisation')
  await take(threatRow(reference, { owner: 'Lancashire Constabulary' }, { at: '2023-02-01T09:00:00Z' }))
  expect(await daysSeen(lancashire)).toEqual(both)
  expect(await daysSeen(second)).toEqual([])
  const late = threatRow(reference, { tier: 'Tier 4' }, { at: '2022-04-01T09:00:00Z' })
  await take(late)
  expect(await daysSeen(lancashire)).toEqual(both)
  expect(await daysSeen(second)).toEqual([])
})

it('a person sees by the organisation and the parts of today', async () => {
  await handle('Organisation')
  const moveTo = (organisation: string) =>
    asOwner(sql`update organisations.person set organisation_id =
      (select id from organisations.organisation where name = ${organisation}) where email = ${westMidlands}`)
  await moveTo('Cheshire Constabulary')
  expect(await daysSeen(westMidlands)).toEqual(both)
  await moveTo('West Midlands Police')
  expect(await daysSeen(westMidlands)).toEqual([])

  await asOwner(sql`update organisations.person set parts = '{administrator}' where email = ${second}`)
  expect((await scene.as(second).get(`/threats/${reference}`)).status).toBe(403)
  await asOwner(sql`update organisations.person set parts = '{analyst}' where email = ${second}`)
  expect(await daysSeen(second)).toEqual(both)
  await asOwner(sql`update organisations.person set disabled_at = now() where email = ${second}`)
  expect((await scene.as(second).get(`/threats/${reference}`)).status).toBe(303)
  expect((await scene.program(second).get(`/api/v1/threats/${reference}`)).status).toBe(401)
  await asOwner(sql`update organisations.person set disabled_at = null where email = ${second}`)
})

it('a region is the one of today', async () => {
  const leave = (day: string | null) =>
    asOwner(sql`update organisations.region_member set to_on = ${day}::date where organisation_id =
      (select id from organisations.organisation where name = 'Lancashire Constabulary')`)
  expect(await daysSeen(lancashire)).toEqual(both)
  await leave('2020-01-01')
  expect(await daysSeen(lancashire)).toEqual([])
  await leave(null)
  expect(await daysSeen(lancashire)).toEqual(both)
})

it('a successor inherits from the day the organisation ends', async () => {
  await handle('Organisation')
  const endCheshire = (day: string | null) =>
    asOwner(sql`update organisations.organisation set to_on = ${day}::date, successor_id =
      case when ${day}::date is not null then (select id from organisations.organisation where name = 'West Midlands Police') end
      where name = 'Cheshire Constabulary'`)
  await endCheshire('2999-01-01')
  expect(await daysSeen(westMidlands)).toEqual([])
  await endCheshire('2026-01-01')
  expect(await daysSeen(westMidlands)).toEqual(both)
  expect(await daysSeen(second)).toEqual(both)
  expect(await daysSeen(lancashire)).toEqual([])
  await endCheshire(null)
  expect(await daysSeen(westMidlands)).toEqual([])
})
