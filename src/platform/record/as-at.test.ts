import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AsAt, now } from '#platform/clock'
import { settledInstant, type Transaction } from '#platform/database'
import { actingFor, addPerson, makeSightings, sighting, type StatedRow, takeRows } from '../../../test/sightings.ts'
import { type TestDatabase, testDatabase } from '../../../test/database.ts'
import {
  countRecords,
  type FieldValue,
  type Filters,
  historyOf,
  type Knowledge,
  listCounted,
  readRecord,
} from './index.ts'

const owners = ['Cheshire Constabulary', 'Lancashire Constabulary', 'Merseyside Police'] as const
const handlings = ['Shared', 'Region', 'Organisation', 'Named', undefined] as const
const home = owners[0]

let database: TestDatabase
let system: number
let analyst: number
let stranger: number

beforeAll(async () => {
  database = await testDatabase()
  await makeSightings(database.owner)
  system = await addPerson(database.owner, 'importer@example.test', 'Fourfold administration', 'system')
  analyst = await addPerson(database.owner, 'analyst@example.test', home, 'analyst')
  stranger = await addPerson(database.owner, 'partner@example.test', 'Fourfold administration', 'partner')
})
afterAll(() => database.close())

const instantOf = (step: number) => new Date(Date.UTC(2022, 0, 1 + step, 12))

const row: fc.Arbitrary<Row> = fc.record({
  reference: fc.constantFrom('A', 'a', 'B', 'C-1', 'Ç', 'D/2'),
  step: fc.integer({ min: 0, max: 12 }),
  name: fc.constantFrom('amber', 'Amber%', 'blue_', 'naïve', 'Ωmega', '100% \\ sure'),
  owner: fc.constantFrom(...owners),
  helper: fc.constantFrom(...owners, null),
  grade: fc.constantFrom('High', 'Middle', 'Low'),
  place: fc.constantFrom('Harbour', 'Quarry'),
  seenOn: fc.constantFrom('2021-12-30', '2021-12-31', '2022-01-01'),
  birds: fc.integer({ min: 0, max: 2 }),
  costPence: fc.constantFrom(0, 1, 2 ** 40),
  handling: fc.constantFrom(...handlings),
})

interface Row {
  readonly reference: string
  readonly step: number
  readonly name: string
  readonly owner: string
  readonly helper: string | null
  readonly grade: string
  readonly place: string
  readonly seenOn: string
  readonly birds: number
  readonly costPence: number
  readonly handling: string | undefined
}

/** Files of rows, no two of which are of the same record and instant. */
const files = fc
  .uniqueArray(row, { minLength: 1, maxLength: 16, selector: one => `${one.reference} ${one.step}` })
  .chain(rows =>
    fc.tuple(
      fc.constant(rows),
      fc.array(fc.integer({ min: 0, max: 3 }), { minLength: rows.length, maxLength: rows.length }),
    ),
  )
  .map(([rows, file]) => [0, 1, 2, 3].map(at => rows.filter((_, index) => file[index] === at)))
  .map(all => all.filter(one => one.length > 0))

function stated({ step, handling, ...values }: Row): StatedRow {
  return { recordedAt: instantOf(step), handling, values: { observer: null, after: null, ...values } }
}

/** What a person of `home` knows of the rows: a plain replay, in order of recording. */
function replay(rows: readonly Row[], upTo: number): ReadonlyMap<string, readonly Row[]> {
  const byReference = Map.groupBy(
    rows.toSorted((a, b) => a.step - b.step),
    one => one.reference,
  )
  const visible = [...byReference].filter(([, all]) => {
    const handling = all.findLast(one => one.handling !== undefined)?.handling ?? 'Region'
    return handling === 'Shared' || handling === 'Region' || all.at(-1)?.owner === home
  })
  return new Map(
    visible
      .map(([reference, all]) => [reference, all.filter(one => one.step <= upTo)] as const)
      .filter(([, all]) => all.length > 0),
  )
}

const values = ({ step: _step, handling: _handling, ...rest }: Row) => ({ observer: null, after: null, ...rest })
const past = (step: number): AsAt => ({ when: 'past', instant: instantOf(step), text: '' })
const named = <Values extends Readonly<Record<'reference', FieldValue>>>(all: readonly Values[]) =>
  Object.fromEntries(all.map(one => [String(one.reference), one]))

const filterCases: readonly (readonly [Filters, (one: Row) => boolean])[] = [
  [{}, () => true],
  [{ owner: { kind: 'one-of', values: [owners[1], 'Nobody'] } }, one => one.owner === owners[1]],
  [{ helper: { kind: 'one-of', values: [owners[2]] } }, one => one.helper === owners[2]],
  [{ name: { kind: 'contains', text: 'A' } }, one => /a/i.test(one.name)],
  [{ name: { kind: 'contains', text: '%' } }, one => one.name.includes('%')],
  [{ name: { kind: 'contains', text: '\\' } }, one => one.name.includes('\\')],
  [{ seenOn: { kind: 'days', from: '2021-12-31' } }, one => one.seenOn >= '2021-12-31'],
  [
    { grade: { kind: 'one-of', values: ['High', 'Low'] }, seenOn: { kind: 'days', to: '2021-12-31' } },
    one => one.grade !== 'Middle' && one.seenOn <= '2021-12-31',
  ],
  [{ recorded: { kind: 'days', from: '2022-01-03', to: '2022-01-05' } }, one => one.step >= 2 && one.step <= 4],
]

/** Two of the filters a run, so that a run stays short. */
let chosenFilters = filterCases

async function expectReplay(tx: Transaction, rows: readonly Row[], known: Knowledge, upTo: number): Promise<void> {
  const expected = replay(rows, upTo)
  for (const [filters, fits] of chosenFilters) {
    const wanted = [...expected.values()].flatMap(all => all.slice(-1)).filter(fits)
    const request = { known, filters, order: { by: 'reference', descending: false }, limit: 200 }
    const listed = await listCounted(tx, sighting, request)
    expect(named(listed.states.map(state => state.values))).toEqual(named(wanted.map(values)))
    expect([listed.states.length, listed.total]).toEqual([wanted.length, wanted.length])
    expect(await countRecords(tx, sighting, request)).toBe(wanted.length)
  }
  for (const reference of ['A', 'a', 'B', 'C-1', 'Ç', 'D/2', 'none']) {
    const all = expected.get(reference) ?? []
    const last = all.at(-1)
    expect((await readRecord(tx, sighting, reference, known))?.values).toEqual(last && values(last))
    const history = await historyOf(tx, sighting, reference, known)
    expect(history.map(entry => entry.state.values)).toEqual(all.map(values).toReversed())
    expect(history.map(entry => entry.changes.map(change => change.field)).toReversed()).toEqual(
      all.map((one, index) => changedFields(all[index - 1], one)),
    )
  }
}

function changedFields(before: Row | undefined, after: Row): readonly string[] {
  if (before === undefined) return []
  const [a, b] = [values(before), values(after)] as Record<string, unknown>[]
  return Object.keys(sighting.fields).filter(name => a?.[name] !== b?.[name])
}

async function empty(): Promise<void> {
  await sql`truncate sightings.sighting, sightings.sighting_state; delete from organisations.handling_stated`.execute(
    database.owner,
  )
}

describe('as at any moment', () => {
  it('is a replay of the changes, in whatever order and files they arrived', async () => {
    await fc.assert(
      fc.asyncProperty(
        files,
        fc.shuffledSubarray([...filterCases], { minLength: 2, maxLength: 2 }),
        async (arrivals, chosen) => {
          chosenFilters = chosen
          await empty()
          const taken: Row[] = []
          const settled: { readonly at: Date; readonly rows: readonly Row[] }[] = []
          for (const rows of arrivals) {
            await actingFor(database.app, system, 'import', tx => takeRows(tx, sighting, rows.map(stated), system))
            taken.push(...rows)
            const at = await actingFor(database.app, system, 'read', settledInstant)
            settled.push({ at, rows: [...taken] })
          }
          await actingFor(database.app, analyst, 'read', async tx => {
            await expectReplay(tx, taken, { asAt: now }, 99)
            for (const step of [-1, 0, 5, 12]) await expectReplay(tx, taken, { asAt: past(step) }, step)
          })
          await expectKept(settled)
          await expectNothing()
        },
      ),
      { numRuns: 20 },
    )
  }, 240_000)

  /** A kept extraction: what was entered later has not been. Who may see it is today's rule, so all is shared for this. */
  async function expectKept(settled: readonly { readonly at: Date; readonly rows: readonly Row[] }[]): Promise<void> {
    await sql`update sightings.sighting_state set audience_id = organisations.audience_for('Shared', owner_id)`.execute(
      database.owner,
    )
    await actingFor(database.app, analyst, 'read', async tx => {
      for (const { at, rows } of settled) {
        const open = rows.map(one => ({ ...one, handling: 'Shared' }))
        await expectReplay(tx, open, { asAt: past(5), enteredBy: at }, 5)
        await expectReplay(tx, open, { asAt: now, enteredBy: at }, 99)
      }
    })
  }

  async function expectNothing(): Promise<void> {
    await actingFor(database.app, stranger, 'read', tx => expectReplay(tx, [], { asAt: now }, 99))
  }
})
