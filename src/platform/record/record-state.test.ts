import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { now } from '#platform/clock'
import { onlyRow, type Transaction } from '#platform/database'
import { actingFor, addPerson, makeSightings, sighting, takeRows } from '../../../test/sightings.ts'
import { type TestDatabase, testDatabase } from '../../../test/database.ts'
import {
  countRecords,
  historyOf,
  markInError,
  readRecord,
  recordAgain,
  type Recorder,
  type Recording,
  type RecordOutcome,
  recordState,
  type RecordState,
  settleRecords,
} from './index.ts'

let database: TestDatabase
let analyst: Recorder
let colleague: Recorder
let neighbour: Recorder
let distant: Recorder
let system: Recorder
let cheshire: number
let merseyside: number

beforeAll(async () => {
  database = await testDatabase()
  await makeSightings(database.owner)
  cheshire = await organisationId('Cheshire Constabulary')
  merseyside = await organisationId('Merseyside Police')
  analyst = await recorder('analyst@example.test', 'Cheshire Constabulary', 'analyst')
  colleague = await recorder('colleague@example.test', 'Cheshire Constabulary', 'lead responsible officer')
  neighbour = await recorder('neighbour@example.test', 'Merseyside Police', 'analyst')
  distant = await recorder('distant@example.test', 'Kent Police', 'analyst')
  system = await recorder('importer@example.test', 'Fourfold administration', 'system')
})
afterAll(() => database.close())

async function organisationId(name: string): Promise<number> {
  return onlyRow(
    await sql<{ id: number }>`select id from organisations.organisation where name = ${name}`.execute(database.owner),
  ).id
}

async function recorder(email: string, organisation: string, part: string): Promise<Recorder> {
  const personId = await addPerson(database.owner, email, organisation, part)
  const { recordsFor } = onlyRow(
    await sql<{ recordsFor: number[] }>`
      select organisations.recording_for(${personId}::integer, 'read') as "recordsFor"`.execute(database.owner),
  )
  return { personId, recordsFor }
}

const as = <Result>(person: Recorder, act: (tx: Transaction) => Promise<Result>) =>
  actingFor(database.app, person.personId, 'read', act)

const plain = () => ({
  name: 'Amber',
  owner: cheshire,
  helper: null,
  grade: 'High',
  place: 'Harbour',
  seenOn: '2022-01-01',
  birds: 2,
  costPence: 2 ** 40,
})

type Name = keyof typeof sighting.fields
const record = (recording: Partial<Recording<Name>> = {}, person = analyst) =>
  as(person, tx => recordState(tx, sighting, { values: plain(), actor: person, ...recording }))

async function made(recording: Partial<Recording<Name>> = {}, person = analyst): Promise<RecordState<Name>> {
  return stateOf(await record(recording, person))
}

function stateOf(outcome: RecordOutcome<Name>): RecordState<Name> {
  if (outcome.kind !== 'recorded') throw new Error(`Not recorded: ${JSON.stringify(outcome)}`)
  return outcome.state
}

const change = (before: RecordState, values: Recording<Name>['values'], person = analyst) =>
  record({ reference: before.reference, expected: before.version, values }, person)

const readNow = (reference: string, person = analyst, withErrors = false) =>
  as(person, tx => readRecord(tx, sighting, reference, { asAt: now, withErrors }))

const whole = { filters: {}, order: { by: 'reference', descending: false } }

describe('a new record', () => {
  it('is there as it was stated, from now on, under a reference that was made', async () => {
    const outcome = await record()
    const state = stateOf(outcome)
    expect(outcome).toMatchObject({ kind: 'recorded', isNew: true })
    expect(state.reference).toMatch(/^CHE-[2-9A-HJKMNP-TV-Z]{6}$/)
    expect(state).toMatchObject({ handling: 'Region', recordedTo: undefined })
    expect(state.recordedFrom).toEqual(state.enteredAt)
    expect(state.values).toMatchObject({
      name: 'Amber',
      owner: 'Cheshire Constabulary',
      costPence: 2 ** 40,
      after: null,
    })
    expect(await readNow(state.reference)).toEqual(state)
    const [entry] = await as(analyst, tx => historyOf(tx, sighting, state.reference, { asAt: now }))
    expect(entry?.person?.email).toBe('analyst@example.test')
  })

  it('is seen by those whom its handling lets see it', async () => {
    const sees = async (reference: string) =>
      Promise.all(
        [analyst, colleague, neighbour, distant].map(async one => (await readNow(reference, one)) !== undefined),
      )
    expect(await sees((await made({ handling: 'Shared' })).reference)).toEqual([true, true, true, true])
    expect(await sees((await made()).reference)).toEqual([true, true, true, false])
    expect(await sees((await made({ handling: 'Organisation' })).reference)).toEqual([true, true, false, false])
    const named = await made({ handling: 'Named' })
    expect(named.handling).toBe('Named')
    expect(await sees(named.reference)).toEqual([true, false, false, false])
  })

  it('has the reference that was given, unless that is in use, seen or not', async () => {
    expect((await made({ reference: 'Given 1' })).reference).toBe('Given 1')
    expect(await record({ reference: 'Given 1' })).toEqual({ kind: 'taken' })
    await made({ reference: 'Hidden 1', handling: 'Organisation' })
    const mine = { ...plain(), owner: merseyside }
    expect(await record({ reference: 'Hidden 1', values: mine }, neighbour)).toEqual({ kind: 'taken' })
  })

  it('is only for an organisation that its maker records for', async () => {
    const before = await total()
    expect(await record({}, neighbour)).toEqual({ kind: 'not-yours', owner: 'Cheshire Constabulary' })
    expect(await record({ values: { ...plain(), owner: null } })).toMatchObject({ kind: 'not-yours' })
    expect(await total()).toBe(before)
  })

  it('says all that is missing', async () => {
    const { name: _name, seenOn: _seenOn, ...values } = plain()
    expect(await record({ values: { ...values, grade: null } })).toEqual({
      kind: 'problems',
      problems: [
        { field: 'name', problem: 'Enter the name' },
        { field: 'grade', problem: 'Enter the grade' },
        { field: 'seenOn', problem: 'Enter the seen on' },
      ],
    })
  })

  const total = async () => (await sql`select from sightings.sighting`.execute(database.owner)).rows.length
})

describe('a change', () => {
  it('makes a whole state of what is changed, and leaves the one before as it was', async () => {
    const first = await made()
    const second = stateOf(await change(first, { grade: 'Low', helper: merseyside }, colleague))
    expect(second.values).toEqual({ ...first.values, grade: 'Low', helper: 'Merseyside Police' })
    expect(second.version).not.toBe(first.version)
    const history = await as(analyst, tx => historyOf(tx, sighting, first.reference, { asAt: now }))
    expect(history.map(entry => entry.changes.map(({ field }) => field))).toEqual([['helper', 'grade'], []])
    expect(history.map(entry => entry.person?.email)).toEqual(['colleague@example.test', 'analyst@example.test'])
    expect(history[1]?.state.recordedTo).toEqual(second.recordedFrom)
  })

  it('that says what stands already makes none', async () => {
    const first = await made()
    const outcome = await change(first, { grade: 'High', costPence: 2 ** 40, seenOn: '2022-01-01' })
    expect(outcome).toEqual({ kind: 'unchanged', state: first })
  })

  it('of a version that no longer stands is told what stands', async () => {
    const first = await made()
    const second = stateOf(await change(first, { grade: 'Low' }))
    expect(await change(first, { grade: 'Middle' }, colleague)).toEqual({ kind: 'changed-meanwhile', state: second })
    expect(await readNow(first.reference)).toEqual(second)
  })

  it('by many at once is made by one, and the others are told', async () => {
    const first = await made()
    const outcomes = await Promise.all([1, 2, 3, 4, 5].map(birds => change(first, { birds: birds + 10 })))
    expect(outcomes.filter(({ kind }) => kind === 'recorded')).toHaveLength(1)
    expect(outcomes.filter(({ kind }) => kind === 'changed-meanwhile')).toHaveLength(4)
    expect(await as(analyst, tx => historyOf(tx, sighting, first.reference, { asAt: now }))).toHaveLength(2)
  })

  it('of what others own, or of what one does not see, is refused', async () => {
    const seen = await made()
    expect(await change(seen, { grade: 'Low' }, neighbour)).toEqual({
      kind: 'not-yours',
      owner: 'Cheshire Constabulary',
    })
    expect(await change(seen, { grade: 'Low' }, distant)).toEqual({ kind: 'not-there' })
    expect(await change({ ...seen, reference: 'none\u0000' }, { grade: 'Low' })).toEqual({ kind: 'not-there' })
    const named = await made({ handling: 'Named' })
    expect(await change(named, { grade: 'Low' }, colleague)).toEqual({ kind: 'not-there' })
    const believing = { ...neighbour, recordsFor: [cheshire, merseyside] }
    expect(await change(seen, { grade: 'Low' }, believing)).toMatchObject({ kind: 'not-yours' })
  })

  it('of the owner is only to an organisation that one records for', async () => {
    const first = await made()
    expect(await change(first, { owner: merseyside })).toEqual({ kind: 'not-yours', owner: 'Merseyside Police' })
    const both = { ...analyst, recordsFor: [cheshire, merseyside] }
    await sql`update organisations.organisation set to_on = current_date, successor_id = ${cheshire}
      where id = ${merseyside}`.execute(database.owner)
    const moved = stateOf(await change(first, { owner: merseyside }, both))
    expect(moved.values.owner).toBe('Merseyside Police')
    const { rows } = await sql<{ owner: number; audiences: number }>`
      select h.owner_id as owner, count(distinct s.audience_id) as audiences
      from sightings.sighting h join sightings.sighting_state s on s.record_id = h.id
      where h.reference = ${first.reference} group by 1`.execute(database.owner)
    expect(rows).toEqual([{ owner: merseyside, audiences: 1 }])
    await sql`update organisations.organisation set to_on = null, successor_id = null where id = ${merseyside}`.execute(
      database.owner,
    )
  })

  it('takes its place after a state of a moment that this clock has not reached', async () => {
    const first = await made()
    const ahead = new Date(Date.now() + 3_600_000)
    const values = { ...first.values, grade: 'Low' }
    await actingFor(database.app, system.personId, 'import', tx =>
      takeRows(tx, sighting, [{ recordedAt: ahead, values }], system.personId),
    )
    const stated = await readNow(first.reference)
    const next = stateOf(await change(stated ?? first, { grade: 'Middle' }))
    expect(next.recordedFrom.getTime()).toBe(ahead.getTime() + 1)
  })
})

describe('who may see a record', () => {
  const settled = async (reference: string) => {
    const { rows } = await sql<object>`
      select h.owner_id, h.handling, h.audience_id, s.recorded_from, s.audience_id as of_state
      from sightings.sighting h join sightings.sighting_state s on s.record_id = h.id
      where h.reference = ${reference} order by s.recorded_from`.execute(database.owner)
    return rows
  }
  const settle = (reference: string) =>
    actingFor(database.app, analyst.personId, 'import', tx => settleRecords(tx, sighting, [reference]))
  const share = async (reference: string, { withHistory = false, secondsAhead = 0 } = {}) => {
    await sql`insert into organisations.share (register, reference, organisation_id, with_history, from_at, shared_by)
      values ('sightings', ${reference}, (select id from organisations.organisation where name = 'Kent Police'), ${withHistory},
        clock_timestamp() + ${secondsAhead} * interval '1 second', ${analyst.personId})`.execute(database.owner)
    await settle(reference)
  }

  it.each<[string, () => Promise<RecordState<Name>>]>([
    ['is new', () => made()],
    ['is new and of a handling', () => made({ handling: 'Organisation' })],
    [
      'is new, of whose reference something was stated before',
      async () => {
        await sql`insert into organisations.handling_stated (register, reference, stated_at, handling, entered_at, person_id)
        values ('sightings', 'Erased 1', now(), 'Organisation', now(), ${analyst.personId})`.execute(database.owner)
        return made({ reference: 'Erased 1' })
      },
    ],
    ['was changed', async () => stateOf(await change(await made({ handling: 'Organisation' }), { grade: 'Low' }))],
    [
      'was changed after it was shared from then on',
      async () => {
        const before = stateOf(await change(await made(), { grade: 'Low' }))
        await share(before.reference)
        return stateOf(await change(before, { grade: 'High' }))
      },
    ],
    [
      'was changed after it was shared with its history',
      async () => {
        const before = await made()
        await share(before.reference, { withHistory: true })
        return stateOf(await change(before, { grade: 'Low' }))
      },
    ],
    [
      'was changed at a moment before it was shared, by a clock that is behind',
      async () => {
        const before = await made()
        await share(before.reference, { secondsAhead: 60 })
        return stateOf(await change(before, { grade: 'Low' }))
      },
    ],
  ])('is settled by what was recorded where it %s', async (_where, recorded) => {
    const { reference } = await recorded()
    const before = await settled(reference)
    await settle(reference)
    expect(before).toEqual(await settled(reference))
  })
})

describe('a record in error', () => {
  const mark = (state: RecordState, person = analyst) =>
    as(person, tx =>
      markInError(tx, sighting, {
        reference: state.reference,
        expected: state.version,
        reason: ' Seen twice ',
        actor: person,
      }),
    )
  const again = (state: RecordState) =>
    as(analyst, tx =>
      recordAgain(tx, sighting, { reference: state.reference, expected: state.version, actor: analyst }),
    )
  const counted = (known = {}) =>
    as(analyst, tx => countRecords(tx, sighting, { ...whole, known: { asAt: now, ...known } }))

  it('is left out from then on, is there as before then, and keeps its history and reason', async () => {
    const first = await made()
    const before = await counted()
    const closed = stateOf(await mark(first))
    expect(closed).toMatchObject({ inError: 'Seen twice', values: first.values })
    expect(await counted()).toBe(before - 1)
    expect(await counted({ withErrors: true })).toBeGreaterThanOrEqual(before)
    expect(await readNow(first.reference)).toBeUndefined()
    expect(await readNow(first.reference, analyst, true)).toEqual(closed)
    const then = { when: 'past', instant: first.recordedFrom, text: '' } as const
    expect(await as(analyst, tx => readRecord(tx, sighting, first.reference, { asAt: then }))).toMatchObject({
      values: first.values,
    })
    const history = await as(analyst, tx => historyOf(tx, sighting, first.reference, { asAt: now }))
    expect(history.map(({ state }) => state.inError)).toEqual(['Seen twice', undefined])
  })

  it('is left out of what was entered by then, and not of what was entered before', async () => {
    const first = await made()
    const closed = stateOf(await mark(first))
    const known = (enteredBy: Date) =>
      as(analyst, tx =>
        readRecord(tx, sighting, first.reference, {
          asAt: { when: 'past', instant: closed.recordedFrom, text: '' },
          enteredBy,
        }),
      )
    expect(await known(closed.enteredAt)).toBeUndefined()
    expect((await known(first.enteredAt))?.version).toBe(first.version)
  })

  it('is marked once, by who records for its owner, with a reason', async () => {
    const first = await made()
    expect(await mark(first, neighbour)).toMatchObject({ kind: 'not-yours' })
    expect(await mark(first, distant)).toEqual({ kind: 'not-there' })
    const blank = { reference: first.reference, expected: first.version, reason: ' ', actor: analyst }
    expect(await as(analyst, tx => markInError(tx, sighting, blank))).toMatchObject({ kind: 'problems' })
    const closed = stateOf(await mark(first))
    expect(await mark(first)).toEqual({ kind: 'changed-meanwhile', state: closed })
    expect(await mark(closed)).toEqual({ kind: 'unchanged', state: closed })
  })

  it('is recorded again as it stood', async () => {
    const first = await made()
    expect(await again(first)).toMatchObject({ kind: 'unchanged' })
    const closed = stateOf(await mark(first))
    expect(stateOf(await again(closed)).values).toEqual(first.values)
    expect(await readNow(first.reference)).toMatchObject({ values: first.values, recordedTo: undefined })
  })

  it('is recorded again by an import of a later state, and not by one of an earlier', async () => {
    const closed = stateOf(await mark(await made()))
    const take = (recordedAt: Date, grade: string) =>
      actingFor(database.app, system.personId, 'import', tx =>
        takeRows(tx, sighting, [{ recordedAt, values: { ...closed.values, grade } }], system.personId),
      )
    await take(new Date('2022-01-01T09:00:00Z'), 'Low')
    expect(await readNow(closed.reference)).toBeUndefined()
    expect((await readNow(closed.reference, analyst, true))?.version).toBe(closed.version)
    await take(new Date(closed.recordedFrom.getTime() + 1), 'Middle')
    expect(await readNow(closed.reference)).toMatchObject({ values: { grade: 'Middle' } })
  })
})
