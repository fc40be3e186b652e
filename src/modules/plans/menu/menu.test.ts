import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql } from 'kysely'
import { type Answered, testServer, type TestServer, type Visitor } from '#test/server'
import { menuOn } from './menu-store.ts'

let site: TestServer
let admin: Visitor
let lro: Visitor

beforeAll(async () => {
  site = await testServer({ present: () => new Date('2026-11-22T12:00:00Z') })
  admin = await site.signIn('admin@fourfold.example')
  lro = await site.signIn('lro@cheshire.example')
})
afterAll(() => site.close())

const menu = (day: string, crimeCategory?: string) =>
  menuOn(site.database.owner as never, day, { asAt: { when: 'now' }, crimeCategory })
const words = (answered: Answered) => answered.text.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')
const tactic = {
  name: 'Open evening',
  fourP: 'Prepare',
  crimeCategory: 'Fraud',
  recordedAs: '',
  what: 'Invite the street to an open evening at the library',
  whenToUse: 'After a second loss',
  whoHelps: 'The library',
  watchOut: 'Ask who could not come',
  'from-day': '1',
  'from-month': '12',
  'from-year': '2026',
}

describe('the menu of tactics', () => {
  it('has each P for each crime category that threats have, and all that is to be known of each', async () => {
    const { rows: categories } = await sql<{ value: string }>`
      select value from reference.value where list = 'crime-categories' and recorded_to = 'infinity'`.execute(
      site.database.owner,
    )
    expect(categories.length).toBeGreaterThanOrEqual(10)
    for (const { value } of categories) {
      const ps = (await menu('2026-11-22', value)).filter(one => one.crimeCategory === value).map(one => one.fourP)
      expect([value, ps]).toEqual([value, ['Pursue', 'Prevent', 'Protect', 'Prepare']])
    }
    const { rows: listed } = await sql<{ value: string }>`
      select value from reference.value where list = 'tactics' and recorded_to = 'infinity'`.execute(
      site.database.owner,
    )
    const known = listed.map(({ value }) => value)
    const recorded = (await menu('2026-11-22')).flatMap(({ recordedAs }) => recordedAs ?? [])
    expect(recorded.filter(value => !known.includes(value))).toEqual([])
  })

  it('is read by those who read records, on a past day too', async () => {
    const page = await lro.get('/plans/menu')
    expect(words(page)).toContain('Cuckooed homes')
    expect(page.text).not.toContain('/plans/menu/new')
    expect(words(await lro.get('/plans/menu?asAt=2026-01-01'))).toContain('Cuckooed homes')
  })

  it('is kept by those who keep the reference data, by day', async () => {
    expect((await lro.post('/plans/menu/new', tactic)).status).toBe(403)
    const wrong = await admin.post('/plans/menu/new', {
      ...tactic,
      what: ' ',
      fourP: 'Punish',
      'from-day': '31',
      'from-month': '2',
    })
    expect(wrong.status).toBe(400)
    for (const problem of ['Enter what is done', 'Select a P', 'Enter the first day'])
      expect(words(wrong)).toContain(problem)
    expect((await admin.post('/plans/menu/new', tactic)).status).toBe(303)
    const added = (await menu('2026-12-01', 'Fraud')).find(({ name }) => name === 'Open evening')
    expect(added).toMatchObject({ fourP: 'Prepare', recordedAs: null })
    expect((await menu('2026-11-30', 'Fraud')).map(({ name }) => name)).not.toContain('Open evening')
    const address = `/plans/menu/${added?.id}/end`
    const to = (day: string, month: string) => ({ 'to-day': day, 'to-month': month, 'to-year': '2026' })
    expect((await lro.post(address, to('24', '12'))).status).toBe(403)
    expect((await admin.post(address, to('21', '11'))).status).toBe(400)
    expect((await admin.post(address, to('24', '12'))).status).toBe(303)
    expect((await admin.post(address, to('25', '12'))).status).toBe(409)
    expect((await menu('2026-12-23', 'Fraud')).map(({ name }) => name)).toContain('Open evening')
    expect((await menu('2026-12-24', 'Fraud')).map(({ name }) => name)).not.toContain('Open evening')
  })
})
