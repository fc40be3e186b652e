import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { disruption } from '#modules/disruptions'
import { threat } from '#modules/threats'
import { actingFor, takeRows } from '../../../test/sightings.ts'
import { testServer, type TestServer, type Visitor } from '../../../test/server.ts'
import { disruptionRow, threatRow } from '../../../test/threat-rows.ts'

let site: TestServer
let analyst: Visitor

beforeAll(async () => {
  site = await testServer({ present: () => new Date('2026-11-22T10:00:00Z') })
  const { rows } = await sql<{ id: number }>`select id from organisations.person where email = 'system'`.execute(
    site.database.owner,
  )
  const system = rows[0]?.id ?? 0
  await actingFor(site.database.app, system, 'import', tx =>
    takeRows(
      tx,
      threat,
      [
        threatRow('CHE-1', { name: 'Amber kestrel' }),
        threatRow('CHE-1', { name: 'Amber kestrel', tier: 'Tier 1' }, { at: '2023-01-05T00:00:00Z' }),
        threatRow('CHE-10', { name: 'Blue' }),
        threatRow('Op-Mixed', { name: 'Per_cent%' }),
        threatRow('BOTH', { name: 'Twice' }),
      ],
      system,
    ),
  )
  await actingFor(site.database.app, system, 'import', tx =>
    takeRows(tx, disruption, [disruptionRow('BOTH', { title: 'Twice too' })], system),
  )
})
afterAll(() => site.close())

describe('the day the site is on', () => {
  beforeAll(async () => {
    analyst = await site.signIn('analyst@cheshire.example')
  })

  it('is chosen, holds for every page, and ends with one click', async () => {
    const chosen = await analyst.post('/as-at', {
      'day-day': '4',
      'day-month': '1',
      'day-year': '2023',
      return: '/threats?tier=Tier+2&asAt=2022-01-01',
    })
    expect([chosen.status, chosen.headers['location']]).toEqual([303, '/threats?tier=Tier+2'])
    const { text } = await analyst.get('/threats?tier=Tier+2')
    expect(text).toContain('4 January 2023')
    expect(text).toContain('action="/as-at/today"')
    expect(text).toContain('CHE-1?asAt=2023-01-04')
    expect((await analyst.get('/threats/CHE-1')).text).not.toContain('Tier 1')
    const ended = await analyst.post('/as-at/today')
    expect([ended.status, ended.headers['location']]).toEqual([303, '/'])
    expect((await analyst.get('/threats/CHE-1')).text).toContain('Tier 1')
  })

  it('is one of those asked for often', async () => {
    const { text } = await analyst.get('/as-at')
    expect(text).toContain('End of last financial year: 31 March 2026')
    await analyst.post('/as-at', { pick: '2022-12-31', return: '/threats' })
    expect((await analyst.get('/threats')).text).toContain('31 December 2022')
    await analyst.post('/as-at', { pick: 'today' })
    expect((await analyst.get('/threats')).text).not.toContain('/as-at/today')
  })

  it.each([
    [{ 'day-day': '', 'day-month': '', 'day-year': '' }, 'Enter a day'],
    [{ 'day-day': '31', 'day-month': '2', 'day-year': '2023' }, 'The day must be a real day'],
    [{ 'day-day': '23', 'day-month': '11', 'day-year': '2026' }, 'The day must be today or in the past'],
    [{ 'day-day': '1', 'day-month': '', 'day-year': '' }, 'The day must include a month and a year'],
    [{ pick: '2027-01-01' }, 'The day must be today or in the past'],
  ])('is no other day: %o', async (fields, problem) => {
    const { status, text } = await analyst.post('/as-at', fields)
    expect(status).toBe(400)
    expect(text).toContain(`href="#day">${problem}`)
    expect((await analyst.get('/threats')).text).not.toContain('/as-at/today')
  })

  it('never leads to another site', async () => {
    for (const address of [
      'https://elsewhere.example/',
      '//elsewhere.example/',
      '/\\elsewhere.example',
      'threats',
      '',
    ]) {
      const { headers } = await analyst.post('/as-at', { pick: 'today', return: address })
      expect(headers['location']).toBe('/')
    }
  })
})

describe('the search', () => {
  it.each([
    ['CHE-1', '/threats/CHE-1'],
    ['  che-1 ', '/threats/CHE-1'],
    ['che - 1', '/threats/CHE-1'],
    ['op-mixed', '/threats/Op-Mixed'],
    ['OP-MIXED', '/threats/Op-Mixed'],
  ])('goes straight to the record of a reference: %s', async (text, address) => {
    const { status, headers } = await analyst.get(`/search?reference=${encodeURIComponent(text)}`)
    expect([status, headers['location']]).toEqual([303, address])
  })

  it('lists what comes near, by the beginning of the reference and by words of the name', async () => {
    const { text } = await analyst.get('/search?reference=che')
    expect(text).toContain('href="/threats/CHE-1"')
    expect(text).toContain('href="/threats/CHE-10"')
    expect((await analyst.get('/search?reference=kestrel')).text).toContain('Amber kestrel')
    const literal = await analyst.get('/search?reference=%25')
    expect(literal.text).toContain('Per_cent%')
    expect(literal.text).not.toContain('Amber kestrel')
  })

  it('lists both when two registers have the reference', async () => {
    const { status, text } = await analyst.get('/search?reference=both')
    expect(status).toBe(200)
    expect(text).toContain('href="/threats/BOTH"')
    expect(text).toContain('href="/disruptions/BOTH"')
  })

  it('keeps to the day it is asked as at', async () => {
    const { text, status } = await analyst.get('/search?reference=CHE-1&asAt=2022-01-01')
    expect(status).toBe(200)
    expect(text).toContain('No record that you may see')
    expect((await analyst.get('/search?reference=CHE-1&asAt=2022-04-01')).headers['location']).toBe(
      '/threats/CHE-1?asAt=2022-04-01',
    )
  })

  it.each(['', '%00', '%20'])('asks for something to look for: "%s"', async text => {
    const answered = await analyst.get(`/search?reference=${text}`)
    expect(answered.status).toBe(200)
    expect(answered.text).toContain('Enter a reference')
  })
})

describe('the accessibility statement', () => {
  it('is there for anyone', async () => {
    const { status, text } = await site.visitor().get('/accessibility')
    expect(status).toBe(200)
    expect(text).toContain('Accessibility statement')
  })
})
