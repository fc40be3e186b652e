import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { systemPersonId } from '#modules/organisations'
import { threat } from '#modules/threats'
import { collect, type JobContext, type WorkOffer } from '#platform/http'
import { modules } from '../../app.ts'
import type { TestDatabase } from '../../../test/database.ts'
import { scratchDatabase } from '../../../test/sample-database.ts'
import { actingFor, addPerson, takeRows } from '../../../test/sightings.ts'
import { threatRow } from '../../../test/threat-rows.ts'
import { writeDigests } from './write-digests.ts'

const monday = '2026-11-23T07:00:00Z'

let database: TestDatabase
let listed = 0
const [hers, his] = ['a.writer@cheshire.example', 'b.writer@lancashire.example']

/** Everything that the person sees waits for them. */
const everything: WorkOffer = {
  name: 'everything',
  heading: 'Threats to look at',
  permission: 'record.write',
  count: () => sql<number>`select count(*) from threats.threat`,
  list: async ({ tx }) => {
    listed += 1
    const { rows } = await sql<{ name: string }>`select name from threats.threat_state`.execute(tx)
    return { items: rows.map(({ name }) => ({ title: name, href: `/threats/${name}` })) }
  },
}
/** As every offer of the house is, beside the others' own. */
const bare = modules.map(({ work: _work, ...rest }) => rest)

beforeAll(async () => {
  database = await scratchDatabase()
  const system = await database.app.transaction().execute(systemPersonId)
  await addPerson(database.owner, hers, 'Cheshire Constabulary', 'analyst')
  await addPerson(database.owner, his, 'Lancashire Constabulary', 'analyst')
  await actingFor(database.app, system, 'import', tx =>
    takeRows(
      tx,
      threat,
      [
        threatRow('CHE-1', { leadResponsibleOfficer: hers }),
        threatRow('CHE-2', {}, { handling: 'Organisation' }),
        threatRow('LAN-1', { owner: 'Lancashire Constabulary' }),
      ],
      system,
    ),
  )
})
beforeEach(async () => {
  await sql`delete from notices.message`.execute(database.owner)
  await sql`delete from notices.digest_day`.execute(database.owner)
  await sql`delete from notices.preference`.execute(database.owner)
})
afterAll(() => database.close())

function at(instant: string, more: Partial<JobContext> = {}): JobContext {
  return {
    database: database.app,
    house: collect([...bare, { name: 'offering', work: [everything] }]),
    present: () => new Date(instant),
    say: () => undefined,
    settings: { FOURFOLD_ADDRESS: 'https://soc.example/' },
    stopping: new AbortController().signal,
    ...more,
  }
}

interface Kept {
  readonly email: string
  readonly subject: string
  readonly body: string
  readonly mail: string
  readonly day: string
}

async function messages(of?: string): Promise<readonly Kept[]> {
  const { rows } = await sql<Kept>`
    select p.email, m.subject, m.body, m.mail, m.day from notices.message m
    join organisations.person p on p.id = m.person_id
    where ${of ?? null}::text is null or p.email = ${of ?? null} order by p.email, m.day`.execute(database.owner)
  return rows
}

async function wish(email: string, digest: string): Promise<void> {
  await sql`insert into notices.preference (person_id, digest)
    select id, ${digest} from organisations.person where email = ${email}
    on conflict (person_id) do update set digest = excluded.digest`.execute(database.owner)
}

describe('the digest of a working day', () => {
  it('counts for each person what they see, under its heading, and names the site', async () => {
    await writeDigests(at(monday))
    const [one] = await messages(hers)
    expect(one).toMatchObject({ subject: 'Fourfold: 3 things wait for you', mail: 'none', day: '2026-11-23' })
    expect(one?.body.split('\n').slice(0, 5)).toEqual([
      '3 things wait for you in Fourfold.',
      '',
      '* Threats to look at: 3',
      '',
      'To see them, sign in at https://soc.example/work',
    ])
    expect((await messages(his))[0]?.subject).toBe('Fourfold: 2 things wait for you')
    const audited = await sql<{ details: unknown }>`
      select details from audit.entry where event = 'digests.written' order by id desc limit 1`.execute(database.owner)
    expect(audited.rows[0]?.details).toEqual({ day: '2026-11-23', messages: (await messages()).length })
  })

  it('is written to those only for whom something can wait', async () => {
    await writeDigests(at(monday))
    const written = (await messages()).map(({ email }) => email)
    expect(written).toContain('analyst@cheshire.example')
    for (const email of ['mayor@oversight.example', 'housing@council.example', 'inspector@hmicfrs.example', 'system'])
      expect(written).not.toContain(email)
  })

  it('is one a day, however many servers write it and however often they start', async () => {
    const servers = await Promise.all(Array.from({ length: 5 }, () => writeDigests(at(monday))))
    const all = await messages()
    expect(servers.reduce((sum, written) => sum + written, 0)).toBe(all.length)
    expect(new Set(all.map(({ email }) => email)).size).toBe(all.length)
    expect(await writeDigests(at('2026-11-23T16:00:00Z'))).toBe(0)
    expect(await writeDigests(at('2026-11-24T07:00:00Z'))).toBe(all.length)
  })

  it('is written to those who have none yet by the next server, when one stops', async () => {
    const stop = new AbortController()
    let asked = 0
    const present = (): Date => {
      asked += 1
      if (asked === 3) stop.abort()
      return new Date(monday)
    }
    const written = await writeDigests(at(monday, { present, stopping: stop.signal }))
    expect(asked).toBe(3)
    const rest = await writeDigests(at(monday))
    expect(rest).toBeGreaterThan(0)
    const all = await messages()
    expect(written + rest).toBe(all.length)
    expect(new Set(all.map(({ email }) => email)).size).toBe(all.length)
  })

  it('is not written before its hour, at a weekend, nor on a bank holiday', async () => {
    for (const instant of ['2026-11-23T06:59:00Z', '2026-11-22T12:00:00Z', '2026-12-25T12:00:00Z'])
      expect(await writeDigests(at(instant))).toBe(0)
  })

  it('is not made up for later in the day by what only then came to wait', async () => {
    const nothing = { house: collect(bare) }
    expect(await writeDigests(at(monday, nothing))).toBe(0)
    expect(await writeDigests(at('2026-11-23T11:00:00Z'))).toBe(0)
    expect(await writeDigests(at('2026-11-24T07:00:00Z'))).toBeGreaterThan(0)
  })

  it('comes as often as the person wants it', async () => {
    await wish(hers, 'weekly')
    await wish(his, 'never')
    for (const day of ['23', '24', '27', '30']) await writeDigests(at(`2026-11-${day}T09:00:00Z`))
    expect((await messages(hers)).map(({ day }) => day)).toEqual(['2026-11-23', '2026-11-30'])
    expect(await messages(his)).toEqual([])
    expect(await messages('analyst@cheshire.example')).toHaveLength(4)
  })

  it('is not written to who is disabled', async () => {
    await sql`update organisations.person set disabled_at = now() where email = ${hers}`.execute(database.owner)
    await writeDigests(at(monday))
    await sql`update organisations.person set disabled_at = null where email = ${hers}`.execute(database.owner)
    expect(await messages(hers)).toEqual([])
  })

  it('goes into the outbox where a mail server is named, but for the invented people of the sample', async () => {
    await writeDigests(at(monday, { settings: { SMTP_URL: 'smtp://127.0.0.1:1' } }))
    const byEmail = new Map((await messages()).map(({ email, mail }) => [email, mail]))
    expect([byEmail.get(hers), byEmail.get(his), byEmail.get('analyst@cheshire.example')]).toEqual([
      'waiting',
      'waiting',
      'none',
    ])
  })

  it('of one person that can’t be counted holds up nobody else’s', async () => {
    const failing: WorkOffer = {
      ...everything,
      count: ({ actor }) => (actor.email === hers ? sql<number>`1 / 0` : sql<number>`1`),
    }
    const house = collect([...bare, { name: 'offering', work: [failing] }])
    await expect(writeDigests(at(monday, { house }))).rejects.toThrow('1 digests could not be written')
    expect([await messages(hers), (await messages(his)).length]).toEqual([[], 1])
    await writeDigests(at(monday))
    expect(await messages(hers)).toHaveLength(1)
  })
})

describe('what a digest says', () => {
  it('is the same whatever the records are called: never a name, a place or a reference', async () => {
    const house = collect([...modules, { name: 'offering', work: [everything] }])
    const { rows } = await sql<{ email: string }>`select email from organisations.person`.execute(database.owner)
    for (const { email } of rows) if (email !== hers) await wish(email, 'never')
    const written = async (names: readonly string[]) => {
      for (const [place, reference] of ['CHE-1', 'CHE-2', 'LAN-1'].entries())
        await sql`update threats.threat_state set name = ${names[place]} where reference = ${reference}`.execute(
          database.owner,
        )
      await sql`delete from notices.message`.execute(database.owner)
      await sql`delete from notices.digest_day`.execute(database.owner)
      await writeDigests(at(monday, { house }))
      const [{ subject, body } = { subject: '', body: '' }] = await messages(hers)
      return { subject, body }
    }
    const plain = await written(['One', 'Two', 'Three'])
    expect(plain.subject).toMatch(/^Fourfold: \d+ things wait for you$/)
    listed = 0
    const hostile = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.constantFrom(
        'Subject: X\r\nBcc: everyone@elsewhere.example',
        '* Threats to look at: 99',
        '</p><script>alert(1)</script>',
        '\u202Eevil\u200B',
        "'; drop table notices.message; --",
        '${address} {{name}} %s',
      ),
    )
    const storable = hostile.map(text => text.replaceAll('\0', '').slice(0, 190) || 'x')
    await fc.assert(
      fc.asyncProperty(fc.tuple(storable, storable, storable), async names => {
        expect(await written(names)).toEqual(plain)
      }),
      { numRuns: 25 },
    )
    expect(plain.body).not.toMatch(/CHE-|LAN-|Cheshire|Lancashire|writer|example\/threats/)
    expect(listed).toBe(0)
  }, 120_000)
})
