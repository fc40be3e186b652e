import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Transaction } from '#platform/database'
import { type Scene, sceneOf } from '#test/access-scene'
import { type TestDatabase, testDatabase } from '#test/database'
import { nameKey } from '../name-key.ts'
import {
  listOrganisations,
  listRegions,
  membersOn,
  type Organisation,
  organisationIndex,
} from '../organisation-store.ts'
import { addSamplePeople } from '../people/sample-people.ts'
import { beginMembership, endMembership, overlaps } from './change-membership.ts'
import { listMemberships } from './membership-store.ts'
import { aliasesOf } from './organisation-change-store.ts'
import { addOrganisation, changeOrganisation } from './save-organisation.ts'

let database: TestDatabase
let scene: Scene

beforeAll(async () => {
  database = await testDatabase()
  scene = sceneOf(database)
  await scene.asOwner(tx => addSamplePeople(tx, { passwordHash: 'none' }))
})
afterAll(() => database.close())

const act = <Result>(work: (tx: Transaction) => Promise<Result>) => database.app.transaction().execute(work)

async function organisation(name: string): Promise<Organisation> {
  const found = await act(async tx => (await organisationIndex(tx)).find(name))
  if (found === undefined) throw new Error(`There is no ${name}`)
  return found
}

const factsOf = ({ name, abbreviation, code, fromOn, toOn, successorId }: Organisation) => ({
  name,
  abbreviation,
  code,
  fromOn,
  toOn,
  successorId,
})

const change = async (name: string, changes: Partial<Organisation>, aliases: readonly string[] = []) => {
  const before = await organisation(name)
  return act(tx => changeOrganisation(tx, before, { ...factsOf(before), ...changes }, aliases))
}

const add = (name: string, kind = 'Police force', fromOn?: string) =>
  act(tx => addOrganisation(tx, { name, abbreviation: undefined, code: undefined, fromOn }, kind))

const begin = async (name: string, region: string, fromOn?: string, toOn?: string) => {
  const found = await organisation(name)
  return act(async tx => {
    const regionId = (await listRegions(tx)).find(one => one.name === region)?.id ?? 0
    return beginMembership(tx, found, { regionId, fromOn, toOn })
  })
}

const membersOf = async (region: string, day: string) => {
  const ids = await act(tx => membersOn(tx, [region], day))
  const all = await act(listOrganisations)
  return all.filter(({ id }) => ids.includes(id)).map(({ name }) => name)
}

describe('the names of organisations', () => {
  test('are compared alike here and in the database', async () => {
    const words = fc.constantFrom('The ', 'the', ' & ', '&', 'and', ' ', '\t', 'Police', 'KENT', 'Dyfed-Powys', 'x')
    await fc.assert(
      fc.asyncProperty(fc.array(words, { maxLength: 6 }), async parts => {
        const name = parts.join('')
        const { rows } = await sql<{ key: string }>`select organisations.name_key(${name}) as key`.execute(database.app)
        expect(nameKey(name)).toBe(rows[0]?.key)
      }),
      { numRuns: 200 },
    )
  })

  test.each([
    ['THE yorkshire & the humber regional organised crime unit', 'Yorkshire and Humber Regional Organised Crime Unit'],
    ['07', 'Cheshire Constabulary'],
    ['nwrocu', 'North West Regional Organised Crime Unit'],
    ['Devon & Cornwall Police', 'Devon and Cornwall Police'],
    ['Metropolitan Police', 'Metropolitan Police Service'],
  ])('%s is found', async (text, name) => {
    expect((await organisation(text)).name).toBe(name)
  })

  test('that nobody has are not found', async () => {
    const index = await act(organisationIndex)
    expect(index.find('Cheshire')).toBeUndefined()
    expect(index.find('')).toBeUndefined()
  })

  test('are never two organisations’, and a name that was given up is still known', async () => {
    expect(await change('Norfolk Constabulary', { name: 'the CHESHIRE constabulary' })).toEqual({
      errors: [{ field: 'name', text: 'Cheshire Constabulary is known by that name' }],
    })
    expect(await change('Norfolk Constabulary', { code: '07' })).toHaveProperty('errors')
    expect(await change('Norfolk Constabulary', { abbreviation: 'NCA' })).toHaveProperty('errors')
    expect(await change('Norfolk Constabulary', {}, ['Merseyside Police'])).toHaveProperty('errors')
    expect(await change('Norfolk Constabulary', { name: '' })).toHaveProperty('errors')
    expect(await change('Norfolk Constabulary', { name: 'Norfolk Police' }, ['Broads Police'])).toMatchObject({
      changed: ['name', 'aliases'],
    })
    const renamed = await organisation('Norfolk Constabulary')
    expect(renamed.name).toBe('Norfolk Police')
    expect(await act(tx => aliasesOf(tx, renamed.id))).toEqual(['broads police', 'norfolk constabulary'])
    expect(await change('Norfolk Police', {}, ['Norfolk Constabulary'])).toMatchObject({ changed: ['aliases'] })
    expect(await act(tx => aliasesOf(tx, renamed.id))).toEqual(['norfolk constabulary'])
  })

  test('of a new one are asked for, with its kind', async () => {
    expect(await add('', 'Partner')).toHaveProperty('errors')
    expect(await add('A borough council', 'Council')).toHaveProperty('errors')
    expect(await add('A borough council', 'Partner')).toHaveProperty('id')
    expect(await organisation('the a borough council')).toMatchObject({ kind: 'Partner' })
    expect(await add('A Borough Council', 'Partner')).toHaveProperty('errors')
  })
})

describe('memberships of a region', () => {
  test('are those of the day', async () => {
    await add('Eastern Test Police', 'Police force')
    expect(await begin('Eastern Test Police', 'Eastern', '2020-01-01', '2021-01-01')).toEqual({ ok: true })
    expect(await begin('Eastern Test Police', 'South East', '2021-01-01')).toEqual({ ok: true })
    expect(await membersOf('Eastern', '2019-12-31')).not.toContain('Eastern Test Police')
    expect(await membersOf('Eastern', '2020-01-01')).toContain('Eastern Test Police')
    expect(await membersOf('Eastern', '2020-12-31')).toContain('Eastern Test Police')
    expect(await membersOf('Eastern', '2021-01-01')).not.toContain('Eastern Test Police')
    expect(await membersOf('South East', '2021-01-01')).toContain('Eastern Test Police')
    expect(await act(tx => membersOn(tx, ['No such region'], '2021-01-01'))).toEqual([])
  })

  test('that overlap are refused, and nothing is changed', async () => {
    const before = await act(tx => listMemberships(tx))
    const problem = expect.stringContaining('Memberships can’t overlap')
    expect(await begin('Cheshire Constabulary', 'Eastern')).toEqual({ field: 'from', problem })
    expect(await begin('Eastern Test Police', 'Eastern', '2020-06-01', '2020-07-01')).toEqual({
      field: 'from',
      problem,
    })
    expect(await begin('Eastern Test Police', 'Eastern', undefined, '2020-01-02')).toEqual({ field: 'from', problem })
    expect(await begin('Eastern Test Police', 'Eastern', '2026-01-01', '2025-01-01')).toMatchObject({ field: 'to' })
    expect(await act(tx => listMemberships(tx))).toEqual(before)
  })

  test('end on a day after they began', async () => {
    const found = await organisation('Eastern Test Police')
    const [current] = await act(tx => listMemberships(tx, found.id))
    const end = (day: string | undefined) => act(tx => endMembership(tx, found, current?.id ?? 0, day))
    expect(await end(undefined)).toMatchObject({ field: 'end' })
    expect(await end('2021-01-01')).toMatchObject({ field: 'end' })
    expect(await end('2022-01-01')).toEqual({ ok: true })
    expect(await membersOf('South East', '2022-01-01')).not.toContain('Eastern Test Police')
    expect(await act(tx => endMembership(tx, found, 0, '2022-01-01'))).toMatchObject({ problem: 'Select a membership' })
  })

  test('overlap exactly when they have a day in common', () => {
    const day = fc.option(fc.constantFrom('2020-01-01', '2020-01-02', '2020-01-03', '2020-01-04'), { nil: null })
    const period = fc
      .record({ fromOn: day, toOn: day })
      .filter(({ fromOn, toOn }) => fromOn === null || toOn === null || fromOn < toOn)
    const days = ['2019-12-31', '2020-01-01', '2020-01-02', '2020-01-03', '2020-01-04', '2020-01-05']
    const has = (one: { fromOn: string | null; toOn: string | null }, on: string) =>
      (one.fromOn === null || one.fromOn <= on) && (one.toOn === null || on < one.toOn)
    fc.assert(
      fc.property(period, period, (one, other) => {
        expect(overlaps(one, other)).toBe(days.some(on => has(one, on) && has(other, on)))
      }),
    )
  })
})

describe('a merger', () => {
  const devon = 'analyst@devon.example'
  const dorset = 'analyst@dorset.example'
  const merged = 'analyst@merged.example'
  const day = '2026-04-01'

  test('lets the successor’s people see what both had, and leaves the counts of days before', async () => {
    await scene.addPerson(devon, 'Devon and Cornwall Police', 'analyst')
    await scene.addPerson(dorset, 'Dorset Police', 'analyst')
    await scene.addThreat('DEV-1', 'Devon and Cornwall Police', '2022-01-01T00:00:00Z')
    await scene.addThreat('DOR-1', 'Dorset Police', '2022-01-01T00:00:00Z')
    await scene.asOwner(async tx => {
      const set = (table: string) =>
        sql`
        update ${sql.table(table)} s set audience_id = organisations.audience_for('Organisation', s.owner_id)`.execute(
          tx,
        )
      await set('threats.threat')
      await set('threats.threat_state')
    })
    expect(await scene.statesSeen(devon, 'DOR-1')).toBe(0)
    const before = await membersOf('South West', '2026-03-31')

    await add('South West Test Police', 'Police force', day)
    await begin('South West Test Police', 'South West', day)
    await scene.addPerson(merged, 'South West Test Police', 'analyst')
    expect(await scene.statesSeen(merged, 'DEV-1')).toBe(0)
    const successorId = await scene.organisationId('South West Test Police')
    for (const name of ['Devon and Cornwall Police', 'Dorset Police']) {
      expect(await change(name, { toOn: day, successorId })).toMatchObject({ changed: ['toOn', 'successorId'] })
    }

    for (const email of [devon, dorset, merged]) {
      expect(await scene.statesSeen(email, 'DEV-1')).toBe(1)
      expect(await scene.statesSeen(email, 'DOR-1')).toBe(1)
    }
    const owners = await scene.as(merged, async (_tx, actor) => actor.recordsFor)
    expect(owners).toContain(await scene.organisationId('Dorset Police'))
    expect(await membersOf('South West', '2026-03-31')).toEqual(before)
    const after = await membersOf('South West', day)
    expect(after).toContain('South West Test Police')
    expect(after).not.toContain('Dorset Police')
  })

  test('that is still to come gives nothing before its day', async () => {
    await scene.addPerson('analyst@surrey.example', 'Surrey Police', 'analyst')
    await scene.addThreat('SUS-1', 'Sussex Police', '2022-01-01T00:00:00Z')
    await scene.asOwner(tx =>
      sql`update threats.threat_state s set audience_id = organisations.audience_for('Organisation', s.owner_id)
        where reference = 'SUS-1'`.execute(tx),
    )
    const successorId = await scene.organisationId('Surrey Police')
    expect(await change('Sussex Police', { toOn: '2999-01-01', successorId })).toHaveProperty('changed')
    expect(await scene.statesSeen('analyst@surrey.example', 'SUS-1')).toBe(0)
    expect(await change('Sussex Police', { toOn: '2026-01-01', successorId })).toHaveProperty('changed')
    expect(await scene.statesSeen('analyst@surrey.example', 'SUS-1')).toBe(1)
  })

  test('can go round in no circle, needs a day, and can’t end what has not begun', async () => {
    const id = await scene.organisationId('Gwent Police')
    const toOn = '2026-01-01'
    expect(await change('Gwent Police', { toOn, successorId: id })).toHaveProperty('errors')
    expect(await change('Dyfed-Powys Police', { successorId: id })).toMatchObject({ errors: [{ field: 'to' }] })
    expect(await change('Dyfed-Powys Police', { toOn, successorId: id })).toHaveProperty('changed')
    const other = await scene.organisationId('Dyfed-Powys Police')
    expect(await change('Gwent Police', { toOn, successorId: other })).toMatchObject({
      errors: [{ field: 'successor', text: expect.stringContaining('is itself succeeded by Gwent Police') }],
    })
    expect(await change('Gwent Police', { fromOn: '2026-01-01', toOn: '2025-01-01' })).toMatchObject({
      errors: [{ field: 'to' }],
    })
    await add('A later force', 'Police force')
    await begin('A later force', 'London', '2025-01-01')
    expect(await change('A later force', { toOn: '2024-01-01' })).toMatchObject({ errors: [{ field: 'to' }] })
  })
})
