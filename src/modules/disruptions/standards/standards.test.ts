import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testServer, type TestServer, type Visitor } from '../../../../test/server.ts'
import { flagsOf } from './standard-flags.ts'
import { listStandards } from './standard-store.ts'

let site: TestServer
let admin: Visitor
let analyst: Visitor

beforeAll(async () => {
  site = await testServer({ sample: true })
  admin = await site.signIn('admin@fourfold.example')
  analyst = await site.signIn('analyst@cheshire.example')
})
afterAll(() => site.close())

interface HeldRow {
  readonly reference: string
  readonly recordDate: string
  readonly disruptionType: string
  readonly threatType: string | null
  readonly byForce: boolean
}

/** Everything on record, with what a standard looks at, read past every rule of access. */
async function everything(): Promise<readonly HeldRow[]> {
  const { rows } = await sql<HeldRow>`
    select s.reference, s.record_date as "recordDate", s.disruption_type as "disruptionType", t.threat_type as "threatType",
      o.kind = 'Police force' as "byForce"
    from disruptions.disruption_state s join organisations.organisation o on o.id = s.owner_id
    left join threats.threat_state t on t.reference = s.threat_reference and t.recorded_to = 'infinity'
    where s.recorded_to = 'infinity'`.execute(site.database.owner)
  return rows
}

async function flagged(): Promise<readonly string[]> {
  const standards = await site.database.owner.transaction().execute(tx => listStandards(tx, { when: 'now' }))
  return (await everything())
    .filter(row => flagsOf(standards, { ...row, threatType: row.threatType ?? undefined }).length > 0)
    .map(({ reference }) => reference)
}

describe('the standards of 2022', () => {
  it('flag on the list exactly what they flag record by record', async () => {
    const expected = await flagged()
    expect(expected.length).toBeGreaterThan(0)
    const program = site.program(await site.tokenOf('inspector@hmicfrs.example'))
    const found: string[] = []
    let after: string | null = ''
    do {
      const path = `/api/v1/disruptions?standard=against&limit=200${after === '' ? '' : `&after=${encodeURIComponent(after)}`}`
      const page: { items: { reference: string }[]; next: string | null } = JSON.parse((await program.get(path)).text)
      found.push(...page.items.map(({ reference }) => reference))
      after = page.next
    } while (after !== null)
    expect(found.toSorted()).toEqual(expected.toSorted())
  })

  it('say why on the record’s page, with the source, and on no other', async () => {
    const isCheshire = (reference: string) => reference.startsWith('D-CHE')
    const expected = new Set(await flagged())
    const [against] = [...expected].filter(isCheshire)
    const within = (await everything())
      .map(({ reference }) => reference)
      .find(one => isCheshire(one) && !expected.has(one))
    const { text } = await analyst.get(`/disruptions/${against}`)
    expect(text).toContain('Against the standard of its day')
    expect(text).toContain('The standard of that day takes only organised crime groups.')
    expect(text).toContain('appendix 2')
    expect((await analyst.get(`/disruptions/${within}`)).text).not.toContain('Against the standard of its day')
  })

  it('refuse nothing, and are told before it is recorded', async () => {
    const { rows } = await sql<{ reference: string }>`select reference from threats.threat_state
      where threat_type = 'Vulnerability' and recorded_to = 'infinity' and reference like 'CHE-%' limit 1`.execute(
      site.database.owner,
    )
    const first = await analyst.post('/disruptions/new', {
      step: 'first',
      threatReference: rows[0]?.reference ?? '',
      happened: 'Advice to shops',
      when: 'other',
      'on-day': '1',
      'on-month': '12',
      'on-year': '2022',
    })
    const { text } = await analyst.get(String(first.headers['location']))
    expect(text).toContain('You can record it all the same')
    const draft = /name="_draft" value="([^"]+)"/.exec(text)?.[1] ?? ''
    const recorded = await analyst.post('/disruptions/new', {
      _draft: draft,
      step: 'second',
      chosenThreat: rows[0]?.reference ?? '',
      happened: 'Advice to shops',
      when: '2022-12-01',
      fourP: 'Protect',
      assessmentCategory: 'Minor',
      disruptionType: 'Lead Disruption',
      leadOrganisation: 'Cheshire Constabulary',
      handling: 'Region',
    })
    expect(recorded.status).toBe(303)
    expect((await analyst.get(String(recorded.headers['location']))).text).toContain('Against the standard of its day')
  })
})

describe('an administrator', () => {
  const typed = {
    name: 'Standard of a test',
    says: 'Vulnerabilities alone.',
    source: 'A test',
    'from-day': '1',
    'from-month': '1',
    'from-year': '2021',
    'to-day': '31',
    'to-month': '12',
    'to-year': '2022',
    threatTypes: 'Vulnerability',
    supports: 'yes',
  }

  it('is shown what a standard would flag, in figures of five or more, before it is added', async () => {
    const { status, text } = await admin.post('/recording-standards/new', typed)
    expect(status).toBe(200)
    const counts = new Map<string, number>()
    for (const row of await everything()) {
      const isWithin = row.recordDate >= '2021-01-01' && row.recordDate < '2023-01-01'
      if (!isWithin || row.threatType === null || row.threatType === 'Vulnerability') continue
      const prefix = row.reference.slice(0, 5)
      counts.set(prefix, (counts.get(prefix) ?? 0) + 1)
    }
    expect(words(text)).toContain(`Cheshire Constabulary ${(counts.get('D-CHE') ?? 0).toLocaleString('en-GB')} `)
    expect(text).not.toMatch(/>[1-4]<\/td>/)
    expect((await admin.get('/recording-standards')).text).not.toContain('Standard of a test')
  })

  it('adds it and lets it end, each past day reading what was known then', async () => {
    expect((await admin.post('/recording-standards/new', { ...typed, go: 'add' })).status).toBe(303)
    const text = (await admin.get('/recording-standards')).text
    expect(words(text)).toContain('1 January 2021 to 31 December 2022')
    const id = /recording-standards\/(\d{3,})\/end/.exec(text)?.[1]
    const end = { 'to-day': '30', 'to-month': '6', 'to-year': '2021' }
    const check = await admin.post(`/recording-standards/${id}/end`, end)
    expect(check.text).toContain('Disruptions that it flags now')
    const known = /name="known" value="([^"]*)"/.exec(check.text)?.[1] ?? ''
    expect(known).toBe('2023-01-01')
    const before = new Date().toISOString()
    expect(
      (await admin.post(`/recording-standards/${id}/end`, { ...end, known: '2020-01-01', go: 'end' })).status,
    ).toBe(409)
    expect((await admin.post(`/recording-standards/${id}/end`, { ...end, known, go: 'end' })).status).toBe(303)
    expect(words((await admin.get('/recording-standards')).text)).toContain('1 January 2021 to 30 June 2021')
    const then = words((await admin.get(`/recording-standards?asAt=${before}`)).text)
    expect(then).toContain('1 January 2021 to 31 December 2022')
    expect(then).not.toContain('Add a standard')
  })

  it.each([
    [{ name: ' ' }, 'Enter a name'],
    [{ 'from-day': '31', 'from-month': '2' }, 'Enter the first day'],
    [{ 'to-year': '2020' }, 'The last day must be the first day or after it'],
    [{ threatTypes: 'None such' }, 'Select the types of threats it takes'],
    [{ supports: '' }, 'Select whether police forces record support disruptions'],
    [{ says: 'x'.repeat(1001) }, 'Use 1000 characters or fewer'],
  ])('is told what is wrong with %j', async (fields, problem) => {
    const { status, text } = await admin.post('/recording-standards/new', { ...typed, ...fields, go: 'add' })
    expect(status).toBe(400)
    expect(text).toContain(problem)
  })

  it('alone changes them: others read', async () => {
    for (const email of ['analyst@cheshire.example', 'inspector@hmicfrs.example', 'rocta@nwrocu.example']) {
      const person = await site.signIn(email)
      const page = await person.get('/recording-standards')
      expect(page.status).toBe(200)
      expect(page.text).not.toContain('Add a standard')
      expect((await person.post('/recording-standards/new', { ...typed, go: 'add' })).status).toBe(403)
      expect((await person.get('/recording-standards/1/end')).status).toBe(403)
    }
  })

  it('is the only one whom the database tells what a standard would flag, or lets write one', async () => {
    const { rows } = await sql<{ id: number }>`select id from organisations.person
      where email = 'analyst@cheshire.example'`.execute(site.database.owner)
    await site.database.app.transaction().execute(async tx => {
      await sql`select organisations.state_actor(${rows[0]?.id ?? 0}::integer, 'read')`.execute(tx)
      const told = await sql`select * from disruptions.standard_would_flag('2022-01-01', null, '{}', false)`.execute(tx)
      expect(told.rows).toEqual([])
    })
    await expect(
      site.database.app.transaction().execute(async tx => {
        await sql`select organisations.state_actor(${rows[0]?.id ?? 0}::integer, 'read')`.execute(tx)
        await sql`insert into disruptions.recording_standard
          (standard_id, name, says, source, from_on, forces_record_supports, recorded_from)
          values (900, 'n', 's', 's', '2022-01-01', true, now())`.execute(tx)
      }),
    ).rejects.toThrow(/row-level security/)
  })
})

function words(html: string): string {
  return html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')
}
