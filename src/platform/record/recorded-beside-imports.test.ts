import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AsAt, now } from '#platform/clock'
import { onlyRow, settledInstant, type Transaction } from '#platform/database'
import { actingFor, addPerson, makeSightings, sighting, takeRows } from '../../../test/sightings.ts'
import { type TestDatabase, testDatabase } from '../../../test/database.ts'
import {
  historyOf,
  listCounted,
  markInError,
  readRecord,
  recordAgain,
  type Recorder,
  type RecordOutcome,
  recordState,
} from './index.ts'

const home = 'Cheshire Constabulary'
let database: TestDatabase
let system: number
let analyst: Recorder

beforeAll(async () => {
  database = await testDatabase()
  await makeSightings(database.owner)
  system = await addPerson(database.owner, 'importer@example.test', 'Fourfold administration', 'system')
  const personId = await addPerson(database.owner, 'analyst@example.test', home, 'analyst')
  analyst = { personId, recordsFor: [await homeId()] }
})
afterAll(() => database.close())

async function homeId(): Promise<number> {
  return onlyRow(
    await sql<{ id: number }>`select id from organisations.organisation where name = ${home}`.execute(database.owner),
  ).id
}

const references = ['A', 'B'] as const
type Reference = (typeof references)[number]

/** What can happen, in any order: a file that states something of long ago, or of just now; a person who records. */
type Act =
  | {
      readonly kind: 'import'
      readonly rows: readonly { readonly reference: Reference; readonly step: number; readonly grade: Grade }[]
    }
  | { readonly kind: 'import now' | 'record'; readonly reference: Reference; readonly grade: Grade }
  | { readonly kind: 'mark' | 'again'; readonly reference: Reference }

const grades = ['High', 'Middle', 'Low'] as const
type Grade = (typeof grades)[number]
const reference = fc.constantFrom(...references)
const grade = fc.constantFrom(...grades)
const acts: fc.Arbitrary<readonly Act[]> = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constant('import' as const),
      rows: fc.uniqueArray(fc.record({ reference, step: fc.integer({ min: 0, max: 5 }), grade }), {
        minLength: 1,
        maxLength: 3,
        selector: row => `${row.reference} ${row.step}`,
      }),
    }),
    {
      arbitrary: fc.record({ kind: fc.constantFrom('import now' as const, 'record' as const), reference, grade }),
      weight: 3,
    },
    { arbitrary: fc.record({ kind: fc.constantFrom('mark' as const, 'again' as const), reference }), weight: 2 },
  ),
  { minLength: 2, maxLength: 9 },
)

/** A state as a plain replay has it. */
interface Replayed {
  readonly at: number
  readonly entered: number
  readonly grade: Grade
  readonly inError: boolean
}
type Replay = Map<Reference, Replayed[]>

const long = (step: number) => Date.UTC(2022, 0, 1 + step, 12)
const plain = (name: string, of: Grade) => ({
  reference: name,
  name: 'Amber',
  owner: home,
  helper: null,
  grade: of,
  place: 'Harbour',
  seenOn: '2021-12-31',
  birds: 1,
  costPence: 5,
  observer: null,
  after: null,
})

const last = (replay: Replay, of: Reference) => replay.get(of)?.at(-1)

function add(replay: Replay, of: Reference, state: Replayed): void {
  replay.set(
    of,
    [...(replay.get(of) ?? []), state].toSorted((a, b) => a.at - b.at),
  )
}

async function take(
  rows: readonly { reference: Reference; at: number; grade: Grade }[],
  replay: Replay,
): Promise<void> {
  const fresh = rows.filter(row => !replay.get(row.reference)?.some(state => state.at === row.at))
  const taken = await actingFor(database.app, system, 'import', tx =>
    takeRows(
      tx,
      sighting,
      fresh.map(row => ({ recordedAt: new Date(row.at), values: plain(row.reference, row.grade) })),
      system,
    ),
  )
  const entered = taken.enteredAt.getTime()
  for (const row of fresh) add(replay, row.reference, { at: row.at, entered, grade: row.grade, inError: false })
}

const asAnalyst = <Result>(act: (tx: Transaction) => Promise<Result>) =>
  actingFor(database.app, analyst.personId, 'read', act)

const readNow = (of: Reference) => asAnalyst(tx => readRecord(tx, sighting, of, { asAt: now, withErrors: true }))

/** Records, marks or takes back, on the version that stands. */
async function write(act: Exclude<Act, { kind: 'import' }>): Promise<RecordOutcome> {
  const state = await readNow(act.reference)
  return asAnalyst(tx => {
    const version = { reference: act.reference, expected: state?.version ?? '', actor: analyst }
    if (act.kind === 'mark') return markInError(tx, sighting, { ...version, reason: 'Twice' })
    if (act.kind === 'again') return recordAgain(tx, sighting, version)
    if (!('grade' in act)) throw new Error('Nothing to record')
    const { reference: _reference, ...values } = {
      ...plain(act.reference, act.grade),
      owner: analyst.recordsFor[0] ?? 0,
    }
    return state === undefined
      ? recordState(tx, sighting, { reference: act.reference, values, actor: analyst })
      : recordState(tx, sighting, { ...version, values: { grade: act.grade } })
  })
}

async function happen(act: Act, replay: Replay): Promise<void> {
  if (act.kind === 'import')
    return take(
      act.rows.map(row => ({ ...row, at: long(row.step) })),
      replay,
    )
  if (act.kind === 'import now') {
    return take([{ reference: act.reference, grade: act.grade, at: await databaseNow() }], replay)
  }
  const before = last(replay, act.reference)
  const outcome = await write(act)
  const wanted = wantedAfter(act, before)
  expect(outcome.kind).toBe(expectedKind(act, before, wanted))
  if (outcome.kind !== 'recorded') return
  const [at, entered] = [outcome.state.recordedFrom.getTime(), outcome.state.enteredAt.getTime()]
  expect(at).toBeGreaterThan(before?.at ?? 0)
  add(replay, act.reference, { at, entered, ...wanted })
}

type Said = Pick<Replayed, 'grade' | 'inError'>

function wantedAfter(act: Act, before: Replayed | undefined): Said {
  return { grade: 'grade' in act ? act.grade : (before?.grade ?? 'High'), inError: act.kind === 'mark' }
}

function expectedKind(act: Act, before: Replayed | undefined, wanted: Said): RecordOutcome['kind'] {
  if (before === undefined) return act.kind === 'record' ? 'recorded' : 'not-there'
  return before.grade === wanted.grade && before.inError === wanted.inError ? 'unchanged' : 'recorded'
}

async function databaseNow(): Promise<number> {
  const result = await sql<{ at: Date }>`select date_trunc('milliseconds', clock_timestamp()) as at`.execute(
    database.app,
  )
  return onlyRow(result).at.getTime()
}

/** What stood at an instant, of what had been entered by another. */
function known(
  replay: Replay,
  at: number,
  entered = Number.POSITIVE_INFINITY,
): readonly (readonly [Reference, Replayed])[] {
  return [...replay].flatMap(([of, states]) => {
    const state = states.findLast(one => one.at <= at && one.entered <= entered)
    return state === undefined ? [] : [[of, state] as const]
  })
}

async function expectKnown(tx: Transaction, replay: Replay, asAt: AsAt, entered?: Date): Promise<void> {
  const at = asAt.when === 'now' ? (entered?.getTime() ?? Number.POSITIVE_INFINITY) : asAt.instant.getTime()
  const all = known(replay, at, entered?.getTime())
  const knowledge = { asAt, ...(entered === undefined ? {} : { enteredBy: entered }) }
  const request = { filters: {}, order: { by: 'reference', descending: false }, limit: 10 }
  for (const withErrors of [false, true]) {
    const listed = await listCounted(tx, sighting, { ...request, known: { ...knowledge, withErrors } })
    const wanted = all.filter(([, state]) => withErrors || !state.inError).toSorted(([a], [b]) => (a < b ? -1 : 1))
    expect(listed.states.map(state => [state.reference, state.values.grade, state.inError !== undefined])).toEqual(
      wanted.map(([of, state]) => [of, state.grade, state.inError]),
    )
    expect(listed.total).toBe(wanted.length)
  }
}

describe('people who record, beside imports', () => {
  it('leave what a replay in order of recording leaves, as at any moment', async () => {
    await fc.assert(
      fc.asyncProperty(acts, async all => {
        await empty()
        const replay: Replay = new Map()
        const settled: { readonly at: Date; readonly replay: Replay }[] = []
        for (const act of all) {
          await happen(act, replay)
          settled.push({ at: await asAnalyst(settledInstant), replay: new Map(replay) })
        }
        await asAnalyst(async tx => {
          await expectKnown(tx, replay, now)
          const instants = [...replay.values()].flatMap(states => states.map(({ at }) => at))
          for (const at of new Set([long(2), ...instants])) {
            await expectKnown(tx, replay, { when: 'past', instant: new Date(at), text: '' })
          }
          for (const { at, replay: then } of settled) await expectKnown(tx, then, now, at)
          for (const of of references) {
            const history = await historyOf(tx, sighting, of, { asAt: now })
            expect(history.map(({ state }) => [state.recordedFrom.getTime(), state.inError !== undefined])).toEqual(
              (replay.get(of) ?? []).map(state => [state.at, state.inError]).toReversed(),
            )
          }
        })
        expect(await firstRecorded()).toEqual(
          references.filter(of => replay.has(of)).map(of => [of, replay.get(of)?.[0]?.at]),
        )
      }),
      { numRuns: 15 },
    )
  }, 240_000)

  it('under way are waited for by an import of a state between, and leave one that stands', async () => {
    await empty()
    const file = (step: number) => take([{ reference: 'A', at: long(step), grade: 'Low' }], new Map())
    await file(0)
    const { promise: mayEnd, resolve: end } = Promise.withResolvers<undefined>()
    const { promise: recorded, resolve: isRecorded } = Promise.withResolvers<undefined>()
    const recording = asAnalyst(async tx => {
      const state = await readRecord(tx, sighting, 'A', { asAt: now })
      const version = { reference: 'A', expected: state?.version ?? '', actor: analyst }
      await recordState(tx, sighting, { ...version, values: { grade: 'Middle' } })
      isRecorded(undefined)
      await mayEnd
    })
    await recorded
    const importing = file(1)
    await someoneWaits()
    end(undefined)
    await Promise.all([recording, importing])
    const { rows } = await sql<{ to: Date | null; next: Date | null }>`
      select nullif(recorded_to, 'infinity') as to, lead(recorded_from) over (order by recorded_from) as next
      from sightings.sighting_state order by recorded_from`.execute(database.owner)
    expect(rows).toHaveLength(3)
    for (const { to, next } of rows) expect(to).toEqual(next)
  })

  /** Until a transaction waits for another to end; not for ever, should none do so. */
  async function someoneWaits(): Promise<void> {
    for (let looks = 0; looks < 500; looks += 1) {
      const { rows } =
        await sql`select from pg_locks where not granted and locktype in ('transactionid', 'tuple')`.execute(
          database.owner,
        )
      if (rows.length > 0) return
      await sql`select pg_sleep(0.01)`.execute(database.owner)
    }
  }
})

/** When a record was first recorded, as its states say: one line for each where all say the same. */
async function firstRecorded(): Promise<readonly (readonly [string, number])[]> {
  const { rows } = await sql<{ of: string; first: Date }>`
    select distinct reference as of, first_recorded_from as first from sightings.sighting_state order by 1, 2`.execute(
    database.owner,
  )
  return rows.map(({ of, first }) => [of, first.getTime()])
}

async function empty(): Promise<void> {
  await sql`truncate sightings.sighting, sightings.sighting_state; delete from organisations.handling_stated`.execute(
    database.owner,
  )
}
