import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type AsAt, now } from '#platform/clock'
import type { Transaction } from '#platform/database'
import { actingFor, addPerson, makeSightings, sighting, type StatedRow, takeRows } from '../../../test/sightings.ts'
import { type TestDatabase, testDatabase } from '../../../test/database.ts'
import { countAnew, isCursor, listCounted, listRecords, type Order, type PageRequest, streamRecords } from './index.ts'

type Listed = Awaited<ReturnType<typeof listCounted>>

const owners = ['Cheshire Constabulary', 'Lancashire Constabulary', 'Merseyside Police'] as const

const pastDay: AsAt = { when: 'past', instant: new Date('2022-06-01T00:00:00Z'), text: '2022-06-01' }

let database: TestDatabase
let system: number
let analyst: number

beforeAll(async () => {
  database = await testDatabase()
  await makeSightings(database.owner)
  system = await addPerson(database.owner, 'importer@example.test', 'Fourfold administration', 'system')
  analyst = await addPerson(database.owner, 'analyst@example.test', owners[0], 'analyst')
})
afterAll(() => database.close())

describe('a list in pages', () => {
  const count = 23
  const rows: readonly StatedRow[] = Array.from({ length: count }, (_, index) => ({
    recordedAt: new Date(Date.UTC(2022, 0, 1 + (index % 3))),
    values: {
      reference: `R-${String((index * 7) % count).padStart(2, '0')}`,
      name: ['same', 'Same', 'other'][index % 3] ?? '',
      owner: owners[index % 3] ?? '',
      helper: owners[index % 4] ?? null,
      grade: index % 2 ? 'High' : 'Low',
      place: 'Harbour',
      seenOn: index % 4 ? '2022-01-01' : '2021-12-31',
      birds: index % 3,
      costPence: index % 5,
      observer: index % 2 ? 'a@b.example' : null,
      after: null,
    },
  }))
  const declared = Object.entries(sighting.fields).flatMap(([name, field]) => ('sortable' in field ? [name] : []))
  const sortable = [...declared, 'helper', 'observer']

  beforeAll(async () => {
    await actingFor(database.app, system, 'import', tx => takeRows(tx, sighting, rows, system))
  })

  it.each(
    sortable.flatMap(by =>
      [false, true].flatMap(descending => [now, pastDay].map(asAt => ({ order: { by, descending }, asAt }))),
    ),
  )(
    'gives every record once, forwards and backwards, by $order.by (descending: $order.descending), $asAt.when',
    async ({ order, asAt }) => {
      await actingFor(database.app, analyst, 'read', async tx => {
        const selection = { known: { asAt }, filters: {} }
        const whole = await listRecords(tx, sighting, { ...selection, order, limit: 200 })
        const references = whole.states.map(state => state.reference)
        expect(new Set(references).size).toBe(count)
        expect([whole.next, whole.previous]).toEqual([undefined, undefined])
        expect(await walk(tx, { order, asAt }, 'after')).toEqual(references)
        expect(await walk(tx, { order, asAt }, 'before')).toEqual(references)
        const streamed: string[] = []
        for await (const states of streamRecords(tx, sighting, { ...selection, order }))
          streamed.push(...states.map(state => state.reference))
        expect(streamed).toEqual(references)
      })
    },
  )

  async function lastPage(tx: Transaction, request: PageRequest, first: Listed): Promise<Listed> {
    let page = first
    while (page.next !== undefined) {
      page = await listCounted(tx, sighting, { ...request, cursor: { direction: 'after', text: page.next } })
    }
    return page
  }

  /** From the first page to the last, or from the last to the first. */
  async function walk(
    tx: Transaction,
    { order, asAt }: { order: Order; asAt: AsAt },
    direction: 'after' | 'before',
  ): Promise<readonly string[]> {
    const request = { known: { asAt }, filters: {}, order, limit: 5 }
    let page = await listCounted(tx, sighting, request)
    if (direction === 'before') page = await lastPage(tx, request, page)
    const seen: string[] = []
    for (;;) {
      expect(page.total).toBe(count)
      const references = page.states.map(state => state.reference)
      if (direction === 'after') seen.push(...references)
      else seen.unshift(...references)
      const text = direction === 'after' ? page.next : page.previous
      if (text === undefined) return seen
      page = await listCounted(tx, sighting, { ...request, cursor: { direction, text } })
    }
  }
})

describe('a list of more than are put in order by themselves, today or on a past day, and of fewer', () => {
  /** Of three forces of one region, so of three audiences; and a hundred that only another force sees. */
  const crowd: readonly StatedRow[] = Array.from({ length: 5200 }, (_, index) => ({
    recordedAt: new Date('2022-02-01T00:00:00Z'),
    handling: index < 5100 ? undefined : 'Organisation',
    values: {
      reference: `C-${String((index * 7) % 5200).padStart(4, '0')}`,
      name: `crowd ${index % 50}`,
      owner: index < 5100 ? (owners[index % 3] ?? '') : owners[1],
      helper: null,
      grade: index % 2 ? 'High' : 'Low',
      place: index % 5 ? 'Moor' : 'Mere',
      seenOn: '2022-01-01',
      birds: index % 3,
      costPence: 0,
      observer: null,
      after: null,
    },
  }))

  beforeAll(async () => {
    await actingFor(database.app, system, 'import', tx => takeRows(tx, sighting, crowd, system))
    // Beside so many more, and so many more audiences, that all of them are a part, and whoever sees them sees a part.
    await sql`select organisations.audience_for(handling, id)
      from organisations.organisation, unnest(array['Region', 'Organisation']) handling`.execute(database.owner)
    await sql`insert into sightings.sighting (reference, owner_id, handling, audience_id)
      select 'Z-' || number, owner_id, handling, audience_id from generate_series(1, 20000) number,
        (select * from sightings.sighting limit 1) one`.execute(database.owner)
    await sql`analyze sightings.sighting, sightings.sighting_state`.execute(database.owner)
  })

  const orders: readonly Order[] = [
    { by: 'reference', descending: false },
    { by: 'name', descending: true },
  ]
  it.each(
    orders
      .flatMap(order => [
        { order, filters: { name: { kind: 'contains', text: 'crowd' } as const }, total: 5100 },
        {
          order,
          filters: {
            name: { kind: 'contains', text: 'crowd' } as const,
            grade: { kind: 'one-of', values: ['High'] } as const,
          },
          total: 2550,
        },
        { order, filters: { place: { kind: 'one-of', values: ['Moor'] } as const }, total: 4080 },
        { order, filters: { place: { kind: 'one-of', values: ['Mere'] } as const }, total: 1020 },
        { order, filters: { place: { kind: 'one-of', values: ['Moor', 'Mere'] } as const }, total: 5100 },
        { order, filters: { owner: { kind: 'one-of', values: owners } as const }, total: 5123 },
        { order, filters: { name: { kind: 'contains', text: 'nobody' } as const }, total: 0 },
      ])
      .flatMap(list => [now, pastDay].map(asAt => ({ ...list, asAt }))),
  )('has the same pages and $total in all, by $order.by, $asAt.when', async ({ order, filters, total, asAt }) => {
    await actingFor(database.app, analyst, 'read', async tx => {
      const plannedBefore = await planning(tx)
      const request = { known: { asAt }, filters, order, limit: 200 }
      const first = await listCounted(tx, sighting, request)
      expect(first).toEqual({ ...(await listRecords(tx, sighting, request)), total })
      expect(first.states).toHaveLength(Math.min(total, 200))
      expect(await listCounted(tx, sighting, request)).toEqual(first)
      expect(await planning(tx)).toEqual(plannedBefore)
      if (first.next === undefined) return
      const onwards: PageRequest = { ...request, cursor: { direction: 'after', text: first.next } }
      const second = await listCounted(tx, sighting, onwards)
      expect(second).toEqual({ ...(await listRecords(tx, sighting, onwards)), total })
      const back: PageRequest = { ...request, cursor: { direction: 'before', text: second.previous ?? '' } }
      expect((await listCounted(tx, sighting, back)).states).toEqual(first.states)
    })
  })
})

/** How the database was told to plan, which a list along an order changes for its own statement alone. */
async function planning(tx: Transaction): Promise<unknown> {
  const { rows } =
    await sql`select current_setting('enable_sort') as sorts, current_setting('plan_cache_mode') as plans,
    current_setting('max_parallel_workers_per_gather') as workers`.execute(tx)
  return rows
}

describe('a list that somebody asks for again', () => {
  const rowOf = (index: number): StatedRow => ({
    recordedAt: new Date('2022-03-01T00:00:00Z'),
    values: {
      reference: `G-${String(index).padStart(4, '0')}`,
      name: 'growing',
      owner: owners[0],
      helper: null,
      grade: 'High',
      place: 'Fen',
      seenOn: '2022-01-01',
      birds: 0,
      costPence: 0,
      observer: null,
      after: null,
    },
  })
  const rowsOf = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => rowOf(from + index))
  const take = (rows: readonly StatedRow[]) =>
    actingFor(database.app, system, 'import', tx => takeRows(tx, sighting, rows, system))
  const filters = { place: { kind: 'one-of', values: ['Fen'] } as const }
  const request = { known: { asAt: now }, filters, order: { by: 'reference', descending: false }, limit: 5 }
  const asked = (asker: number) =>
    actingFor(database.app, analyst, 'read', tx => listCounted(tx, sighting, { ...request, asker }))
  const told = async (asker: number) => {
    const { total, states } = await asked(asker)
    return [total, states.map(({ reference }) => reference)]
  }
  const first = rowsOf(0, 5).map(({ values }) => values['reference'])
  const move = (from: number, to: number, at: string) =>
    take(rowsOf(from, to).map(row => ({ ...row, recordedAt: new Date(at), values: { ...row.values, place: 'Moor' } })))
  afterEach(() => vi.useRealTimers())

  it('is found whole and counted when it was short and has grown', async () => {
    await take(rowsOf(0, 10))
    for (let turn = 0; turn < 3; turn += 1) expect(await told(1)).toEqual([10, first])
    await take(rowsOf(10, 1020))
    for (let turn = 0; turn < 3; turn += 1) expect(await told(1)).toEqual([1020, first])
    expect(await told(2)).toEqual([1020, first])
  })

  it('is said to hold what it held for half a minute when it was long, to whom it was said and has changed nothing', async () => {
    await move(1010, 1020, '2022-04-01T00:00:00Z')
    expect([await told(1), await told(3)]).toEqual([
      [1020, first],
      [1010, first],
    ])
    countAnew(2)
    expect([await told(1), await told(2)]).toEqual([
      [1020, first],
      [1010, first],
    ])
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 30_001 })
    expect(await told(1)).toEqual([1010, first])
  })

  it('is counted at once when it was long and is short enough to be seen to end', async () => {
    expect(await told(4)).toEqual([1010, first])
    await move(4, 1010, '2022-05-01T00:00:00Z')
    expect(await told(4)).toEqual([4, first.slice(0, 4)])
  })
})

describe('a cursor', () => {
  const order = { by: 'seenOn', descending: false }
  const text = (content: unknown) => Buffer.from(JSON.stringify(content)).toString('base64url')

  it('is read only where it came from', () => {
    const cursor = text(['seenOn', '2022-01-01', 'R-01'])
    expect(isCursor(sighting, order, cursor)).toBe(true)
    expect(isCursor(sighting, { by: 'name', descending: false }, cursor)).toBe(false)
  })

  it.each([
    'spoilt',
    text(['seenOn', 'no day', 'R-01']),
    text(['seenOn', 7, 'R-01']),
    text(['seenOn', '2022-01-01', 'R\u0000']),
    text(['seenOn', '2022-01-01']),
    text({ by: 'seenOn' }),
  ])('is refused when it is spoilt: %s', spoilt => {
    expect(isCursor(sighting, order, spoilt)).toBe(false)
  })

  it('holds whole numbers for numbers, and no NUL', () => {
    expect(isCursor(sighting, { by: 'birds', descending: true }, text(['birds', 1.5, 'R-01']))).toBe(false)
    expect(isCursor(sighting, { by: 'birds', descending: true }, text(['birds', 1, 'R-01']))).toBe(true)
    expect(isCursor(sighting, { by: 'name', descending: true }, text(['name', 'a\u0000', 'R-01']))).toBe(false)
  })
})
