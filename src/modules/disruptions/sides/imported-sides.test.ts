import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { threat } from '#modules/threats'
import { actingFor, type StatedRow, takeRows } from '../../../../test/sightings.ts'
import { testServer, type TestServer } from '../../../../test/server.ts'
import { disruptionRow, threatRow } from '../../../../test/threat-rows.ts'
import { disruption } from '../disruption.ts'

let site: TestServer
let system = 0

beforeAll(async () => {
  site = await testServer()
  const { rows } = await sql<{ id: number }>`select id from organisations.person where email = 'system'`.execute(
    site.database.owner,
  )
  system = rows[0]?.id ?? 0
  await actingFor(site.database.app, system, 'import', tx => takeRows(tx, threat, [threatRow('T-1')], system))
})
afterAll(() => site.close())

describe('a support that an import brings', () => {
  it('confirms the side of its organisation, and no other', async () => {
    const analyst = await site.signIn('analyst@cheshire.example')
    const program = site.program(await site.tokenOf('analyst@cheshire.example'))
    const lead = await program.send('POST', '/api/v1/disruptions', {
      title: 'Warrant',
      threatReference: 'T-1',
      recordDate: '2026-06-01',
      fourP: 'Pursue',
      assessmentCategory: 'Minor',
    })
    const { reference } = JSON.parse(lead.text) as { reference: string }
    const named = await analyst.post(`/disruptions/${reference}/supporters`, {
      otherSupporting: 'Merseyside Police\nLancashire Constabulary',
    })
    expect(named.status).toBe(303)
    const support = (one: string, organisation: string) =>
      disruptionRow(
        one,
        {
          recordDate: '2026-06-01',
          disruptionType: 'Support Disruption',
          supportedOrganisation: 'Cheshire Constabulary',
          leadOrganisation: organisation,
          eventReference: reference,
        },
        { at: '2026-06-02T09:00:00Z' },
      )
    await importOf(support('S-1', 'Merseyside Police'), support('S-2', 'Greater Manchester Police'))
    await importOf(support('S-3', 'Merseyside Police'))
    const { rows } = await sql`select o.name, last.step, last.support_reference as support from disruptions.side
      join organisations.organisation o on o.id = side.organisation_id
      cross join lateral (select * from disruptions.side_step where side_id = side.id order by place desc limit 1) last
      order by o.name`.execute(site.database.owner)
    expect(rows).toEqual([
      { name: 'Lancashire Constabulary', step: 'Named', support: null },
      { name: 'Merseyside Police', step: 'Confirmed', support: 'S-1' },
    ])
  })
})

/** Rows as a kept import takes them: with its id. */
async function importOf(...rows: readonly StatedRow[]) {
  await actingFor(site.database.app, system, 'import', tx => takeRows(tx, disruption, rows, system, randomUUID()))
}
