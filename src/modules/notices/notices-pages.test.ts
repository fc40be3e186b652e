import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { onlyRow } from '#platform/database'
import { testServer, type TestServer, type Visitor } from '../../../test/server.ts'
import { actingFor } from '../../../test/sightings.ts'

let site: TestServer
let analyst: Visitor
let theirs: readonly string[]

beforeAll(async () => {
  site = await testServer({ present: () => new Date('2026-11-24T10:00:00Z') })
  theirs = [
    await written('analyst@cheshire.example', '2026-11-23', {
      mail: 'sent',
      subject: 'Fourfold: 2 things wait for you',
    }),
    await written('analyst@cheshire.example', '2026-11-24', { subject: 'Fourfold: 1 thing waits for you' }),
  ]
  await written('analyst@lancashire.example', '2026-11-24', {
    mail: 'waiting',
    subject: 'Fourfold: 77 things wait for you',
    problem: 'ESOCKET: connect ECONNREFUSED',
  })
  analyst = await site.signIn('analyst@cheshire.example')
})
afterAll(() => site.close())

interface Written {
  readonly subject: string
  readonly mail?: 'none' | 'waiting' | 'sent' | 'failed'
  readonly problem?: string
}

async function written(email: string, day: string, { subject, mail = 'none', problem }: Written): Promise<string> {
  const at = new Date(`${day}T07:00:00Z`)
  const due = mail === 'waiting' ? at : null
  const { id } = onlyRow(
    await sql<{ id: string }>`
      with settled as (
        insert into notices.digest_day (person_id, day)
        select id, ${day}::date from organisations.person where email = ${email} returning person_id, day)
      insert into notices.message (person_id, day, written_at, subject, body, mail, attempts, next_attempt_at,
        delivered_at, last_problem, last_problem_at)
      select person_id, day, ${at}, ${subject}, ${`Body of ${subject}\n* To do: 1`}, ${mail}, ${problem === undefined ? 0 : 1},
        ${due}::timestamptz, ${mail === 'sent' ? at : null}::timestamptz, ${problem ?? null},
        ${problem === undefined ? null : at}::timestamptz
      from settled returning id`.execute(site.database.owner),
  )
  return id
}

const words = (html: string) => html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')
const link = async (person: Visitor) =>
  words(
    /<a class="ff-account__link" href="\/messages">(.*?)<\/a>/.exec((await person.get('/account')).text)?.[1] ?? '',
  ).trim()

describe('messages', () => {
  it('are one’s own, the newest first, with how each fared outside', async () => {
    const { status, text } = await analyst.get('/messages')
    expect(status).toBe(200)
    expect(words(text)).toMatch(/1 thing waits for you.*New.*Kept here only.*2 things wait for you.*New.*Sent/)
    expect(words(text)).not.toContain('77 things')
  })

  it('that are unread are counted beside the name; opening one reads it', async () => {
    expect(await link(analyst)).toBe('Messages , 2 unread')
    const { status, text } = await analyst.get(`/messages/${theirs[0]}`)
    expect([status, words(text).includes('Body of Fourfold: 2 things wait for you * To do: 1')]).toEqual([200, true])
    expect(await link(analyst)).toBe('Messages , 1 unread')
    expect((await analyst.get('/messages')).text.match(/>\s*New\s*</g)).toHaveLength(1)
    expect((await analyst.post('/messages/read')).status).toBe(303)
    expect(await link(analyst)).toBe('Messages')
    expect((await analyst.get('/messages')).text).not.toContain('Mark all as read')
  })

  it('of someone else are as absent ones, and stay unread', async () => {
    const other = await site.signIn('analyst@lancashire.example')
    const answers = [`/messages/${theirs[1]}`, '/messages/00000000-0000-4000-8000-000000000000', '/messages/none']
    const pages = await Promise.all(answers.map(path => other.get(path)))
    expect(pages.map(({ status }) => status)).toEqual([404, 404, 404])
    expect(pages.map(({ text }) => text)).toEqual(Array(3).fill(pages[0]?.text))
    await other.post('/messages/read')
    expect(await link(other)).toBe('Messages')
    const administrator = await site.signIn('admin@fourfold.example')
    expect((await administrator.get(`/messages/${theirs[1]}`)).status).toBe(404)
  })

  it('come as often as one chooses', async () => {
    const chosen = /value="(\w+)" checked/
    expect(chosen.exec((await analyst.get('/messages')).text)?.[1]).toBe('daily')
    expect((await analyst.post('/messages/preference', { digest: 'weekly' })).status).toBe(303)
    expect(chosen.exec((await analyst.get('/messages')).text)?.[1]).toBe('weekly')
    const wrong = await analyst.post('/messages/preference', { digest: 'hourly' })
    expect([wrong.status, wrong.text.includes('Select how often you want a message')]).toEqual([400, true])
    expect(chosen.exec((await analyst.get('/messages')).text)?.[1]).toBe('weekly')
  })
})

describe('the outbox', () => {
  it('tells an administrator counts and the last problem, and no message', async () => {
    const administrator = await site.signIn('admin@fourfold.example')
    const { status, text } = await administrator.get('/messages/outbox')
    expect(status).toBe(200)
    expect(words(text)).toMatch(
      /Waiting to be sent 1, 1 of them tried in vain; the oldest since 24 November 2026 at 07:00 UTC Sent in the last 7 days 1 Could not be sent in the last 30 days 0 Last problem 24 November 2026 at 07:00 UTC: ESOCKET: connect ECONNREFUSED/,
    )
    expect(words(text)).not.toMatch(/77 things|lancashire|Body of|things wait/i)
  })

  it('is nobody else’s', async () => {
    expect((await analyst.get('/messages/outbox')).status).toBe(403)
  })
})

describe('the database', () => {
  const idOf = async (email: string) =>
    onlyRow(
      await sql<{ id: number }>`select id from organisations.person where email = ${email}`.execute(
        site.database.owner,
      ),
    ).id
  const countAs = async (email: string, table: string) =>
    actingFor(site.database.app, await idOf(email), 'read', async tx => {
      return onlyRow(await sql<{ count: number }>`select count(*) from ${sql.raw(table)}`.execute(tx)).count
    })

  it('shows each person their own, an administrator none, and nobody nothing', async () => {
    for (const [email, messages, wishes] of [
      ['analyst@cheshire.example', 2, 1],
      ['analyst@lancashire.example', 1, 0],
      ['admin@fourfold.example', 0, 0],
      ['rocta@nwrocu.example', 0, 0],
    ] as const) {
      const tables = ['notices.message', 'notices.digest_day', 'notices.preference']
      const counts = []
      for (const table of tables) counts.push(await countAs(email, table))
      expect([email, ...counts]).toEqual([email, messages, messages, wishes])
    }
    for (const table of ['notices.message', 'notices.digest_day', 'notices.preference'])
      expect((await sql`select from ${sql.raw(table)}`.execute(site.database.app)).rows).toEqual([])
  })

  it('counts the outbox for administrators alone', async () => {
    for (const [email, waiting] of [
      ['admin@fourfold.example', 1],
      ['analyst@lancashire.example', 0],
    ] as const) {
      const found = await actingFor(site.database.app, await idOf(email), 'read', async tx =>
        onlyRow(
          await sql<{ waiting: number; problem: string | null }>`
          select waiting, last_problem as problem from notices.outbox(now())`.execute(tx),
        ),
      )
      expect(found).toEqual({ waiting, problem: waiting === 1 ? 'ESOCKET: connect ECONNREFUSED' : null })
    }
  })

  it('lets nobody write to someone else, nor change what was written', async () => {
    const [cheshire, lancashire] = [await idOf('analyst@cheshire.example'), await idOf('analyst@lancashire.example')]
    const as = (statement: ReturnType<typeof sql>) =>
      actingFor(site.database.app, cheshire, 'read', tx => statement.execute(tx))
    await expect(
      as(sql`insert into notices.digest_day (person_id, day) values (${lancashire}, '2026-11-25')`),
    ).rejects.toThrow('row-level security')
    await expect(as(sql`update notices.message set body = 'Other'`)).rejects.toThrow('permission denied')
    const touched = await as(sql`
      update notices.message set read_at = null where person_id = ${lancashire} returning id`)
    expect(touched.rows).toEqual([])
  })
})
