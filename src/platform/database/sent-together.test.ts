import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { testDatabase, type TestDatabase } from '#test/database'
import { type Database, openDatabase, told, type Transaction } from '#platform/database'
import { PreparingClient } from './preparing-client.ts'

let database: TestDatabase
/** One connection, so that all that a transaction tells goes through what it has prepared before. */
let one: Database

beforeAll(async () => {
  database = await testDatabase()
  one = openDatabase({ url: database.ownerUrl, connections: 1 })
  await sql`create table public.noted (word text unique)`.execute(one)
})
afterAll(async () => {
  await one.destroy()
  await database.close()
})
beforeEach(() => sql`truncate public.noted`.execute(one))

const note = (tx: Transaction, word: string) => sql`${told}insert into public.noted values (${word})`.execute(tx)

const noted = async (asked: Database | Transaction = one): Promise<readonly string[]> => {
  const { rows } = await sql<{
    word: string
  }>`select word from public.noted where ${1}::integer = 1 order by 1`.execute(asked)
  return rows.map(({ word }) => word)
}

/** The first time a connection is told something it prepares it; from then on it is sent together with what follows. */
const twice = async (act: () => Promise<void>): Promise<void> => {
  await act()
  await sql`truncate public.noted`.execute(one)
  await act()
}

it('what is told is done before what is asked next, and what is asked is answered as ever', () =>
  twice(async () => {
    const seen = await one.transaction().execute(async tx => {
      await note(tx, 'one')
      await note(tx, 'two')
      return [await noted(tx), await noted(tx)]
    })
    expect(seen).toEqual([
      ['one', 'two'],
      ['one', 'two'],
    ])
    expect(await noted()).toEqual(['one', 'two'])
  }))

it('rows that nobody asked for are in no answer', () =>
  twice(async () => {
    const seen = await one.transaction().execute(async tx => {
      await sql`${told}select generate_series(1, ${3}::integer)`.execute(tx)
      return noted(tx)
    })
    expect(seen).toEqual([])
  }))

it('what is told last is done with the end of the transaction', () =>
  twice(async () => {
    await one.transaction().execute(tx => note(tx, 'last'))
    expect(await noted()).toEqual(['last'])
  }))

it('what can’t be done fails what is asked next, and nothing of the transaction stays', () =>
  twice(async () => {
    const asked = one.transaction().execute(async tx => {
      await note(tx, 'same')
      await noted(tx)
      await note(tx, 'same')
      return noted(tx)
    })
    await expect(asked).rejects.toThrow('duplicate key')
    expect(await noted()).toEqual([])
  }))

it('what can’t be done last fails the end of the transaction, and nothing of it stays', () =>
  twice(async () => {
    const asked = one.transaction().execute(async tx => {
      await note(tx, 'same')
      await noted(tx)
      await note(tx, 'same')
    })
    await expect(asked).rejects.toThrow('duplicate key')
    expect(await noted()).toEqual([])
  }))

it('what is told and then undone is never there', () =>
  twice(async () => {
    const asked = one.transaction().execute(async tx => {
      await note(tx, 'undone')
      throw new Error('undone')
    })
    await expect(asked).rejects.toThrow('undone')
    expect(await noted()).toEqual([])
  }))

it('what is told comes before what is read by a cursor', () =>
  twice(async () => {
    const words = await one.transaction().execute(async tx => {
      await note(tx, 'before')
      const query = sql<{ word: string }>`select word from public.noted`.compile(tx)
      const read: string[] = []
      for await (const { rows } of tx.getExecutor().stream<{ word: string }>(query, 1))
        read.push(...rows.map(({ word }) => word))
      return read
    })
    expect(words).toEqual(['before'])
  }))

it('a transaction that begins, is told one thing, asks one and ends has two answers to wait for', async () => {
  const client = new PreparingClient({ connectionString: database.ownerUrl })
  await client.connect()
  try {
    let answers = 0
    client.connection.on('readyForQuery', () => (answers += 1))
    const ask = (text: string, values: readonly unknown[] = []): Promise<{ rows: unknown[] }> =>
      client.query(text, values)
    for (let turn = 0; turn < 3; turn += 1) {
      await ask('begin')
      await ask('/* with the next */ select $1::integer', [turn])
      expect((await ask('select $1::integer as turn', [turn])).rows).toEqual([{ turn }])
      await ask('/* with the next */ select $1::integer', [turn])
      answers = 0
      await ask('commit')
    }
    expect(answers).toBe(1)
    await ask('begin')
    await ask('/* with the next */ select $1::integer', [1])
    answers = 0
    await ask('select $1::integer as turn', [1])
    expect(answers).toBe(1)
    await ask('commit')
  } finally {
    await client.end()
  }
})
