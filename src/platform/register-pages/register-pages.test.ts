import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { disruption } from '#modules/disruptions'
import { threat } from '#modules/threats'
import { readDelimited } from '#platform/files'
import { actingFor, takeRows } from '../../../test/sightings.ts'
import { type Answered, type Program, testServer, type TestServer, type Visitor } from '../../../test/server.ts'
import { disruptionRow, threatRow } from '../../../test/threat-rows.ts'

let site: TestServer
let analyst: Visitor
let program: Program

beforeAll(async () => {
  site = await testServer()
  const { rows } = await sql<{ id: number }>`select id from organisations.person where email = 'system'`.execute(
    site.database.owner,
  )
  const system = rows[0]?.id ?? 0
  const take = (record: Parameters<typeof takeRows>[1], all: Parameters<typeof takeRows>[2]) =>
    actingFor(site.database.app, system, 'import', tx => takeRows(tx, record, all, system))
  const many = Array.from({ length: 120 }, (_, index) =>
    threatRow(`M-${String(index).padStart(3, '0')}`, { tier: `Tier ${1 + (index % 5)}`, phase: 'Monitoring' }),
  )
  await take(threat, [
    ...many,
    threatRow('T/1 é', { name: '=<b>"Amber"</b>', tier: 'Tier 5', phase: 'Odd phase' }, { at: '2022-03-01T09:00:00Z' }),
    threatRow('T/1 é', { name: 'Amber', tier: 'Tier 1', phase: 'Active' }, { at: '2022-04-01T09:00:00Z' }),
    threatRow('T-2', { owner: 'Merseyside Police', tier: 'Tier 3' }),
    threatRow('N-1', { name: 'Named one' }, { handling: 'Named' }),
  ])
  await take(disruption, [
    disruptionRow('D-1', { threatReference: 'T-2', cashSeizedPence: 123_456_789, arrests: 3 }),
    disruptionRow('D-2', { threatReference: 'T-2', recordDate: '2022-01-31', fourP: 'Prevent' }),
  ])
  program = site.program(await site.tokenOf('analyst@cheshire.example'))
  analyst = await site.signIn('lro@merseyside.example')
})
afterAll(() => site.close())

describe('a list', () => {
  it('is counted, and walked by its links there and back, each record once', async () => {
    const forwards = await walk('/threats?sort=tier&order=desc', 'next')
    expect(forwards.references).toHaveLength(122)
    expect(new Set(forwards.references).size).toBe(122)
    expect(forwards.references.slice(0, 2)).toEqual(['M-119', 'M-114'])
    const backwards = await walk(forwards.last, 'prev')
    expect(backwards.references).toEqual(forwards.references.slice(0, 100).toReversed())
  })

  /** Follows the links of one kind to their end; the references in the order they were met. */
  async function walk(start: string, rel: 'next' | 'prev') {
    const references: string[] = []
    let path: string | undefined = start
    let last = start
    while (path !== undefined) {
      const answered: Answered = await analyst.get(path)
      expect(heading(answered)).toBe('122 threats')
      if (rel === 'next' || path !== start) {
        const met = referencesIn(answered)
        references.push(...(rel === 'next' ? met : met.toReversed()))
      }
      last = path
      path = new RegExp(`href="([^"]+)" rel="${rel}"`).exec(answered.text)?.[1]?.replaceAll('&amp;', '&')
    }
    return { references, last }
  }

  it.each([
    ['?tier=Tier+1&tier=Tier+3', 50],
    ['?name=AMBER', 1],
    ['?name=%25', 0],
    ['?owner=Merseyside+Police', 1],
    ['?owner=Nobody', 0],
    ['?region=North+West&phase=Active', 2],
    ['?region=Nowhere', 0],
    ['?region=South+West', 0],
    ['?live=yes', 98],
    ['?live=no', 0],
    ['?recorded-from=2022-04-01&recorded-to=1/4/2022', 1],
    ['?asAt=2022-03-31&tier=Tier+5', 25],
    ['?asAt=2022-02-28', 0],
    ['?name=%00', 0],
    ['?after=spoilt', 122],
    ['?sort=nothing', 122],
  ])('is narrowed by its address: %s gives %i', async (query, count) => {
    const answered = await analyst.get(`/threats${query}`)
    expect(answered.status).toBe(200)
    expect(heading(answered)).toBe(`${count} ${count === 1 ? 'threat' : 'threats'}`)
  })

  it('keeps what was typed when a day is none, and says where', async () => {
    const { status, text } = await analyst.get('/threats?recorded-from=yesterday&name=amber')
    expect(status).toBe(400)
    expect(text).toContain('<title>Error: ')
    expect(text).toContain('href="#recorded-from"')
    expect(text).toContain('value="yesterday"')
    expect(text).toContain('value="amber"')
    expect((await analyst.get('/threats.csv?recorded-from=yesterday')).status).toBe(400)
    expect((await program.get('/api/v1/threats?recorded-from=yesterday')).status).toBe(400)
  })

  it('has an address that can be sent: filters, order and day in every link', async () => {
    const { text } = await analyst.get('/threats?tier=Tier+1&tier=Tier+2&asAt=2022-03-31&sort=name&order=desc')
    const links = [...text.matchAll(/href="(\/threats[?.][^"]*)"/g)].map(
      ([, href]) => href?.replaceAll('&amp;', '&') ?? '',
    )
    expect(links.length).toBeGreaterThan(9)
    for (const link of links) expect(new URL(link, 'http://x').searchParams.get('asAt')).toBe('2022-03-31')
    expect(links).toContain('/threats.csv?tier=Tier+1&tier=Tier+2&sort=name&order=desc&asAt=2022-03-31')
    expect(links).toContain('/threats?tier=Tier+2&sort=name&order=desc&asAt=2022-03-31')
    expect(text).toContain('href="/threats/M-001?asAt=2022-03-31"')
  })

  it('offers values in use beside the usual ones, of the day it is of', async () => {
    expect((await analyst.get('/threats?asAt=2022-03-31')).text).toContain('value="Odd phase"')
    expect((await analyst.get('/threats')).text).not.toContain('value="Odd phase"')
  })

  it('tells the audit what it showed', async () => {
    await analyst.get('/threats?name=Amber')
    expect(await lastEntry()).toMatchObject({
      event: 'threats.listed',
      shown: ['threats:T/1 é'],
      details: { filters: ['name'], total: 1 },
    })
  })
})

describe('a record', () => {
  const address = `/threats/${encodeURIComponent('T/1 é')}`

  it('is shown as it is known now, and as it was then', async () => {
    const [today, then, before] = [
      await analyst.get(address),
      await analyst.get(`${address}?asAt=2022-03-31`),
      await analyst.get(`${address}?asAt=2022-02-01`),
    ]
    expect(heading(today)).toBe('Amber')
    expect(today.text).toContain('OFFICIAL-SENSITIVE · Region')
    expect(then.text).toContain('=&lt;b&gt;&quot;Amber&quot;&lt;/b&gt;')
    expect(then.text).toContain('Odd phase')
    expect(then.text).not.toContain('April 2022')
    expect(before.status).toBe(404)
  })

  it('has a history: what changed, by whom, no more than was known then', async () => {
    const { text } = await analyst.get(`${address}/history`)
    expect(text).toContain('3 changes')
    expect(text).toContain('The system (system)')
    expect(text).toMatch(/Tier: <bdi>Tier 5<\/bdi>.*<bdi>Tier 1<\/bdi>/)
    const then = await analyst.get(`${address}/history?asAt=2022-03-31`)
    expect(then.text).not.toContain('changes')
    expect((await analyst.get(`${address}/history?asAt=2022-02-01`)).status).toBe(404)
  })

  it('is not found at a reference that no database could hold', async () => {
    for (const path of ['/threats/%00', '/threats/%00/history', '/api/v1/threats/%00']) {
      const answered = await (path.startsWith('/api') ? program : analyst).get(path)
      expect(answered.status).toBe(404)
    }
  })
})

describe('an export', () => {
  it('is exactly the filtered list, every value as it came', async () => {
    const answered = await analyst.get('/disruptions.csv?fourP=Pursue')
    expect(answered.headers['content-disposition']).toMatch(/^attachment; filename="disruptions-\d{4}-\d\d-\d\d\.csv"$/)
    const [header, row, ...rest] = answered.text.trim().split('\r\n')
    expect(header).toMatch(
      /^Reference,Record date,Title,4P,Assessment category,Disruption type,Lead organisation,Supported organisation,Threat reference,Arrests,Cash seized \(GBP\),Event reference,.*,Recorded at,Entered at,Handling$/,
    )
    expect(row).toMatch(
      /^D-1,2022-02-01,Disruption D-1,Pursue,Major,Lead Disruption,Cheshire Constabulary,,T-2,3,1234567.89,,.*,2022-03-01T09:00:00.000Z,\d{4}-.*Z,Region$/,
    )
    expect(rest).toEqual([])
    expect(await lastEntry()).toMatchObject({ event: 'disruptions.exported', shown: ['disruptions:D-1'] })
  })

  it('guards against values that a spreadsheet would run, and comes back as it was', async () => {
    const { text } = await analyst.get('/threats.csv?name=amber&asAt=2022-03-31')
    expect(text).toContain(`"'=<b>""Amber""</b>"`)
    const folder = await mkdtemp(join(tmpdir(), 'fourfold-export-'))
    try {
      await writeFile(join(folder, 'export.csv'), text)
      const items = []
      for await (const item of readDelimited(join(folder, 'export.csv'))) items.push(item)
      expect(JSON.stringify(items)).toContain(JSON.stringify('=<b>"Amber"</b>'))
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  it('tells the audit of every reference', async () => {
    const { text } = await analyst.get('/threats.csv')
    expect(text.trim().split('\r\n')).toHaveLength(123)
    expect((await lastEntry())?.shown).toHaveLength(122)
  })
})

describe('the API', () => {
  it('lists in pages, with the list’s filters', async () => {
    const references: string[] = []
    let path = '/api/v1/threats?limit=50&phase=Monitoring&sort=tier'
    for (;;) {
      const body = JSON.parse((await program.get(path)).text)
      expect(body.total).toBe(120)
      references.push(...body.items.map((item: { reference: string }) => item.reference))
      if (body.next === null) break
      path = `/api/v1/threats?limit=50&phase=Monitoring&sort=tier&after=${body.next}`
    }
    expect(new Set(references).size).toBe(120)
    expect(references).toHaveLength(120)
  })

  it('gives each field by its declared name', async () => {
    const { status, text } = await program.get('/api/v1/disruptions/D-1?asAt=2022-03-01')
    expect(status).toBe(200)
    expect(JSON.parse(text)).toMatchObject({
      reference: 'D-1',
      handling: 'Region',
      recordedAt: '2022-03-01T09:00:00.000Z',
      recordDate: '2022-02-01',
      cashSeizedPence: 123_456_789,
      leadOrganisation: 'Cheshire Constabulary',
      eventReference: null,
    })
    const history = JSON.parse((await program.get(`/api/v1/threats/${encodeURIComponent('T/1 é')}/history`)).text)
    expect(history.states).toHaveLength(2)
    expect(history.states[0]).toMatchObject({ tier: 'Tier 1', recordedBy: { email: 'system' }, importId: null })
    expect(history.states[0].changes.map((change: { field: string }) => change.field)).toEqual([
      'name',
      'tier',
      'phase',
    ])
  })

  it.each(['limit=0', 'limit=201', 'limit=many', 'after=spoilt', 'order=up', 'asAt=2999-01-01', 'asAt=soon'])(
    'refuses what it can’t read: %s',
    async query => {
      const answered = await program.get(`/api/v1/threats?${query}`)
      expect(answered.status).toBe(400)
      expect(answered.headers['content-type']).toContain('application/problem+json')
    },
  )
})

describe('a record whose handling demands a reason', () => {
  it('is shown once a reason was given, which the audit then has', async () => {
    const person = await site.signIn('analyst@cheshire.example')
    for (const path of ['/threats/N-1', '/threats/N-1/history', '/threats.csv']) {
      const { text } = await person.get(path)
      expect(text).toContain('Why do you need to see this record?')
      expect(text).not.toContain('Named one')
    }
    for (const path of ['/threats?name=Named', '/search?reference=Named']) {
      const { text } = await person.get(path)
      expect(text).toContain('href="/threats/N-1"')
      expect(text).not.toContain('Named one')
    }
    expect((await person.post('/reason', { reason: ' ', return: '/threats/N-1' })).text).toContain('Enter why you need')
    expect((await person.get('/threats/N-1')).text).not.toContain('Named one')
    const given = await person.post('/reason', { reason: 'Yearly review', return: '/threats/N-1?asAt=2022-03-31' })
    expect([given.status, given.headers['location']]).toEqual([303, '/threats/N-1?asAt=2022-03-31'])
    expect((await person.get('/threats/N-1')).text).toContain('OFFICIAL-SENSITIVE · Named')
    expect(await lastEntry()).toMatchObject({ event: 'threat.viewed', reason: 'Yearly review', shown: ['threats:N-1'] })
    for (const path of ['/threats.csv', '/threats?name=Named', '/search?reference=Named'])
      expect((await person.get(path)).text).toContain('Named one')
  })

  it('is left out of the API until a reason comes with the request', async () => {
    const without = JSON.parse((await program.get('/api/v1/threats?name=Named')).text)
    expect(without).toMatchObject({ total: 0, items: [], withoutReason: ['Named'] })
    expect((await program.get('/api/v1/threats/N-1')).status).toBe(403)
    expect((await program.get('/api/v1/threats/N-1/history')).status).toBe(403)
    const given = JSON.parse((await program.get('/api/v1/threats?name=Named&reason=Yearly%20review')).text)
    expect(given).toMatchObject({ total: 1, items: [{ reference: 'N-1' }] })
    expect(JSON.stringify(await lastEntry())).toContain('Yearly review')
    expect((await program.get('/api/v1/threats/N-1?reason=Yearly%20review')).status).toBe(200)
  })

  it('is another’s business when its handling is another', async () => {
    await sql`insert into platform.fact (name, value) values ('reason-demanded-for', 'Region, Named')`.execute(
      site.database.owner,
    )
    try {
      const person = await site.signIn('analyst@lancashire.example')
      expect((await person.get('/threats/T-2')).text).toContain('Why do you need to see this record?')
    } finally {
      await sql`delete from platform.fact where name = 'reason-demanded-for'`.execute(site.database.owner)
    }
  })
})

function heading({ text }: Answered): string | undefined {
  return /<h1[^>]*>\s*(?:<bdi>)?([^<]*)/.exec(text)?.[1]
}

function referencesIn({ text }: Answered): readonly string[] {
  return [...text.matchAll(/<th [^>]*scope="row"[^>]*>\s*<a [^>]*>([^<]+)</g)].map(([, reference]) => reference ?? '')
}

async function lastEntry() {
  const { rows } = await sql<{ event: string; shown: string[]; details: unknown; reason: string | null }>`
    select event, shown, details, reason from audit.entry order by id desc limit 1`.execute(site.database.owner)
  return rows[0]
}
