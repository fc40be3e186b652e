import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { disruption } from '#modules/disruptions'
import { threat } from '#modules/threats'
import { actingFor, takeRows } from '../../../test/sightings.ts'
import { type Answered, type Program, testServer, type TestServer, type Visitor } from '../../../test/server.ts'
import { disruptionRow, threatRow } from '../../../test/threat-rows.ts'

let site: TestServer
let cheshire: Visitor
let lancashire: Visitor
let program: Program

const hidden = {
  owner: 'Lancashire Constabulary',
  name: 'Hidden heron',
  phase: 'Veiled',
  crimeCategory: 'Smuggled eggs',
}

beforeAll(async () => {
  site = await testServer()
  const { rows } = await sql<{ id: number }>`select id from organisations.person where email = 'system'`.execute(
    site.database.owner,
  )
  const system = rows[0]?.id ?? 0
  await actingFor(site.database.app, system, 'import', tx =>
    takeRows(
      tx,
      threat,
      [
        threatRow('T-1'),
        threatRow('T-2', { owner: 'Lancashire Constabulary' }),
        threatRow('HID-1', hidden, { handling: 'Organisation' }),
        threatRow('HID-1', { ...hidden, tier: 'Tier 1' }, { at: '2022-04-01T09:00:00Z' }),
      ],
      system,
    ),
  )
  await actingFor(site.database.app, system, 'import', tx =>
    takeRows(
      tx,
      disruption,
      [
        disruptionRow('D-1', { eventReference: 'HID-D' }),
        disruptionRow('D-2', { threatReference: 'HID-1' }),
        disruptionRow(
          'HID-D',
          { leadOrganisation: 'Lancashire Constabulary', title: 'Hidden heron seized', fourP: 'Protect' },
          { handling: 'Organisation' },
        ),
      ],
      system,
    ),
  )
  cheshire = await site.signIn('analyst@cheshire.example')
  lancashire = await site.signIn('analyst@lancashire.example')
  program = site.program(await site.tokenOf('analyst@cheshire.example'))
})
afterAll(() => site.close())

const traces = ['HID-', 'Hidden heron', 'Veiled', 'Smuggled eggs']

/** Where a record could show, and what its own organisation reads there. */
const surfaces = [
  { path: '/threats', own: 'Hidden heron' },
  { path: '/threats?asAt=2022-03-15', own: 'Hidden heron' },
  { path: '/threats?sort=name&order=desc', own: 'Smuggled eggs' },
  { path: '/threats.csv', own: 'Veiled' },
  { path: '/threats/T-1', own: 'Hidden heron seized' },
  { path: '/disruptions', own: 'Hidden heron seized' },
  { path: '/disruptions.csv', own: 'Hidden heron seized' },
  { path: '/search?reference=HID', own: 'HID-1' },
  { path: '/search?reference=heron', own: 'Hidden heron' },
]

describe('what a person may not see', () => {
  it.each(surfaces)('shows nowhere in $path', async ({ path, own }) => {
    expect((await lancashire.get(path)).text).toContain(own)
    const { status, text } = await cheshire.get(path)
    expect(status).toBe(200)
    const asked = path.startsWith('/search') ? text.replaceAll(/Search: (<bdi>)?[^<]*/g, '') : text
    const unspoken = traces.filter(trace => !isSpokenOf(path, trace))
    for (const trace of unspoken) expect(asked).not.toContain(trace)
  })

  /** A visible disruption names the event or threat it is of by its reference: that is its own text. */
  function isSpokenOf(path: string, trace: string): boolean {
    return path.startsWith('/disruptions') && trace === 'HID-'
  }

  it('is not counted', async () => {
    expect(heading(await cheshire.get('/threats'))).toBe('2 threats')
    expect(heading(await lancashire.get('/threats'))).toBe('3 threats')
    expect(heading(await cheshire.get('/threats?tier=Tier+1'))).toBe('0 threats')
    expect(heading(await cheshire.get('/threats?phase=Veiled'))).toBe('0 threats')
    expect(JSON.parse((await program.get('/api/v1/threats')).text)).toMatchObject({ total: 2 })
    expect(JSON.parse((await program.get('/api/v1/threats?tier=Tier%201')).text)).toMatchObject({ total: 0, items: [] })
  })

  it('is no link on the page of a record that names it', async () => {
    const { text } = await cheshire.get('/disruptions/D-2')
    expect(text).toContain('HID-1')
    expect(text).not.toContain('/threats/HID-1')
    expect((await lancashire.get('/disruptions/D-2')).text).toContain('href="/threats/HID-1"')
  })

  it.each(['/threats/', '/disruptions/'])('is answered as what does not exist: %s', async path => {
    const reference = path === '/threats/' ? 'HID-1' : 'HID-D'
    for (const part of ['', '/history', '?asAt=2022-03-15']) {
      const seen = await lancashire.get(`${path}${reference}${part}`)
      expect(seen.status).toBe(200)
      const [there, absent] = [await cheshire.get(path + reference + part), await cheshire.get(`${path}NONE${part}`)]
      expect(there.status).toBe(404)
      expect(bytes(there)).toEqual(bytes(absent))
    }
    for (const part of ['', '/history']) {
      const there = await program.get(`/api/v1${path}${reference}${part}`)
      expect(there.status).toBe(404)
      expect(bytes(there)).toEqual(bytes(await program.get(`/api/v1${path}NONE${part}`)))
    }
  })

  it('is looked for in vain by its exact reference too', async () => {
    const [there, absent] = [
      await cheshire.get('/search?reference=HID-1'),
      await cheshire.get('/search?reference=NON-1'),
    ]
    expect(there.status).toBe(200)
    expect(there.text.replaceAll('HID-1', 'NON-1')).toBe(absent.text)
    expect((await lancashire.get('/search?reference=%20hid-1%20')).headers['location']).toBe('/threats/HID-1')
  })

  it('is refused to those whose part has no records', async () => {
    for (const email of ['mayor@oversight.example', 'admin@fourfold.example']) {
      const person = await site.signIn(email)
      const paths = ['/threats', '/threats.csv', '/threats/T-1', '/threats/T-1/history', '/search?reference=T-1']
      for (const path of paths) expect((await person.get(path)).status).toBe(403)
    }
    const partner = await site.signIn('housing@council.example')
    expect(heading(await partner.get('/threats'))).toBe('0 threats')
    expect((await partner.get('/threats/T-1')).status).toBe(404)
  })

  it('leaves its refusal in the audit', async () => {
    await cheshire.get('/threats/HID-1')
    const { rows } = await sql<{ event: string; outcome: string; shown: string[] }>`
      select event, outcome, shown from audit.entry order by id desc limit 1`.execute(site.database.owner)
    expect(rows).toEqual([{ event: 'threat.viewed', outcome: 'refused', shown: ['threats:HID-1'] }])
  })
})

function heading({ text }: Answered): string | undefined {
  return /<h1[^>]*>\s*(?:<bdi>)?([^<]*)/.exec(text)?.[1]
}

/** All that is sent, but for the request's own id, the moment and the session. */
function bytes({ status, headers, text }: Answered) {
  const { 'x-request-id': _id, date: _date, 'set-cookie': _cookie, ...rest } = headers
  return { status, headers: rest, text }
}
