import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { recordCheckedPlans } from '#test/checks-scene'
import { testServer, type TestServer } from '#test/server'
import { actingFor } from '#test/sightings'
import type { Database, Transaction } from '#platform/database'
import { noteTextsCompared } from './kept-findings-store.ts'
import { textsNow } from './known-texts.ts'
import { type Mark, readAllTexts, readChangedTexts, readMark } from './texts-store.ts'

let site: TestServer
let system: number

beforeAll(async () => {
  site = await testServer()
  system = await recordCheckedPlans(site)
}, 60_000)
afterAll(() => site.close())
beforeEach(() => asSystem(textsNow))

function asSystem<Result>(act: (tx: Transaction) => Promise<Result>): Promise<Result> {
  return actingFor(site.database.app, system, 'import', act)
}

/** The digests of the plans' words, in order, as all are read anew. */
async function readAnew(tx: Transaction): Promise<readonly (readonly [number, string])[]> {
  const texts = (await readAllTexts(tx)).toSorted((a, b) => a.begunAt - b.begunAt || a.planId - b.planId)
  return texts.map(({ planId, words = new Int32Array() }) => [planId, words.join()])
}

async function known(tx: Transaction): Promise<readonly (readonly [number, string])[]> {
  return (await textsNow(tx)).map(({ key, words }) => [key, words.join()])
}

async function idOf(reference: string): Promise<number> {
  const { rows } = await sql<{ id: number }>`select id from plans.plan where reference = ${reference}`.execute(
    site.database.owner,
  )
  return rows[0]?.id ?? 0
}

/** States the current state of a record once more with another text, as recording it does. */
async function state(owner: Database | Transaction, table: string, reference: string, set: string): Promise<void> {
  const changed = sql.raw(`plans.${table}_state`)
  await sql`update ${changed} set recorded_to = date_trunc('milliseconds', clock_timestamp())
    where reference = ${reference} and recorded_to = 'infinity'`.execute(owner)
  const { rows } = await sql<{ columns: string }>`
    select string_agg(quote_ident(attname), ', ') as columns from pg_attribute
    where attrelid = ${`plans.${table}_state`}::regclass and attnum > 0 and not attisdropped and attidentity = ''
      and attname not in ('recorded_from', 'recorded_to')`.execute(owner)
  const columns = sql.raw(rows[0]?.columns ?? '')
  await sql`create temporary table restated as
    select ${columns}, recorded_to as recorded_from from ${changed} where reference = ${reference}
    order by recorded_to desc limit 1`.execute(owner)
  await sql`update restated set ${sql.raw(set)}`.execute(owner)
  await sql`insert into ${changed} (${columns}, recorded_from) select ${columns}, recorded_from from restated`.execute(
    owner,
  )
  await sql`drop table restated`.execute(owner)
}

function restate(table: string, reference: string, set: string): Promise<void> {
  return site.database.owner.transaction().execute(tx => state(tx, table, reference, set))
}

describe('the texts that a server knows', () => {
  it.each([
    ['an action', 'P-CLEAN', 'action', 'A-1', `says = 'Write to the landlord of the flats about their doors'`],
    ['an aim', 'P-CLEAN', 'aim', 'M-Protect', `says = 'Fewer people come to harm at the harbour'`],
    ['an objective', 'P-COPY', 'plan', 'P-COPY', `objective = 'Close the line to the coast'`],
    ['a plan recorded in error', 'P-COPY', 'plan', 'P-COPY', `in_error = 'Recorded twice'`],
    ['the same plan as it was', 'P-COPY', 'plan', 'P-COPY', `in_error = null`],
  ])('are those of now when %s has changed, and no others are read', async (_, plan, table, reference, set) => {
    const mark = await asSystem(tx => readMark(tx))
    const before = await asSystem(known)
    await restate(table, reference, set)
    await asSystem(async tx => {
      expect((await readChangedTexts(tx, mark.snapshot)).map(text => text.planId)).toEqual([await idOf(plan)])
      const after = await known(tx)
      expect(after).toEqual(await readAnew(tx))
      expect(after).not.toEqual(before)
    })
  })

  it('are read once, and then no more', async () => {
    const mark = await asSystem(tx => readMark(tx))
    await asSystem(async tx => {
      expect(await readChangedTexts(tx, mark.snapshot)).toEqual([])
      expect(await textsNow(tx)).toBe(await textsNow(tx))
    })
  })

  it('have what a transaction changes that was under way when they were read', async () => {
    let inTheMeantime = (): void => undefined
    const wait = new Promise<void>(resolve => (inTheMeantime = resolve))
    let begun = (): void => undefined
    const isUnderWay = new Promise<void>(resolve => (begun = resolve))
    const under = site.database.owner.transaction().execute(async tx => {
      await state(tx, 'action', 'A-1', `says = 'Meet the landlord of the flats'`)
      begun()
      await wait
    })
    await isUnderWay
    const before = await asSystem(known)
    expect(before).toEqual(await asSystem(readAnew))
    inTheMeantime()
    await under
    const after = await asSystem(known)
    expect(after).toEqual(await asSystem(readAnew))
    expect(after).not.toEqual(before)
  })

  it('are not those of a transaction that came to nothing', async () => {
    const before = await asSystem(known)
    const undone = new Error('undone')
    await expect(
      site.database.owner.transaction().execute(async tx => {
        await sql`select organisations.state_actor(${system}, 'import')`.execute(tx)
        await state(tx, 'action', 'A-1', `says = 'Telephone the landlord of the flats'`)
        expect(await known(tx)).not.toEqual(before)
        throw undone
      }),
    ).rejects.toBe(undone)
    expect(await asSystem(known)).toEqual(before)
  })
})

it('what a database brings from another cluster is compared once, and then read no more', async () => {
  await sql`insert into plans.text_change values ('P-WEST', '999999999999999')
    on conflict (plan_reference) do update set xact = excluded.xact`.execute(site.database.owner)
  const west = [await idOf('P-WEST')]
  await asSystem(async tx => {
    const mark = await readMark(tx)
    const changed = async () => (await readChangedTexts(tx, mark.snapshot)).map(text => text.planId)
    expect(await changed()).toEqual(west)
    await noteTextsCompared(tx, mark, new Date())
    expect(await changed()).toEqual([])
  })
})

describe('a mark', () => {
  const later = (mark: Mark, change: Partial<Mark>) => asSystem(tx => readMark(tx, { ...mark, ...change }))

  it('is followed by what comes after it in the same course of a database', async () => {
    const mark = await asSystem(tx => readMark(tx))
    expect(mark).toMatchObject({ follows: false, changing: false })
    expect((await later(mark, {})).follows).toBe(true)
    expect((await later(mark, { course: `${mark.course}1` })).follows).toBe(false)
    expect((await later(mark, { snapshot: '1000000000000:1000000000000:' })).follows).toBe(false)
  })

  it('of one database is followed by none of another', async () => {
    const mark = await asSystem(tx => readMark(tx))
    const other = await testServer()
    try {
      const elsewhere = await other.database.app.transaction().execute(tx => readMark(tx, mark))
      expect(elsewhere.course).not.toBe(mark.course)
      expect(elsewhere.follows).toBe(false)
    } finally {
      await other.close()
    }
  })
})
