import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { disruption } from '#modules/disruptions'
import { personIdByEmail, stateActor } from '#modules/organisations'
import { threat } from '#modules/threats'
import { now } from '#platform/clock'
import type { Transaction } from '#platform/database'
import type { Actor } from '#platform/http'
import { markInError, readRecord, recordAgain, type RecordedVersion } from '#platform/record'
import { testDatabase, type TestDatabase } from '#test/database'
import { recordStates, type StatedState } from '#test/record-states'
import { compareExtractions } from './compare-extractions.ts'
import { readExtractionRequest } from './extraction-request.ts'
import type { KeptExtraction } from './extraction-store.ts'
import { runExtraction } from './run-extraction.ts'

let database: TestDatabase
let cheshire: number

beforeAll(async () => {
  database = await testDatabase()
  const { rows } = await sql<{ id: number }>`
    select id from organisations.organisation where name = 'Cheshire Constabulary'`.execute(database.owner)
  cheshire = rows[0]!.id
})
afterAll(() => database.close())

describe('threats, as at two days', () => {
  let reasons: Awaited<ReturnType<typeof reasonsBetween>>

  beforeAll(async () => {
    await recordStates(database.app, threat, [
      ...['SAME', 'CLOSED', 'TIER', 'TYPE', 'NAME', 'AGAIN', 'ERASED'].map(name => threatState(name, '2022-05-01')),
      threatState('DRAFT', '2022-05-01', { moderation_status: 'Submitted' }),
      threatState('CLOSED', '2023-02-01', { phase: 'Archived (closed)' }),
      threatState('TIER', '2023-02-01', { tier: 'Tier 5' }),
      threatState('TYPE', '2023-02-01', { threat_type: 'Vulnerability' }),
      threatState('NAME', '2023-02-01', { name: 'Another name' }),
      threatState('AGAIN', '2023-02-01'),
      threatState('ERASED', '2023-02-01', { name: 'Another name', tier: 'Tier 1' }),
      threatState('DRAFT', '2023-02-01'),
      threatState('NEW', '2023-02-01'),
    ])
    const a = await take({ preset: 'hmicfrs-threats', asAt: '2023-01-04' })
    await recordStates(database.app, threat, [
      threatState('OLD', '2022-06-01'),
      threatState('SAME', '2022-12-01', { crime_category: 'Fraud' }),
    ])
    const b = await take({ preset: 'hmicfrs-threats', asAt: '2023-04-01' })
    await sql`update threats.threat set erased_at = clock_timestamp() where reference = 'CHE-ERASED'`.execute(
      database.owner,
    )
    reasons = await reasonsBetween(a, b)
  })

  it('gives each row that differs, with the reason', () => {
    expect(Object.fromEntries(reasons.map(one => [one.reference, [one.in, ...one.words]]))).toEqual({
      'CHE-AGAIN': ['both', 'recorded again'],
      'CHE-CLOSED': ['A only', 'closed'],
      'CHE-DRAFT': ['B only', 'moderated'],
      'CHE-ERASED': ['both', 're-tiered', 'erased'],
      'CHE-NAME': ['both', 'renamed'],
      'CHE-NEW': ['B only', 'recorded since'],
      'CHE-OLD': ['B only', 'history stated later'],
      'CHE-SAME': ['both', 'reclassified', 'history stated later'],
      'CHE-TIER': ['A only', 're-tiered'],
      'CHE-TYPE': ['both', 'reclassified'],
    })
  })

  it('says of each what was before and what is after', () => {
    const saidOf = (reference: string) => reasons.find(one => one.reference === reference)?.says.join(' ')
    expect(saidOf('CHE-TIER')).toBe('Tier was Tier 2, then Tier 5.')
    expect(saidOf('CHE-OLD')).toContain('recorded on 1 June 2022, and was entered here on')
    expect(saidOf('CHE-ERASED')).not.toContain('Another name')
  })

  it('finds no difference between an extraction and itself', async () => {
    const a = await take({ preset: 'hmicfrs-threats', asAt: '2023-01-04' })
    expect(await reasonsBetween(a, a)).toEqual([])
  })
})

describe('disruptions', () => {
  it('were recorded late, re-dated, regraded, or fall outside the days', async () => {
    await recordStates(database.app, disruption, [
      disruptionState('LATE', '2023-02-20', '2022-12-16'),
      disruptionState('DATED', '2022-12-20', '2022-12-19'),
      disruptionState('DATED', '2023-02-20', '2023-01-02'),
      disruptionState('GRADED', '2022-12-20', '2022-12-19'),
      disruptionState('GRADED', '2023-02-20', '2022-12-19', { assessment_category: 'No disruption' }),
      disruptionState('FIRST', '2022-12-20', '2022-01-01'),
    ])
    const year = { preset: 'hmicfrs-disruptions', from: '2022-01-01', to: '2022-12-31' }
    const a = await take({ ...year, asAt: '2023-01-04' })
    const b = await take({ ...year, asAt: '2023-07-13', literalDates: true })
    const reasons = await reasonsBetween(a, b)
    expect(Object.fromEntries(reasons.map(one => [one.reference, [one.in, ...one.words]]))).toEqual({
      'D-LATE': ['B only', 'recorded late'],
      'D-DATED': ['A only', 're-dated'],
      'D-GRADED': ['A only', 'reclassified'],
      'D-FIRST': ['A only', 'other dates'],
    })
    expect(reasons.find(one => one.reference === 'D-LATE')?.says).toEqual([
      'It happened on 16 December 2022 and was recorded on 20 February 2023, 66 days later.',
    ])
  })
})

describe('a record in error', () => {
  it('left the later extraction for that reason, and came back with another', async () => {
    await recordStates(database.app, threat, [threatState('ERROR', '2022-05-01')])
    const before = await take({ preset: 'hmicfrs-threats' })
    const act = (record: (tx: Transaction, version: RecordedVersion) => Promise<unknown>): Promise<unknown> =>
      asSystem(async (tx, actor) => {
        const known = { asAt: now, withErrors: true }
        const expected = (await readRecord(tx, threat, 'CHE-ERROR', known))?.version ?? ''
        return record(tx, { reference: 'CHE-ERROR', expected, actor })
      })
    await act((tx, version) => markInError(tx, threat, { ...version, reason: 'Twice' }))
    const during = await take({ preset: 'hmicfrs-threats' })
    await act((tx, version) => recordAgain(tx, threat, version))
    const after = await take({ preset: 'hmicfrs-threats' })
    const told = async (a: KeptExtraction, b: KeptExtraction) =>
      (await reasonsBetween(a, b)).map(one => [one.reference, one.in, ...one.words])
    expect(await told(before, during)).toEqual([['CHE-ERROR', 'A only', 'recorded in error']])
    expect(await told(during, before)).toEqual([['CHE-ERROR', 'B only', 'recorded in error']])
    expect(await told(during, after)).toEqual([['CHE-ERROR', 'B only', 'recorded again']])
  })
})

describe('what the reader may not see', () => {
  it('is counted and not compared', async () => {
    await recordStates(database.app, threat, [{ ...threatState('HIDDEN', '2022-05-01'), handling: 'Organisation' }])
    const a = await take({ preset: 'hmicfrs-threats', asAt: '2023-01-04' })
    await sql`
      update threats.threat_state set audience_id = organisations.audience_for('Named', ${cheshire}::integer)
      where reference = 'CHE-HIDDEN'`.execute(database.owner)
    const b = await take({ preset: 'hmicfrs-threats', asAt: '2023-01-04' })
    const { differences, unseen } = await asSystem(tx => compareExtractions(tx, { a, b }))
    expect(differences.map(one => one.reference)).not.toContain('CHE-HIDDEN')
    expect(unseen).toEqual({ a: 1, b: 0 })
  })

  it('differs when it was not open to one of them', async () => {
    const a = await take({ preset: 'hmicfrs-threats', asAt: '2023-01-04' })
    await sql`
      update threats.threat_state set audience_id = organisations.audience_for('Shared', ${cheshire}::integer)
      where reference = 'CHE-HIDDEN'`.execute(database.owner)
    const b = await take({ preset: 'hmicfrs-threats', asAt: '2023-01-04' })
    const reasons = await reasonsBetween(a, b)
    expect(reasons).toMatchObject([{ reference: 'CHE-HIDDEN', in: 'B only', words: ['not open'] }])
  })
})

function threatState(name: string, day: string, changes: Readonly<Record<string, string>> = {}): StatedState {
  return {
    recordedFrom: `${day}T12:00:00Z`,
    values: {
      reference: `CHE-${name}`,
      owner_id: cheshire,
      name: 'Amber Heron',
      threat_type: 'Organised crime group',
      type: 'Tactical',
      soc: 'SOC',
      moderation_status: 'Moderated',
      tier: 'Tier 2',
      phase: 'Active',
      crime_category: 'Drugs',
      ...changes,
    },
  }
}

function disruptionState(
  name: string,
  day: string,
  recordDate: string,
  changes: Readonly<Record<string, string>> = {},
): StatedState {
  return {
    recordedFrom: `${day}T12:00:00Z`,
    values: {
      reference: `D-${name}`,
      owner_id: cheshire,
      record_date: recordDate,
      threat_reference: 'CHE-SAME',
      disruption_type: 'Lead Disruption',
      assessment_category: 'Minor',
      four_p: 'Pursue',
      title: 'Cash seized',
      arrests: 0,
      cash_seized_pence: 0,
      ...changes,
    },
  }
}

async function reasonsBetween(a: KeptExtraction, b: KeptExtraction) {
  const { differences } = await asSystem(tx => compareExtractions(tx, { a, b }))
  return differences.map(({ reference, in: where, reasons }) => ({
    reference,
    in: where,
    words: reasons.map(reason => reason.word),
    says: reasons.map(reason => reason.says),
  }))
}

async function take(asked: Parameters<typeof readExtractionRequest>[0]): Promise<KeptExtraction> {
  const read = readExtractionRequest(asked, new Date())
  if ('problems' in read) throw new Error(JSON.stringify(read.problems))
  return asSystem(async (tx, actor) => (await runExtraction(tx, read.request, actor)).kept)
}

async function asSystem<Result>(act: (tx: Transaction, actor: Actor) => Promise<Result>): Promise<Result> {
  return database.app.transaction().execute(async tx => {
    const actor = await stateActor(tx, (await personIdByEmail(tx, 'system'))!, 'read')
    return act(tx, actor!)
  })
}
