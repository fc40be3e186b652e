import { Writable } from 'node:stream'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { collect } from '#platform/http'
import { modules } from '../../../app.ts'
import { recordCheckedPlans } from '../../../../test/checks-scene.ts'
import { testServer, type TestServer, type Visitor } from '../../../../test/server.ts'
import { keepAllFindings } from './keep-findings-job.ts'
import { monthEnds } from './pages/over-time-page.tsx'

let site: TestServer
let analyst: Visitor
let admin: Visitor

beforeAll(async () => {
  site = await testServer()
  await recordCheckedPlans(site)
  analyst = await site.signIn('analyst@lancashire.example')
  admin = await site.signIn('admin@fourfold.example')
}, 60_000)
afterAll(() => site.close())

async function pageOf(visitor: Visitor, path: string): Promise<string> {
  const { status, text } = await visitor.get(path)
  expect(status, text).toBe(200)
  return text.replaceAll('&amp;', '&')
}

/** The cells of a row of a table, by what stands at its head. */
function cellsOf(text: string, head: string): readonly string[] {
  const row = text.split('<tr').find(one => one.replace(/<[^>]*>/g, '').includes(head)) ?? ''
  return [...row.matchAll(/<td[^>]*>(.*?)<\/td>/gs)].map(([, cell = '']) =>
    cell
      .replace(/<span.*?<\/span>/gs, '')
      .replace(/<[^>]*>/g, '')
      .trim(),
  )
}

describe('the table of checks', () => {
  it('counts by organisation, and leads to what is behind each figure', async () => {
    const text = await pageOf(analyst, '/checks')
    expect(text).toContain('Cheshire Constabulary')
    expect(cellsOf(text, 'Threat without a plan')).toEqual(['2', '2', '0'])
    expect(text).toContain('href="/checks/findings?organisation=Cheshire+Constabulary&check=no-owner"')
    expect(text).not.toMatch(/[Tt]otal|[Ss]core/)
  })

  it('is as at the day of the visit', async () => {
    expect(cellsOf(await pageOf(analyst, '/checks'), 'No owner')).toEqual(['1', '0', '0'])
    const past = await pageOf(analyst, '/checks?asAt=2022-06-30')
    expect(cellsOf(past, 'No owner')).toEqual(['2', '0', '0'])
    expect(past).toContain('/checks/findings?organisation=Cheshire+Constabulary&check=no-owner&asAt=2022-06-30')
    expect(await pageOf(analyst, '/checks?asAt=2022-02-01')).toContain('has plans or live threats')
  })

  it('has a region to choose where there are too many organisations, or where one is asked for', async () => {
    const inspector = await site.signIn('inspector@hmicfrs.example')
    expect(await pageOf(inspector, '/checks')).toContain('West Mercia Police')
    const narrowed = await pageOf(inspector, '/checks?region=North+West')
    expect(narrowed).toContain('Cumbria Constabulary')
    expect(narrowed).not.toContain('West Mercia Police')
  })
})

describe('what is behind a figure', () => {
  it('names what the reader may see, and says how many others there are', async () => {
    const text = await pageOf(analyst, '/checks/findings?organisation=Cumbria+Constabulary&check=threat-without-plan')
    expect(text).toContain('href="/threats/T-CUMBRIA"')
    expect(text).toContain('And 1 that you may not see.')
    expect(text).not.toContain('T-SECRET')
    expect(text).toContain('Threat T-CUMBRIA')
    const hidden = await pageOf(analyst, '/checks/findings?organisation=07&check=no-owner')
    expect(hidden).toContain('1 that you may not see.')
    expect(hidden).not.toContain('P-HIDDEN')
  })

  it('is of all checks when none is named, and of nothing that nobody knows', async () => {
    const text = await pageOf(analyst, '/checks/findings?organisation=Lancashire+Constabulary')
    expect(text).toContain('Generic text')
    expect(text).toContain('Never reviewed')
    expect((await analyst.get('/checks/findings?organisation=Nowhere')).status).toBe(404)
    expect((await analyst.get('/checks/findings?organisation=07&check=no-such')).status).toBe(404)
  })
})

describe('a check over time', () => {
  it('is of the last six month ends', async () => {
    expect(monthEnds('2026-02-27')).toEqual([
      '2025-08-31',
      '2025-09-30',
      '2025-10-31',
      '2025-11-30',
      '2025-12-31',
      '2026-01-31',
    ])
    expect(monthEnds('2026-02-28').at(-1)).toBe('2026-02-28')
    const text = await pageOf(analyst, '/checks/over-time?check=no-owner&asAt=2022-10-15')
    expect(text).toContain('30 April 2022')
    expect(text).toContain('30 September 2022')
    expect(cellsOf(text, 'Cheshire Constabulary')).toEqual(['2', '2', '2', '2', '2', '1'])
    expect(text).toContain('/checks/findings?organisation=Cheshire+Constabulary&check=no-owner&asAt=2022-04-30')
  })
})

describe('on a plan’s page', () => {
  it('stands what an inspector would find, with what to do and its source', async () => {
    const text = await pageOf(analyst, '/plans/P-CLEAN')
    expect(text).toContain('What an inspector would find')
    expect(text).toContain('Action not clear: 1 of 3 open actions is not clear.')
    expect(text).toContain('Begin it with a verb')
    expect(text).toContain('HMICFRS: An inspection of the north-west')
    expect(await pageOf(analyst, '/plans/P-CLEAN?asAt=2022-03-15')).not.toContain('Actions overdue')
  })
})

describe('on the work list of the plans’ owner', () => {
  it('stands what was found when it was computed last', async () => {
    const owner = await site.signIn('lro@cheshire.example')
    const heading = 'What an inspector would find in your plans'
    expect(await pageOf(owner, '/work')).not.toContain(heading)
    const lines: string[] = []
    const context = {
      database: site.database.app,
      house: collect(modules),
      present: () => new Date('2026-05-01T09:00:00Z'),
      say: (line: string) => lines.push(line),
      settings: {},
      stopping: new AbortController().signal,
      out: new Writable(),
    }
    const kept = await keepAllFindings(context)
    expect(kept).toBeGreaterThan(5)
    const text = await pageOf(owner, '/work')
    expect(text).toContain(heading)
    expect(text).toContain('as computed on 1 May 2026')
    expect(text).toContain('href="/plans/P-CLEAN"')
    // Nobody's, so on nobody's list; and hidden from the other organisation, though kept.
    const { rows } = await sql<{
      reference: string
    }>`select distinct plan_reference as reference from plans.kept_finding`.execute(site.database.owner)
    expect(rows.map(({ reference }) => reference)).toContain('P-HIDDEN')
    expect(await pageOf(analyst, '/work')).not.toContain(heading)
    expect(await keepAllFindings(context)).toBe(kept)
  })

  it('is kept by the system alone', async () => {
    const { rows } = await sql<{
      id: number
    }>`select id from organisations.person where email = 'analyst@cheshire.example'`.execute(site.database.owner)
    const keep = site.database.app.transaction().execute(async tx => {
      await sql`select organisations.state_actor(${rows[0]?.id}::integer, 'read')`.execute(tx)
      await sql`insert into plans.kept_finding (plan_reference, check_name) values ('P-CLEAN', 'invented')`.execute(tx)
    })
    await expect(keep).rejects.toThrow('row-level security')
  })
})

describe('the thresholds', () => {
  const day = (text: string) => {
    const [year = '', month = '', date = ''] = text.split('-')
    return { 'from-day': date, 'from-month': month, 'from-year': year }
  }
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/London' }).format(new Date())

  it('are read by everyone, and stated by those who manage reference data', async () => {
    expect(await pageOf(analyst, '/checks/thresholds')).toContain('Words that an action has at least')
    expect((await analyst.get('/checks/thresholds/new')).status).toBe(403)
    expect(
      (await analyst.post('/checks/thresholds/new', { name: 'action-unclear', value: '2', ...day(today) })).status,
    ).toBe(403)
  })

  it.each([
    [{}, 'Select a threshold'],
    [{ name: 'generic-text', value: '101', ...day(today) }, 'Enter a whole number from 0 to 100'],
    [{ name: 'generic-text', value: '4.5', ...day(today) }, 'Enter a whole number'],
    [{ name: 'generic-text', value: '60' }, 'Enter the first day that it holds'],
    [{ name: 'generic-text', value: '60', ...day('2022-02-30') }, 'must be a real date'],
    [{ name: 'generic-text', value: '60', ...day('2022-02-28') }, 'must be today or later'],
  ])('are refused as they were typed: %j', async (typed, says) => {
    const { status, text } = await admin.post('/checks/thresholds/new', typed)
    expect(status).toBe(400)
    expect(text).toContain(says)
  })

  it('hold from their day: days before go by what held then', async () => {
    const unclear = async (query = '') =>
      (await pageOf(analyst, `/plans/P-CLEAN${query}`)).includes('under 5 words: A-2')
    expect(await unclear()).toBe(true)
    const stated = await admin.post('/checks/thresholds/new', { name: 'action-unclear', value: '2', ...day(today) })
    expect([stated.status, stated.headers['location']]).toEqual([303, '/checks/thresholds'])
    expect(await unclear()).toBe(false)
    expect(await unclear('?asAt=2022-06-01')).toBe(true)
    const listed = await pageOf(analyst, '/checks/thresholds')
    expect(cellsOf(listed, 'Words that an action has at least').slice(0, 1)).toEqual(['2 words'])
    expect(listed).toContain('Charlie Invented')
    const later = `${Number(today.slice(0, 4)) + 1}-01-01`
    await admin.post('/checks/thresholds/new', { name: 'action-unclear', value: '50', ...day(later) })
    expect((await pageOf(analyst, '/plans/P-CLEAN')).includes('under 50 words')).toBe(false)
  })
})
