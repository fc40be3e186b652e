import { afterAll, beforeAll, expect, it } from 'vitest'
import { threat } from '#modules/threats'
import { type Program, testServer, type TestServer } from '../../../test/server.ts'
import { actingFor, addPerson, takeRows } from '../../../test/sightings.ts'

let site: TestServer
let analyst: Program

beforeAll(async () => {
  site = await testServer()
  const system = await addPerson(site.database.owner, 'importer@example.test', 'Fourfold administration', 'system')
  const rows = Array.from({ length: 1_100 }, (_, index) => ({
    recordedAt: new Date('2022-03-01T00:00:00Z'),
    values: {
      reference: `LONG-${String(index).padStart(4, '0')}`,
      owner: 'Cheshire Constabulary',
      name: 'Long list',
      threatType: 'Organised crime group',
      type: 'Tactical',
      soc: 'SOC',
      moderationStatus: 'Draft',
      tier: null,
      phase: 'Active',
      crimeCategory: 'Drugs',
      leadResponsibleOfficer: null,
    },
  }))
  await actingFor(site.database.app, system, 'import', tx => takeRows(tx, threat, rows, system))
  analyst = site.program(await site.tokenOf('analyst@cheshire.example'))
})
afterAll(() => site.close())

it('a program that records is told what a long list holds with what it recorded', async () => {
  const total = async () => JSON.parse((await analyst.get('/api/v1/threats?name=Long+list')).text).total as number
  expect([await total(), await total()]).toEqual([1_100, 1_100])
  const recorded = await analyst.send('POST', '/api/v1/threats', {
    name: 'Long list, one more',
    threatType: 'Organised crime group',
    crimeCategory: 'Drugs',
  })
  expect([recorded.status, recorded.text]).toEqual([201, expect.anything()])
  expect(await total()).toBe(1_101)
})
