import { actAsSystem } from '#modules/organisations'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { collect, type JobContext } from '#platform/http'
import type { TestDatabase } from '../../../test/database.ts'
import { dyingSink, mailSink, type MailSink, silentSink } from '../../../test/mail-sink.ts'
import { scratchDatabase } from '../../../test/sample-database.ts'
import { addPerson } from '../../../test/sightings.ts'
import { deliverMail } from './deliver-mail.ts'
import { takeNext } from './outbox-store.ts'

const [hers, his] = ['a.writer@cheshire.example', 'b.writer@lancashire.example']
const start = Date.parse('2026-11-23T07:00:00Z')

let database: TestDatabase
let sinks: MailSink[] = []
let ids: ReadonlyMap<string, number>

beforeAll(async () => {
  database = await scratchDatabase()
  const sample = await sql<{ id: number }>`
    select id from organisations.person where email = 'analyst@cheshire.example'`.execute(database.owner)
  ids = new Map([
    [hers, await addPerson(database.owner, hers, 'Cheshire Constabulary', 'analyst')],
    [his, await addPerson(database.owner, his, 'Lancashire Constabulary', 'analyst')],
    ['analyst@cheshire.example', sample.rows[0]?.id ?? 0],
  ])
})
beforeEach(async () => {
  await sql`delete from notices.message`.execute(database.owner)
  await sql`delete from notices.digest_day`.execute(database.owner)
})
afterEach(async () => {
  await Promise.all(sinks.map(sink => sink.close()))
  sinks = []
})
afterAll(() => database.close())

async function opened(opening: Promise<MailSink>): Promise<MailSink> {
  const one = await opening
  sinks.push(one)
  return one
}

async function waits(email: string): Promise<void> {
  await sql`
    with settled as (
      insert into notices.digest_day (person_id, day) values (${ids.get(email)}, '2026-11-23') returning person_id, day)
    insert into notices.message (person_id, day, written_at, subject, body, mail, next_attempt_at)
    select person_id, day, ${new Date(start)}, 'Fourfold: 2 things wait for you', '* Drafts’ heading: 2', 'waiting',
      ${new Date(start)} from settled`.execute(database.owner)
}

/** The job's context so many minutes after the messages were written. */
function after(minutes: number, settings: Readonly<Record<string, string>>): JobContext {
  return {
    database: database.app,
    house: collect([]),
    present: () => new Date(start + minutes * 60_000),
    say: () => undefined,
    settings: { FOURFOLD_ADDRESS: 'https://soc.example', ...settings },
    stopping: new AbortController().signal,
  }
}

const deliver = (minutes: number, url: string, more: Readonly<Record<string, string>> = {}) =>
  deliverMail(after(minutes, { SMTP_URL: url, ...more }))

interface Standing {
  readonly mail: string
  readonly attempts: number
  readonly next: number | null
  readonly problem: string | null
}

async function standing(email: string): Promise<Standing | undefined> {
  const { rows } = await sql<Standing>`
    select mail, attempts, last_problem as problem,
      (extract(epoch from next_attempt_at - written_at) / 60)::integer as next
    from notices.message where person_id = ${ids.get(email)}`.execute(database.owner)
  return rows[0]
}

async function messageId(email: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    select id from notices.message where person_id = ${ids.get(email)}`.execute(database.owner)
  return `<${rows[0]?.id}@soc.example>`
}

describe('a message in the outbox', () => {
  it('is handed to the mail server once, in plain text, as from a program', async () => {
    await waits(hers)
    await waits(his)
    const server = await opened(mailSink())
    expect(await deliver(0, server.url)).toBe(2)
    expect(await deliver(10, server.url)).toBe(0)
    expect(server.received.flatMap(({ to }) => to).toSorted()).toEqual([hers, his])
    const mail = server.received.find(({ to }) => to.includes(hers))
    const headers = ['From', 'To', 'Subject', 'Message-ID', 'Date', 'Auto-Submitted'].map(name => mail?.header(name))
    expect(headers).toEqual([
      'Fourfold <fourfold@soc.example>',
      hers,
      'Fourfold: 2 things wait for you',
      await messageId(hers),
      'Mon, 23 Nov 2026 07:00:00 +0000',
      'auto-generated',
    ])
    expect(mail?.header('Content-Type')).toBe('text/plain; charset=utf-8')
    expect(mail?.source).toContain('Drafts=E2=80=99 heading: 2')
    expect(await standing(hers)).toMatchObject({ mail: 'sent', attempts: 1, next: null, problem: null })
  })

  it('comes from the address that was set', async () => {
    await waits(hers)
    const server = await opened(mailSink())
    await deliver(0, server.url, { FOURFOLD_MAIL_FROM: 'soc@force.example' })
    expect(server.received[0]?.header('From')).toBe('Fourfold <soc@force.example>')
  })

  it('is handed over by one of several servers that deliver at once', async () => {
    await waits(hers)
    await waits(his)
    const server = await opened(mailSink())
    const sent = await Promise.all(Array.from({ length: 4 }, () => deliver(0, server.url)))
    expect([sent.reduce((sum, each) => sum + each), server.received.length]).toEqual([2, 2])
  })

  it('is left to the next server by one that stops', async () => {
    await waits(hers)
    const server = await opened(mailSink())
    const stopped = { ...after(0, { SMTP_URL: server.url }), stopping: AbortSignal.abort() }
    expect(await deliverMail(stopped)).toBe(0)
    expect(await deliver(0, server.url)).toBe(1)
  })

  it('waits while no mail server is named, and never goes to the sample or to who has no account any more', async () => {
    await waits(hers)
    await waits(his)
    await waits('analyst@cheshire.example')
    await deliverMail(after(0, {}))
    expect(await standing(hers)).toMatchObject({ mail: 'waiting', attempts: 0 })
    await sql`update organisations.person set disabled_at = now() where email = ${his}`.execute(database.owner)
    const server = await opened(mailSink())
    await deliver(1, server.url)
    await sql`update organisations.person set disabled_at = null where email = ${his}`.execute(database.owner)
    expect(server.received.map(({ to }) => to)).toEqual([[hers]])
    expect([(await standing(his))?.mail, (await standing('analyst@cheshire.example'))?.mail]).toEqual(['none', 'none'])
  })
})

describe('a mail server that does not take it', () => {
  it('because it is down is tried again ever later, and takes it in the end', async () => {
    const gone = await mailSink()
    await gone.close()
    await waits(hers)
    const turns: (number | null | undefined)[] = []
    for (const minutes of [0, 1, 6, 36, 156]) {
      await deliver(minutes, gone.url)
      // Before the next turn nothing is tried.
      await deliver(minutes + 0.5, gone.url)
      turns.push((await standing(hers))?.next)
    }
    expect(turns).toEqual([1, 6, 36, 156, 276])
    expect(await standing(hers)).toMatchObject({ mail: 'waiting', attempts: 5 })
    expect((await standing(hers))?.problem).toMatch(/ECONNREFUSED|ESOCKET/)
    const up = await opened(mailSink({ port: gone.port }))
    expect(await deliver(276, up.url)).toBe(1)
    expect(up.received[0]?.header('Message-ID')).toBe(await messageId(hers))
  })

  it('because it says nothing is not waited for for ever', async () => {
    const silent = await opened(silentSink())
    await waits(hers)
    expect(await deliverMail(after(0, { SMTP_URL: silent.url }), { connect: 300, answer: 300 })).toBe(0)
    expect(await standing(hers)).toMatchObject({ mail: 'waiting', attempts: 1 })
  })

  it('because it dies in the middle gets it again, under the same Message-ID', async () => {
    const dying = await opened(dyingSink())
    await waits(hers)
    expect(await deliver(0, dying.url)).toBe(0)
    expect(await standing(hers)).toMatchObject({ mail: 'waiting', attempts: 1, next: 1 })
    const server = await opened(mailSink())
    expect(await deliver(1, server.url)).toBe(1)
    const seen = [...dying.received, ...server.received].map(mail => mail.header('Message-ID'))
    expect(seen).toEqual([await messageId(hers), await messageId(hers)])
  })

  it('for now is asked again; for good, never, and the others get theirs', async () => {
    let answers = 450
    const server = await opened(
      mailSink({
        onRcptTo: ({ address }, _session, done) => {
          if (address !== hers) return done()
          done(Object.assign(new Error(`No mailbox of <${hers}>\there`), { responseCode: answers }))
        },
      }),
    )
    await waits(hers)
    await waits(his)
    expect(await deliver(0, server.url)).toBe(1)
    expect(await standing(hers)).toMatchObject({ mail: 'waiting', next: 1 })
    answers = 550
    await deliver(1, server.url)
    expect(await standing(hers)).toMatchObject({ mail: 'failed', attempts: 2, next: null })
    expect((await standing(hers))?.problem).toBe('EENVELOPE: 550 No mailbox of <(address)> here')
    await deliver(300, server.url)
    expect([(await standing(hers))?.attempts, server.received.map(({ to }) => to)]).toEqual([2, [[his]]])
  })

  it('because our own address is not to its liking is no fault of the person’s', async () => {
    const server = await opened(
      mailSink({
        onMailFrom: (_from, _session, done) => done(Object.assign(new Error('Not yours'), { responseCode: 550 })),
      }),
    )
    await waits(hers)
    await waits(his)
    await deliver(0, server.url)
    const all = [await standing(hers), await standing(his)]
    expect(all.map(one => one?.mail)).toEqual(['waiting', 'waiting'])
    expect(all.reduce((sum, one) => sum + (one?.attempts ?? 0), 0)).toBe(1)
  })

  it('for two days is given up, and that is said', async () => {
    await waits(hers)
    await waits(his)
    await deliver(0, 'smtp://127.0.0.1:1')
    await deliver(2879, 'smtp://127.0.0.1:1')
    expect([(await standing(hers))?.mail, (await standing(his))?.mail]).toEqual(['waiting', 'waiting'])
    await deliverMail(after(2880, {}))
    const all = [await standing(hers), await standing(his)]
    expect(all.map(one => one?.mail)).toEqual(['failed', 'failed'])
    expect(all.every(one => one?.problem !== null)).toBe(true)
  })
})

it('a server of ours that was killed while it delivered leaves the message to the next turn', async () => {
  await waits(hers)
  const taken = await actAsSystem({ database: database.app }, tx => takeNext(tx, new Date(start)))
  const server = await opened(mailSink())
  expect(await deliver(0.5, server.url)).toBe(0)
  expect(await deliver(1, server.url)).toBe(1)
  expect(server.received[0]?.header('Message-ID')).toBe(`<${taken?.id}@soc.example>`)
})

describe('TLS is as the address says', () => {
  it('smtps speaks it, and trusts no certificate that nobody vouches for', async () => {
    const server = await opened(mailSink({ secure: true }))
    await waits(hers)
    await deliver(0, server.url)
    expect([server.received.length, (await standing(hers))?.mail]).toEqual([0, 'waiting'])
    expect((await standing(hers))?.problem).toMatch(/certificate/)
  })

  it('a password goes over nothing else', async () => {
    const tried: string[] = []
    const onAuth: Parameters<typeof mailSink>[0] = {
      allowInsecureAuth: true,
      onAuth: ({ username }, _session, done) => {
        tried.push(username ?? '')
        done(null, { user: username })
      },
    }
    const server = await opened(mailSink(onAuth))
    const withPassword = server.url.replace('smtp://', 'smtp://name:secret@')
    await waits(hers)
    await deliver(0, withPassword)
    expect([tried, server.received.length]).toEqual([[], 0])
    await deliver(1, `${withPassword}?ignoreTLS=true`)
    expect([tried, server.received.length]).toEqual([['name'], 1])
  })
})
