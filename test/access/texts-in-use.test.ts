import { sql } from 'kysely'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { disruption } from '#modules/disruptions'
import { stateActor } from '#modules/organisations'
import { aim, plan, planAction } from '#modules/plans'
import { threat } from '#modules/threats'
import { onlyRow, type Transaction } from '#platform/database'
import {
  literally,
  markInError,
  type RecordDeclaration,
  recordAgain,
  type RecordedVersion,
  readRecord,
  recordState,
} from '#platform/record'
import { actionRow, aimRow, planRow } from '../plan-rows.ts'
import { listedWith, namedThreat, searchScene, type SearchScene } from '../search-scene.ts'
import { actingFor, addPerson, takeRows } from '../sightings.ts'
import { disruptionRow } from '../threat-rows.ts'

let scene: SearchScene
beforeAll(async () => {
  scene = await searchScene()
})
afterAll(() => scene.database.close())

/** What the list of threats shows a person when it is narrowed by a part of a name. */
const listed = (person: number, text: string) =>
  actingFor(scene.database.app, person, 'read', tx => listedWith(tx, text))

/** What the function that looks among the texts in use tells a person. */
async function told(person: number, text: string): Promise<readonly string[]> {
  const { rows } = await actingFor(scene.database.app, person, 'read', tx =>
    sql<{ text: string }>`select distinct text from threats.threat_name_like(${`%${literally(text)}%`}) as one (text)
      order by 1`.execute(tx),
  )
  return rows.map(row => row.text)
}

async function inUse(name: string): Promise<number> {
  return onlyRow(
    await sql<{ many: number }>`
      select count(*) as many from threats.threat_name_in_use where text = ${name}`.execute(scene.database.owner),
  ).many
}

describe('the texts in use', () => {
  it('are told only to those who see a record that is called so today', async () => {
    await scene.take(
      threat,
      namedThreat('HID-1', 'Quiet harbour', { handling: 'Organisation' }),
      namedThreat('HID-2', 'Open harbour', { handling: 'Shared' }),
    )
    expect(await told(scene.cheshire, 'harbour')).toEqual(['Open harbour', 'Quiet harbour'])
    expect(await told(scene.lancashire, 'harbour')).toEqual(['Open harbour'])
    const references = (person: number) =>
      actingFor(scene.database.app, person, 'read', async tx =>
        (
          await sql<{ one: string }>`select one from threats.threat_reference_like('hid-%') as one`.execute(tx)
        ).rows.map(row => row.one),
      )
    expect(await references(scene.cheshire)).toEqual(['HID-1', 'HID-2'])
    expect(await references(scene.lancashire)).toEqual(['HID-2'])
    const nobody = await sql`select from threats.threat_name_like('%harbour%')`.execute(scene.database.app)
    expect(nobody.rows).toEqual([])
  })

  it('follow a change of name, an import of older history, an error and its end', async () => {
    await scene.take(threat, namedThreat('LIFE-1', 'First calling', { at: '2022-03-01T09:00:00Z' }))
    await scene.take(threat, namedThreat('LIFE-1', 'Older calling', { at: '2021-03-01T09:00:00Z' }))
    expect(await told(scene.cheshire, 'calling')).toEqual(['First calling'])
    await scene.take(threat, namedThreat('LIFE-1', 'Newer calling', { at: '2022-06-01T09:00:00Z' }))
    expect(await told(scene.cheshire, 'calling')).toEqual(['Newer calling'])
    expect(await listed(scene.cheshire, 'first calling')).toEqual([])

    await changed('LIFE-1', (tx, version) =>
      recordState(tx, threat, { ...version, values: { name: 'Latest calling' } }),
    )
    expect(await listed(scene.cheshire, 'latest calling')).toEqual(['LIFE-1'])
    await changed('LIFE-1', (tx, version) => markInError(tx, threat, { ...version, reason: 'A test' }))
    expect(await listed(scene.cheshire, 'calling')).toEqual([])
    expect(await told(scene.cheshire, 'calling')).toEqual([])
    await changed('LIFE-1', (tx, version) => recordAgain(tx, threat, version))
    expect(await listed(scene.cheshire, 'calling')).toEqual(['LIFE-1'])
  })

  it('are seen by a successor from the day an organisation ends', async () => {
    await scene.take(
      threat,
      namedThreat('END-1', 'Ending estuary', { handling: 'Organisation', owner: 'Merseyside Police' }),
    )
    expect(await listed(scene.lancashire, 'estuary')).toEqual([])
    await sql`update organisations.organisation set to_on = current_date,
      successor_id = (select id from organisations.organisation where name = 'Lancashire Constabulary')
      where name = 'Merseyside Police'`.execute(scene.database.owner)
    expect(await listed(scene.lancashire, 'estuary')).toEqual(['END-1'])
  })

  it.each([
    [disruption, disruptionRow('D-1', { title: 'Warrant at the boatyard' })],
    [plan, planRow('P-1', { title: 'Plan for the boatyard' })],
    [aim, aimRow('M-1', 'P-1', { text: `Fewer boats at the boatyard, ${'long '.repeat(190)}` })],
    [planAction, actionRow('A-1', 'P-1', { text: 'Visit the boatyard' })],
  ])('serve $register too', async (record: RecordDeclaration, row) => {
    await scene.take(record, row)
    const found = (person: number) =>
      actingFor(scene.database.app, person, 'read', tx => listedWith(tx, 'BOATYARD', record))
    expect(await found(scene.cheshire)).toEqual([row.values['reference']])
    const elsewhere = await addPerson(
      scene.database.owner,
      `analyst@kent-${record.register}.test`,
      'Kent Police',
      'analyst',
    )
    expect(await found(elsewhere)).toEqual([])
  })
})

describe('what erasure will do to a name', () => {
  const erase = (reference: string) =>
    sql`update threats.threat_state set name = '(erased)' where reference = ${reference}`

  it('leaves no trace of it, nor of what the record was called before', async () => {
    await scene.take(
      threat,
      namedThreat('ERA-1', 'Bertha Jorkins'),
      namedThreat('ERA-1', 'Operation Owl', { at: '2022-05-01T09:00:00Z' }),
    )
    await scene.take(threat, namedThreat('ERA-2', 'Common owl'), namedThreat('ERA-3', 'Common owl'))
    await scene.take(threat, namedThreat('ERA-1', 'Operation Tawny', { at: '2022-07-01T09:00:00Z' }))
    expect(await inUse('Operation Owl')).toBe(1)
    await erase('ERA-1').execute(scene.database.owner)
    for (const name of ['Bertha Jorkins', 'Operation Owl', 'Operation Tawny']) expect(await inUse(name), name).toBe(0)
    expect(await listed(scene.cheshire, 'erased')).toEqual(['ERA-1'])
    await erase('ERA-2').execute(scene.database.owner)
    expect(await listed(scene.cheshire, 'common owl')).toEqual(['ERA-3'])
  })

  it('waits for those who record, and they for it, so that no name in use is lost', async () => {
    await scene.take(threat, namedThreat('RACE-1', 'Contested name'))
    let recording: Promise<unknown> = Promise.resolve()
    await scene.database.owner.transaction().execute(async tx => {
      await erase('RACE-1').execute(tx)
      recording = scene.take(threat, namedThreat('RACE-2', 'Contested name'))
      await waiting()
    })
    await recording
    expect(await inUse('Contested name')).toBe(1)
    expect(await listed(scene.cheshire, 'contested')).toEqual(['RACE-2'])
  })
})

it('lets two who bring the same new name at the same time go on', async () => {
  await actingFor(scene.database.app, scene.system, 'import', async first => {
    await takeRows(first, threat, [namedThreat('SAME-1', 'The very same')], scene.system)
    // The first has not ended: were it waited for, this would never be done.
    await scene.take(threat, namedThreat('SAME-2', 'The very same'))
  })
  expect(await inUse('The very same')).toBe(2)
  expect(await listed(scene.cheshire, 'very same')).toEqual(['SAME-1', 'SAME-2'])
})

/** Until somebody waits for the names in use. */
async function waiting(): Promise<void> {
  for (;;) {
    const { rows } = await sql`
      select from pg_locks where relation = 'threats.threat_name_in_use'::regclass and not granted`.execute(
      scene.database.owner,
    )
    if (rows.length > 0) return
    await pause(20)
  }
}

/** Cheshire's analyst records something of a threat as it stands. */
async function changed(
  reference: string,
  record: (tx: Transaction, version: RecordedVersion) => Promise<{ readonly kind: string }>,
): Promise<void> {
  await scene.database.app.transaction().execute(async tx => {
    const actor = await stateActor(tx, scene.cheshire, 'read')
    const standing = await readRecord(tx, threat, reference, { asAt: { when: 'now' }, withErrors: true })
    if (actor === undefined || standing === undefined) throw new Error('There is nobody, or nothing to change.')
    expect((await record(tx, { reference, expected: standing.version, actor })).kind).toBe('recorded')
  })
}
