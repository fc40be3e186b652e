import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Field, fieldsOf } from '#platform/record'
import { modules } from '../src/app.ts'
import { type TestDatabase, testDatabase } from './database.ts'

const registers = modules.flatMap(module => module.registers ?? [])

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

const types: Readonly<Record<Field['kind'], readonly string[]>> = {
  reference: ['text'],
  text: ['text'],
  choice: ['text'],
  listed: ['text'],
  organisation: ['integer'],
  email: ['text'],
  day: ['date'],
  count: ['integer', 'bigint'],
  money: ['bigint'],
  link: ['text'],
}

/** Columns that a trigger fills from the declared ones, for questions over all records. */
const derivedColumns: Readonly<Record<string, string>> = {
  text_print: 'the hashed words of a plan’s text',
  text_runs: 'hashes of its runs of three words',
  says_words: 'how many words an action has',
  says_first: 'with which word an action begins',
}

/** The indexes that lists are counted and put in order by, by register. */
const indexesOfLists: Readonly<Record<string, readonly string[]>> = {
  threats: [
    'current',
    'known',
    'by_tier',
    'by_phase',
    'by_crime_category',
    'in_order',
    'by_name',
    'reference',
    'by_audience_then',
  ],
  disruptions: ['current', 'known', 'by_four_p', 'by_category', 'in_order', 'by_title'],
}

describe('every register', () => {
  it('is there to be tested', () => {
    expect(registers.map(({ record }) => record.register)).toEqual(expect.arrayContaining(['threats', 'disruptions']))
  })

  it.each(registers)('is declared as its table stands: $record.register', async ({ record }) => {
    const columns = await columnsOf(`${record.table}_state`)
    for (const [name, field] of fieldsOf(record)) {
      const { type, nullable } = columns.get(field.column) ?? {}
      expect({ name, fits: types[field.kind].includes(type ?? ''), nullable }).toEqual({
        name,
        fits: true,
        // What is settled by steps of its own may be empty until the first of them.
        nullable: field.byStepsOnly ? nullable : (field.optional ?? false),
      })
    }
    expect(record.fields[record.ownerField]?.column).toBe('owner_id')
    const own = [
      'id',
      'record_id',
      'audience_id',
      'recorded_from',
      'recorded_to',
      'entered_at',
      'person_id',
      'import_id',
      'in_error',
      ...(record.tellsFirstRecorded === true ? ['first_recorded_from'] : []),
    ]
    const declared = fieldsOf(record).map(([, field]) => field.column)
    const derived = [...columns.keys()].filter(name => name in derivedColumns)
    expect([...columns.keys()].toSorted()).toEqual([...own, ...declared, ...derived].toSorted())
  })

  // Of hundreds of thousands: decisions 0020 and 0021. A tactic is rare, and has an index of its own.
  it.each(registers.flatMap(({ record }) => (indexesOfLists[record.register] ?? []).map(index => ({ record, index }))))(
    'is counted and put in order by indexes that have what it is narrowed by: $record.register, $index',
    async ({ record, index }) => {
      const narrowed = fieldsOf(record).flatMap(([name, { filter, column }]) =>
        (filter === 'one-of' || filter === 'days') && name !== 'tactic' ? [column] : [],
      )
      expect(narrowed.length).toBeGreaterThan(5)
      const { rows } = await sql<{ column: string }>`
        select attname as column from pg_attribute
        where attrelid = ${`${record.table}_state_${index}`}::regclass`.execute(database.owner)
      expect(rows.map(({ column }) => column)).toEqual(expect.arrayContaining([...narrowed, 'id', 'audience_id']))
    },
  )

  it('has an index in each order that says so, with what lists are narrowed by; of references of any day too, and of each audience', async () => {
    const today = "WHERE ((recorded_to = 'infinity'%AND (in_error IS NULL))"
    const anyDay = 'WHERE (in_error IS NULL)'
    const ordered = registers.flatMap(({ record }) =>
      fieldsOf(record).flatMap(([, { sortable, column }]) =>
        sortable !== 'in an index'
          ? []
          : column === 'reference'
            ? [
                { record, keys: 'reference, audience_id', states: today },
                { record, keys: 'audience_id, reference', states: today },
                { record, keys: 'reference, recorded_to, recorded_from, audience_id', states: '' },
                { record, keys: 'audience_id, reference, recorded_to, recorded_from', states: anyDay },
              ]
            : [{ record, keys: `${column}, reference`, states: today }],
      ),
    )
    expect(ordered.length).toBeGreaterThan(0)
    for (const { record, keys, states } of ordered) {
      const { rows } = await sql<{ name: string }>`
        select replace(indexrelid::regclass::text, ${`${record.table}_state_`}, '') as name from pg_index
        where indrelid = ${`${record.table}_state`}::regclass
          and pg_get_indexdef(indexrelid) like ${`%(${keys}%${states}`}`.execute(database.owner)
      expect(rows).toHaveLength(1)
      expect(indexesOfLists[record.register]).toContain(rows[0]?.name)
    }
  })

  it('holds to the days that lists of a past day rely on', async () => {
    const relied = registers.flatMap(({ record }) =>
      fieldsOf(record).flatMap(([, field]) => (field.notAfterRecorded ? [{ record, column: field.column }] : [])),
    )
    expect(relied.length).toBeGreaterThan(0)
    for (const { record, column } of relied) {
      const { rows } = await sql<{ says: string }>`
        select pg_get_constraintdef(oid) as says from pg_constraint
        where conrelid = ${`${record.table}_state`}::regclass and conname = ${`${column}_not_after_recorded`}
          and convalidated`.execute(database.owner)
      expect(rows.map(({ says }) => says)).toEqual([
        `CHECK ((${column} <= ((recorded_from AT TIME ZONE 'Europe/London'::text))::date))`,
      ])
    }
  })

  it.each(registers)('has the texts in use of what it is searched in: $record.register', async ({ record }) => {
    const searched = fieldsOf(record).filter(([, field]) => field.filter === 'contains')
    expect(searched.map(([name]) => name)).toEqual([record.titleField])
    for (const [, { column, indexedByParts }] of searched) {
      expect(indexedByParts).toBe(true)
      const { rows } = await sql<{ name: string }>`
        select p.oid::regprocedure::text as name from pg_proc p
        where p.oid in (to_regprocedure(${`${record.table}_${column}_like(text)`}),
          to_regprocedure(${`${record.table}_reference_like(text, integer)`}))`.execute(database.owner)
      expect(rows).toHaveLength(2)
      const { rows: triggers } = await sql<{ name: string }>`
        select tgname as name from pg_trigger where tgrelid = ${`${record.table}_state`}::regclass
          and tgname in (${`${column}_added`}, ${`${column}_changed`}) and tgenabled = 'O'`.execute(database.owner)
      expect(triggers).toHaveLength(2)
    }
  })

  it.each(registers)('finds the values of a listed field by an index: $record.register', async ({ record }) => {
    const listed = fieldsOf(record).filter(([, field]) => field.kind === 'listed')
    const { rows } = await sql<{ says: string }>`
      select pg_get_indexdef(indexrelid) as says from pg_index
      where indrelid = ${`${record.table}_state`}::regclass and indpred is not null`.execute(database.owner)
    for (const [name, { column }] of listed) {
      const its = rows.filter(
        ({ says }) => says.includes(`(${column}, audience_id)`) && says.includes(`${column} IS NOT NULL`),
      )
      expect([name, its.length]).toEqual([name, 1])
    }
  })

  it.each(registers)('hides its rows behind the same policies: $record.register', async ({ record }) => {
    const [schema = '', table = ''] = record.table.split('.')
    const { rows } = await sql<{ name: string; table: string; secured: boolean }>`
      select p.policyname as name, p.tablename as "table", c.relrowsecurity as secured
      from pg_policies p join pg_class c on c.oid = (p.schemaname || '.' || p.tablename)::regclass
      where p.schemaname = ${schema} and p.tablename in (${table}, ${`${table}_state`})`.execute(database.owner)
    const names = rows.map(row => `${row.table} ${row.name}`).toSorted()
    expect(names).toEqual(
      [table, `${table}_state`].flatMap(one => ['changed', 'recorded', 'seen'].map(name => `${one} ${name}`)),
    )
    expect(rows.every(row => row.secured)).toBe(true)
  })

  it.each(registers)(
    'leads to the page of a reference, whatever stands in it: $record.register',
    ({ record, href }) => {
      expect(href('A/1 é?#')).toBe(`/${record.register}/A%2F1%20%C3%A9%3F%23`)
    },
  )
})

async function columnsOf(table: string) {
  const [schema, name] = table.split('.')
  const { rows } = await sql<{ column: string; type: string; nullable: boolean }>`
    select column_name as column, data_type as type, is_nullable = 'YES' as nullable
    from information_schema.columns where table_schema = ${schema} and table_name = ${name}`.execute(database.owner)
  return new Map(rows.map(row => [row.column, row]))
}
