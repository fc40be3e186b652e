import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { systemPersonId } from '#modules/organisations'
import { threat } from '#modules/threats'
import type { Module, WorkOffer } from '#platform/http'
import { modules } from '../../app.ts'
import { actingFor, takeRows } from '../../../test/sightings.ts'
import { testServer, type TestServer } from '../../../test/server.ts'
import { threatRow } from '../../../test/threat-rows.ts'

const hostile = '</a><script>alert(1)</script>\u202E'
let listed: string[] = []

/** Every threat that the person sees waits for them. */
const toLookAt: WorkOffer = {
  name: 'to-look-at',
  heading: 'Threats to look at',
  permission: 'record.write',
  count: () => sql<number>`select count(*) from threats.threat`,
  list: async ({ tx }) => {
    listed.push('to-look-at')
    const { rows } = await sql<{ reference: string; name: string; from: Date }>`
      select s.reference, s.name, s.recorded_from as "from" from threats.threat_state s
      where s.recorded_to = 'infinity' order by s.reference limit 50`.execute(tx)
    const items = rows.map(row => ({
      title: row.name,
      href: `/threats/${row.reference}`,
      says: `It is ${row.reference}`,
      since: row.from,
      ...(row.reference === 'CHE-002' ? { due: '2026-11-20' } : {}),
    }))
    return { items, shown: { register: 'threats', references: rows.map(row => row.reference) } }
  },
}
const toModerate: WorkOffer = {
  name: 'to-moderate',
  heading: 'To moderate',
  permission: 'assessment.moderate',
  count: ({ actor }) => sql<number>`select ${actor.personId}::integer - ${actor.personId}::integer`,
  list: async () => {
    listed.push('to-moderate')
    return { items: [] }
  },
}
const offering: Module = { name: 'offering', work: [toLookAt, toModerate] }
const others = modules.map(({ work: _work, ...rest }) => rest)

let site: TestServer

beforeAll(async () => {
  site = await testServer({ present: () => new Date('2026-11-22T10:00:00Z'), modules: [...others, offering] })
  const system = await site.database.app.transaction().execute(systemPersonId)
  await actingFor(site.database.app, system, 'import', tx =>
    takeRows(
      tx,
      threat,
      [
        threatRow('CHE-001', { name: hostile }),
        threatRow('CHE-002'),
        threatRow('CHE-003', {}, { handling: 'Organisation' }),
        ...Array.from({ length: 60 }, (_, at) => threatRow(`MER-${at + 10}`, { owner: 'Merseyside Police' }, {})),
      ],
      system,
    ),
  )
})
afterAll(() => site.close())

const inNavigation = /<a[^>]* href="\/work"[^>]*>(.*?)<\/a>/
const words = (html: string) => html.replaceAll(/<[^>]+>/g, '')
const myWork = (html: string) => {
  const found = inNavigation.exec(html)?.[1]
  return found === undefined ? undefined : words(found)
}

describe('the count in the navigation', () => {
  it('is the first place on every page, and is what the person sees', async () => {
    const cheshire = await site.signIn('analyst@cheshire.example')
    for (const path of ['/threats', '/account', '/threats/CHE-001', '/no-such-page', '/people'])
      expect(myWork((await cheshire.get(path)).text), path).toBe('My work, 63 things')
    const { text } = await cheshire.get('/threats')
    expect(text.indexOf('href="/work"')).toBeLessThan(text.indexOf('href="/glance"'))
    const lancashire = await site.signIn('analyst@lancashire.example')
    expect(myWork((await lancashire.get('/threats')).text)).toBe('My work, 62 things')
  })

  it('is not there for those to whom nothing can be offered', async () => {
    for (const email of ['housing@council.example', 'mayor@oversight.example', 'inspector@hmicfrs.example']) {
      const { text } = await (await site.signIn(email)).get('/account')
      expect([email, myWork(text)]).toEqual([email, undefined])
    }
  })

  it('is left out on a past day, and so is the list', async () => {
    const analyst = await site.signIn('analyst@cheshire.example')
    await analyst.post('/as-at', { pick: '2023-01-04', return: '/threats' })
    expect(myWork((await analyst.get('/threats')).text)).toBe('My work')
    listed = []
    const { text } = await analyst.get('/work')
    expect(text).toContain('Return to today to see it')
    expect([listed, text.includes('CHE-001')]).toEqual([[], false])
    expect((await analyst.get('/')).text).toContain('at a glance</bdi></h1>')
  })
})

describe('the list of work', () => {
  it('has each offer under its heading, with why, since when and by when', async () => {
    const analyst = await site.signIn('analyst@cheshire.example')
    listed = []
    const { status, text } = await analyst.get('/work')
    expect(status).toBe(200)
    expect(words(text)).toMatch(
      /63 things wait for you.*My work.*Threats to look at \(63\).*40 more.*13 others come up as these are done\./s,
    )
    expect(words(text)).toMatch(/It is CHE-001.*Since 1 March 2022.*It is CHE-002.*Due 20 November 2026.*Overdue/s)
    expect(text).not.toContain('<script>alert')
    expect(text).toContain('>U+202E<')
    expect(text).toMatch(/aria-current="true">.*?My work/)
    expect([listed, text.includes('To moderate')]).toEqual([['to-look-at'], false])
  })

  it('says so when nothing waits, and lists nothing that is not the person’s to do', async () => {
    listed = []
    for (const email of ['inspector@hmicfrs.example', 'admin@fourfold.example']) {
      const { status, text } = await (await site.signIn(email)).get('/work')
      expect([status, text.includes('Nothing waits for you.')]).toEqual([200, true])
    }
    expect(listed).toEqual([])
  })

  it('leaves in the audit which records it showed', async () => {
    const analyst = await site.signIn('analyst@lancashire.example')
    await analyst.get('/work')
    const { rows } = await sql<{ shown: readonly string[]; details: unknown }>`
      select shown, details from audit.entry where event = 'work.listed' order by id desc limit 1`.execute(
      site.database.owner,
    )
    expect(rows[0]?.shown).toHaveLength(50)
    expect(rows[0]?.shown).not.toContain('threats:CHE-003')
    expect(rows[0]?.details).toEqual({ counts: { 'to-look-at': 62 } })
  })
})

describe('the home page', () => {
  it('is the work of those who have some, and what it was for the others', async () => {
    expect((await (await site.signIn('analyst@cheshire.example')).get('/')).text).toContain('63 things wait for you')
    const analyst = await site.signIn('analyst@cheshire.example')
    expect((await analyst.get('/?region=North+West')).text).toContain('North West at a glance</bdi></h1>')
    expect((await (await site.signIn('inspector@hmicfrs.example')).get('/')).text).toContain('at a glance</bdi></h1>')
    const partner = await (await site.signIn('housing@council.example')).get('/')
    expect([partner.status, partner.headers['location']]).toEqual([303, '/threats'])
  })
})

describe('a count in the navigation that was kept', () => {
  it('is half a minute old at most on pages that only read, and new once the person acts or asks for it', async () => {
    const analyst = await site.signIn('analyst@lancashire.example')
    const count = async (path: string) => Number(/(\d+) things/.exec(myWork((await analyst.get(path)).text) ?? '')?.[1])
    const system = await site.database.app.transaction().execute(systemPersonId)
    const another = (reference: string) =>
      actingFor(site.database.app, system, 'import', tx =>
        takeRows(tx, threat, [threatRow(reference, { owner: 'Merseyside Police' }, {})], system),
      )
    const before = await count('/threats')
    await another('MER-900')
    expect([await count('/threats'), await count('/work'), await count('/threats')]).toEqual([
      before,
      before + 1,
      before + 1,
    ])
    await another('MER-901')
    expect([await count('/threats'), await count('/account')]).toEqual([before + 1, before + 2])
    await another('MER-902')
    await analyst.post('/as-at', { pick: '', return: '/threats' })
    expect(await count('/threats')).toBe(before + 3)
    await another('MER-903')
    expect(await count('/threats')).toBe(before + 3)
    const later = Date.now() + 31_000
    vi.spyOn(Date, 'now').mockReturnValue(later)
    expect(await count('/threats')).toBe(before + 4)
    vi.restoreAllMocks()
  })
})
