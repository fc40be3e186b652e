import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listValues, referenceChoices } from '#modules/reference'
import { crimeCategories, usualPhases } from '#modules/threats'
import { type Scene, sceneOf } from '#test/access-scene'
import type { TestDatabase } from '#test/database'
import { scratchDatabase } from '#test/sample-database'
import { addValue, changeSays, type Changed, endValue, keepValue, type ListChange } from './change-values.ts'
import type { Ending } from './list-rules.ts'
import { usesOf } from './uses-store.ts'
import { type ReferenceValue, valueHistory } from './value-store.ts'

let database: TestDatabase
let scene: Scene
beforeAll(async () => {
  database = await scratchDatabase()
  scene = sceneOf(database)
})
afterAll(() => database.close())

const admin = 'admin@fourfold.example'
const says = { hint: '', closed: false, fourP: undefined, words: [], position: 100 }

const asAdmin = <Result>(list: string, work: (change: ListChange) => Promise<Result>) =>
  scene.as(admin, (tx, actor) => work({ tx, list, personId: actor.personId }))
const valuesOf = (list: string, day?: string, knownAt?: Date) =>
  scene.as(admin, tx => listValues(tx, list, day, knownAt))
const wordsOf = async (list: string, day?: string, knownAt?: Date) =>
  (await valuesOf(list, day, knownAt)).map(({ value }) => value)
const find = async (list: string, value: string) => (await valuesOf(list)).findLast(one => one.value === value)!
const add = (list: string, value: string, fromOn?: string) =>
  asAdmin(list, change => addValue(change, { ...says, value, fromOn }))
const end = async (list: string, value: string, ending: Ending) => {
  const seen = await find(list, value)
  return asAdmin(list, change => endValue(change, seen, ending))
}
const problemOf = (changed: Changed) =>
  'errors' in changed ? changed.errors.map(({ text }) => text).join() : undefined
const databaseNow = async () => {
  await sql`select pg_sleep(0.002)`.execute(database.owner)
  const { rows } = await sql<{ now: Date }>`select date_trunc('milliseconds', clock_timestamp()) as now`.execute(
    database.owner,
  )
  await sql`select pg_sleep(0.002)`.execute(database.owner)
  return rows[0]!.now
}

describe('the lists that the product comes with', () => {
  test('hold what files and filters had before, on any day, as known at any moment', async () => {
    for (const knownAt of [undefined, new Date('2023-01-04T12:00:00Z')]) {
      expect(await wordsOf('phases', '2023-01-04', knownAt)).toEqual(usualPhases)
      expect(await wordsOf('crime-categories', '1990-01-01', knownAt)).toEqual(crimeCategories)
    }
  })

  test('say which phases count as closed: those that inspectors leave out, too', async () => {
    const closed = (await valuesOf('phases')).filter(one => one.closed).map(one => one.value)
    expect(closed).toEqual(['Archived (closed)', 'Closed - dismantled'])
    expect(closed.every(phase => phase.toLowerCase().includes('closed'))).toBe(true)
  })

  test('give every tactic a P and words that suggest it, no word to two tactics', async () => {
    const tactics = await valuesOf('tactics')
    expect(tactics.length).toBeGreaterThanOrEqual(25)
    expect(new Set(tactics.map(({ fourP }) => fourP))).toEqual(new Set(['Pursue', 'Prevent', 'Protect', 'Prepare']))
    const words = tactics.flatMap(tactic => tactic.words.map(word => word.toLowerCase()))
    expect(tactics.every(tactic => tactic.words.length > 0 && tactic.hint !== '')).toBe(true)
    expect(words.filter((word, index) => words.indexOf(word) !== index)).toEqual([])
  })

  test('an unknown list has no values', async () => {
    expect(await valuesOf('nothing')).toEqual([])
  })
})

describe('a value', () => {
  test('is on its list from its first day, and a word only once at a time', async () => {
    expect(problemOf(await add('capabilities', 'Drones', '2026-03-01'))).toBeUndefined()
    expect(await wordsOf('capabilities', '2026-02-28')).not.toContain('Drones')
    expect(await wordsOf('capabilities', '2026-03-01')).toContain('Drones')
    expect(problemOf(await add('capabilities', 'drones'))).toBe('Drones is on the list already, from 1 March 2026')
    await end('capabilities', 'Drones', { on: '2026-06-01', how: 'ended' })
    expect(problemOf(await add('capabilities', 'DRONES', '2026-05-31'))).toContain('is on the list already')
    expect(problemOf(await add('capabilities', 'DRONES', '2026-06-01'))).toBeUndefined()
    expect(await wordsOf('capabilities', '2026-05-31')).toContain('Drones')
    expect(await wordsOf('capabilities', '2026-06-01')).toContain('DRONES')
    expect(await wordsOf('capabilities', '2026-06-01')).not.toContain('Drones')
  })

  test('that ends on the day it began was never there, and can be added again', async () => {
    await add('capabilities', 'A slip', '2026-03-01')
    await end('capabilities', 'A slip', { on: '2026-03-01', how: 'ended' })
    expect(await wordsOf('capabilities', '2026-03-01')).not.toContain('A slip')
    expect(problemOf(await add('capabilities', 'A slip', '2026-03-01'))).toBeUndefined()
    expect(problemOf(await end('capabilities', 'A slip', { on: '2026-02-28', how: 'ended' }))).toContain('or later')
  })

  test('is renamed from a day: the old word until then, the new one after, both kept', async () => {
    expect(problemOf(await end('phases', 'Monitoring', { on: '2026-05-01', how: 'renamed', to: 'Watching' }))).toBe(
      undefined,
    )
    expect(await wordsOf('phases', '2026-04-30')).toContain('Monitoring')
    expect(await wordsOf('phases', '2026-05-01')).toEqual(
      usualPhases.map(one => (one === 'Monitoring' ? 'Watching' : one)),
    )
    const [old, renamed] = [await find('phases', 'Monitoring'), await find('phases', 'Watching')]
    expect(old.becameId).toBe(renamed.id)
    expect([renamed.hint, renamed.closed]).toEqual([old.hint, old.closed])
    expect(problemOf(await end('phases', 'Watching', { on: '2026-07-01', how: 'renamed', to: 'Watching' }))).toBe(
      'Enter another name than the one it has',
    )
    expect(problemOf(await end('phases', 'Watching', { on: '2026-07-01', how: 'renamed', to: 'active' }))).toContain(
      'Active is on the list already',
    )
  })

  test('is merged into another that is on the list that day', async () => {
    const into = await find('tactics', 'Arrest')
    const ending = { on: '2026-05-01', how: 'merged', into: into.id } as const
    expect(problemOf(await end('tactics', 'Charge or remand', { ...ending, into: 999_999 }))).toContain(
      'Select a value',
    )
    expect(problemOf(await end('tactics', 'Arrest', ending))).toContain('Select a value')
    expect(problemOf(await end('tactics', 'Charge or remand', ending))).toBeUndefined()
    expect((await find('tactics', 'Charge or remand')).becameId).toBe(into.id)
    expect((await find('tactics', 'Arrest')).version).toBe(into.version)
    expect(problemOf(await end('tactics', 'Charge or remand', ending))).toContain('It ends on 1 May 2026 already')
  })

  test('whose end was taken back is on the list, unless its word is taken', async () => {
    await add('capabilities', 'Horses')
    await end('capabilities', 'Horses', { on: '2026-01-01', how: 'ended' })
    const ended = await find('capabilities', 'Horses')
    expect(problemOf(await asAdmin('capabilities', change => keepValue(change, ended)))).toBeUndefined()
    expect(await wordsOf('capabilities', '2026-02-01')).toContain('Horses')
    await end('capabilities', 'Horses', { on: '2026-01-01', how: 'renamed', to: 'horses' })
    const again = await find('capabilities', 'Horses')
    expect(problemOf(await asAdmin('capabilities', change => keepValue(change, again)))).toContain('already')
  })

  test('reads as it was known: on a past day, after what it says was changed twice', async () => {
    const seen = await find('crime-categories', 'Cyber')
    const before = await databaseNow()
    const first = { ...seen, hint: 'Another hint' }
    await asAdmin('crime-categories', change => changeSays(change, seen, first))
    const between = await databaseNow()
    const second = await find('crime-categories', 'Cyber')
    await asAdmin('crime-categories', change => changeSays(change, second, { ...second, hint: 'A third' }))
    const hintAt = async (at?: Date) =>
      (await valuesOf('crime-categories', undefined, at)).find(({ id }) => id === seen.id)?.hint
    expect([await hintAt(before), await hintAt(between), await hintAt()]).toEqual([
      seen.hint,
      'Another hint',
      'A third',
    ])
    const history = (at?: Date) => scene.as(admin, tx => valueHistory(tx, 'crime-categories', seen.id, at))
    expect((await history()).map(({ hint, by }) => [hint, by])).toEqual([
      ['A third', expect.stringMatching(/\w/)],
      ['Another hint', expect.stringMatching(/\w/)],
      [seen.hint, undefined],
    ])
    const known = await history(between)
    expect(known.map(({ hint }) => hint)).toEqual(['Another hint', seen.hint])
    expect(known[0]?.recordedTo).toBeUndefined()
    expect((await history(before))[0]?.recordedFrom).toBeUndefined()
  })

  test('that somebody changed meanwhile is not changed again unseen', async () => {
    const seen = await find('crime-categories', 'Fraud')
    await asAdmin('crime-categories', change => changeSays(change, seen, { ...seen, hint: 'First' }))
    const late = await asAdmin('crime-categories', change => changeSays(change, seen, { ...seen, hint: 'Second' }))
    expect(problemOf(late)).toContain('Somebody changed this value')
    const lateEnd = await asAdmin('crime-categories', change =>
      endValue(change, seen, { on: '2026-01-01', how: 'ended' }),
    )
    expect(problemOf(lateEnd)).toContain('Somebody changed this value')
    expect((await find('crime-categories', 'Fraud')).hint).toBe('First')
  })

  test('that is said to be as it is has no new state', async () => {
    const seen = await find('crime-categories', 'Drugs')
    const changed = await asAdmin('crime-categories', change => changeSays(change, seen, seen))
    expect(changed).toEqual({ id: seen.id, fields: [] })
    expect((await find('crime-categories', 'Drugs')).version).toBe(seen.version)
  })

  test('added by twenty at once is added once', async () => {
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => add('capabilities', 'Twenty')))
    expect(outcomes.filter(outcome => 'id' in outcome)).toHaveLength(1)
    expect((await wordsOf('capabilities')).filter(word => word === 'Twenty')).toHaveLength(1)
  })
})

describe('what a form offers', () => {
  const choices = (day: string, current?: string) => scene.as(admin, tx => referenceChoices(tx, 'phases', day, current))

  test('is what is on the list that day, with its meaning', async () => {
    const offered = await choices('2026-05-01')
    expect(offered.map(({ value }) => value)).toContain('Watching')
    expect(offered.map(({ value }) => value)).not.toContain('Monitoring')
    expect(offered.every(({ hint }) => hint !== undefined)).toBe(true)
  })

  test('keeps what the record holds, and says what became of it', async () => {
    expect((await choices('2026-05-01', 'Monitoring')).at(-1)).toEqual({
      value: 'Monitoring',
      text: 'Monitoring',
      hint: 'Not on the list since 1 May 2026, replaced by Watching. The record keeps it until another is selected',
    })
    expect((await choices('2026-05-01', 'Typed by hand')).at(-1)).toMatchObject({
      value: 'Typed by hand',
      hint: 'Not on the list. The record keeps it until another is selected',
    })
    expect(await choices('2026-04-30', 'Monitoring')).toHaveLength(usualPhases.length)
  })
})

describe('the database itself', () => {
  test('lets administrators alone change the lists, in their own name, and nobody delete', async () => {
    const seen = (await find('phases', 'Active')) satisfies ReferenceValue
    const tries = ['analyst@cheshire.example', 'inspector@hmicfrs.example', 'mayor@oversight.example']
    for (const email of tries) {
      const insert = scene.as(email, (tx, actor) =>
        addValue({ tx, list: 'phases', personId: actor.personId }, { ...says, value: email, fromOn: undefined }),
      )
      await expect(insert).rejects.toThrow(/row-level security/)
      await expect(
        scene.as(email, (tx, actor) =>
          endValue({ tx, list: 'phases', personId: actor.personId }, seen, { on: '2026-01-01', how: 'ended' }),
        ),
      ).rejects.toThrow(/statement that must give a row|row-level security/)
    }
    const inAnothersName = scene.as(admin, async tx =>
      addValue(
        { tx, list: 'phases', personId: await scene.personId('analyst@cheshire.example') },
        { ...says, value: 'Forged', fromOn: undefined },
      ),
    )
    await expect(inAnothersName).rejects.toThrow(/row-level security/)
    for (const statement of [
      sql`delete from reference.value`,
      sql`update reference.value set value = 'x'`,
      sql`delete from reference.list`,
      sql`insert into reference.use values ('phases', 'x', 'x', 'organisations.person', 'email')`,
    ]) {
      await expect(scene.as(admin, tx => statement.execute(tx))).rejects.toThrow(/permission denied/)
    }
    expect(await find('phases', 'Active')).toEqual(seen)
  })
})

describe('the records that hold a value', () => {
  const uses = (email: string) => scene.as(email, tx => usesOf(tx, 'phases', 'Active'))

  beforeAll(async () => {
    const at = '2026-01-01T00:00:00Z'
    for (let n = 0; n < 6; n++) await scene.addThreat(`CHE-${n}`, 'Cheshire Constabulary', '2025-01-01T00:00:00Z', at)
    for (let n = 0; n < 4; n++) await scene.addThreat(`LAN-${n}`, 'Lancashire Constabulary', at)
  })

  test('are counted for an administrator, who sees none: under five no figure and no name', async () => {
    expect(await uses(admin)).toEqual([
      {
        register: 'threats',
        field: 'phase',
        owners: [{ owner: 'Cheshire Constabulary', records: 6 }],
        others: undefined,
      },
    ])
    await scene.addThreat('KEN-1', 'Kent Police', '2026-01-01T00:00:00Z')
    expect((await uses(admin))[0]?.others).toBe(5)
    expect(await scene.as(admin, async tx => (await sql`select from threats.threat_state`.execute(tx)).rows)).toEqual(
      [],
    )
  })

  test('are counted for nobody else', async () => {
    for (const email of ['analyst@cheshire.example', 'inspector@hmicfrs.example', 'mayor@oversight.example']) {
      expect(await uses(email)).toEqual([])
    }
  })
})

describe('the figures that oversight sees', () => {
  test('name the crime categories of the list as it was known; what was typed stays another', async () => {
    const before = await databaseNow()
    await end('crime-categories', 'Drugs', { on: '2026-05-01', how: 'renamed', to: 'Drug trafficking' })
    await sql`update threats.threat_state set crime_category = 'Drug trafficking' where reference like 'CHE-%'`.execute(
      database.owner,
    )
    await sql`update threats.threat_state set crime_category = 'Typed by hand' where reference like 'LAN-%'`.execute(
      database.owner,
    )
    const labels = (at: Date) =>
      scene.as('mayor@oversight.example', async tx => {
        const { rows } = await sql<{ label: string }>`
          select label from insight.oversight_figures(${at}) where dimension = 'crime' order by label`.execute(tx)
        return rows.map(({ label }) => label)
      })
    expect(await labels(await databaseNow())).toEqual(['Drug trafficking', 'Other'])
    expect(await labels(before)).toEqual(['Other'])
  })
})
