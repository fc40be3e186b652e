import { afterAll, beforeAll, expect, it } from 'vitest'
import { disruption } from '#modules/disruptions'
import { threat } from '#modules/threats'
import { type AsAt, now } from '#platform/clock'
import { type TestDatabase, testDatabase } from '../../../test/database.ts'
import { actingFor, addPerson, takeRows } from '../../../test/sightings.ts'
import { disruptionRow, threatRow } from '../../../test/threat-rows.ts'
import { listChoices } from './list-choices-store.ts'

let database: TestDatabase
let analyst: number

beforeAll(async () => {
  database = await testDatabase()
  const system = await addPerson(database.owner, 'importer@example.test', 'Fourfold administration', 'system')
  analyst = await addPerson(database.owner, 'analyst@example.test', 'Merseyside Police', 'analyst')
  const crimes = ['Apples', 'Drugs', 'Eels', 'Eggs', 'Fraud', 'Zebras']
  const threats = [
    ...crimes.flatMap(crimeCategory =>
      [1, 2].map(turn => threatRow(`${crimeCategory}-${turn}`, { crimeCategory, phase: 'Active' })),
    ),
    threatRow('Hidden', { crimeCategory: 'Hidden crime' }, { handling: 'Named' }),
  ]
  await actingFor(database.app, system, 'import', async tx => {
    await takeRows(tx, threat, threats, system)
    await takeRows(
      tx,
      disruption,
      [disruptionRow('D-1', { tactic: null }), disruptionRow('D-2', { tactic: 'Rare' })],
      system,
    )
  })
})
afterAll(() => database.close())

const pastDay: AsAt = { when: 'past', instant: new Date('2022-06-01T00:00:00Z'), text: '2022-06-01' }

it.each([
  [[], ['Apples', 'Drugs', 'Eels', 'Eggs', 'Fraud', 'Zebras']],
  [
    ['Drugs', 'Fraud'],
    ['Apples', 'Eels', 'Eggs', 'Zebras'],
  ],
  [
    ['Fraud', 'Apples', 'Never used', 'Zebras'],
    ['Drugs', 'Eels', 'Eggs'],
  ],
  [['Apples', 'Drugs', 'Eels', 'Eggs', 'Fraud', 'Zebras'], []],
])('beside %j a filter offers %j, of today and of a past day', async (usual, others) => {
  for (const asAt of [now, pastDay]) {
    const { values } = await actingFor(database.app, analyst, 'read', tx =>
      listChoices(tx, threat, { asAt }, { crimeCategory: usual }),
    )
    expect(values).toEqual({ crimeCategory: others, phase: ['Active'] })
  }
})

it('an empty field offers nothing', async () => {
  for (const asAt of [now, pastDay]) {
    const { values } = await actingFor(database.app, analyst, 'read', tx => listChoices(tx, disruption, { asAt }, {}))
    expect(values['tactic']).toEqual(['Rare'])
  }
})
