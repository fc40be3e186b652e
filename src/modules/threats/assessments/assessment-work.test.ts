import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { systemPersonId } from '#modules/organisations'
import { actingFor, takeRows } from '../../../../test/sightings.ts'
import { testServer, type TestServer } from '../../../../test/server.ts'
import { threatRow } from '../../../../test/threat-rows.ts'
import { threat } from '../threat.ts'

let site: TestServer

/** The usual model has threats assessed again after 180 days. */
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString()

beforeAll(async () => {
  site = await testServer()
  const system = await site.database.app.transaction().execute(systemPersonId)
  const at = (days: number) => ({ at: daysAgo(days) })
  await actingFor(site.database.app, system, 'import', tx =>
    takeRows(
      tx,
      threat,
      [
        threatRow('LONG-AGO', {}, at(181)),
        threatRow('LATELY', {}, at(179)),
        threatRow('SAME-TIER', {}, at(400)),
        threatRow('SAME-TIER', { name: 'Renamed' }, at(10)),
        threatRow('OTHER-TIER', { tier: 'Tier 3' }, at(400)),
        threatRow('OTHER-TIER', {}, at(10)),
        threatRow('HERE-LONG-AGO', {}, at(400)),
        threatRow('HERE-LATELY', {}, at(400)),
        threatRow('HERE-TWICE', {}, at(400)),
        threatRow('HERE-BEFORE-A-CHANGE', { tier: 'Tier 3' }, at(400)),
        threatRow('HERE-BEFORE-A-CHANGE', {}, at(10)),
        threatRow('CLOSED', { phase: 'Closed' }, at(400)),
        threatRow('OF-OTHERS', { owner: 'Merseyside Police' }, at(400)),
      ],
      system,
    ),
  )
  await moderate('HERE-LONG-AGO', 300)
  await moderate('HERE-LATELY', 20)
  await moderate('HERE-TWICE', 300)
  await moderate('HERE-TWICE', 20)
  await moderate('HERE-BEFORE-A-CHANGE', 300)
})
afterAll(() => site.close())

/** An assessment that was moderated so many days ago. */
async function moderate(reference: string, days: number): Promise<void> {
  await sql`
    with assessment as (
      insert into threats.assessment
        (reference, record_id, model_version, assessor_id, organisation_id, begun_at, state, steps, submitted_at)
      select ${`${reference}-${days}`}, t.id, 1, p.id, p.organisation_id, ${daysAgo(days)}, 'Moderated', 1, ${daysAgo(days)}
      from threats.threat t, organisations.person p
      where t.reference = ${reference} and p.email = 'analyst@cheshire.example' returning *
    )
    insert into threats.assessment_step
      (assessment_id, number, at, act, state, person_id, organisation_id, scores, working, proposed_tier)
    select id, 1, begun_at, 'moderate', 'Moderated', assessor_id, organisation_id, '{}', '{}', 'Tier 2'
    from assessment`.execute(site.database.owner)
}

it('has the threats of one’s organisation that were not assessed for long', async () => {
  const { text } = await (await site.signIn('analyst@cheshire.example')).get('/work')
  const panel = text.slice(text.indexOf('Threats of yours that were not assessed for long'))
  const named = [...panel.slice(0, panel.indexOf('</section>')).matchAll(/\(([A-Z-]+)\)/g)].map(
    ([, reference = '']) => reference,
  )
  expect(named.sort()).toEqual(['HERE-BEFORE-A-CHANGE', 'HERE-LONG-AGO', 'LONG-AGO', 'SAME-TIER'])
})
