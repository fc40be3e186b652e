import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { planAction } from '#modules/plans'
import { actionRow } from '../../../../test/plan-rows.ts'
import { actingFor } from '../../../../test/sightings.ts'
import { planScene, type PlanScene } from '../../../../test/plan-disruption-scene.ts'
import { disruptionRow } from '../../../../test/threat-rows.ts'
import { disruption } from '../disruption.ts'
import { looksLikeDisruption } from './looks-like-disruption.ts'
import { readSigns } from './offered-action-store.ts'

let scene: PlanScene
const present = { at: new Date('2026-06-10T09:00:00Z') }
const finished = { status: 'Done', doneOn: '2026-06-02' } as const

beforeAll(async () => {
  scene = await planScene(() => present.at)
})
afterAll(() => scene.site.close())

/** The actions that somebody's work list offers, in its order. */
async function offered(email: string): Promise<readonly string[]> {
  const { text } = await (await scene.site.signIn(email)).get('/work')
  return [...text.matchAll(/href="\/disruptions\/new\?action=([^"]*)"/g)].map(([, reference]) => reference ?? '')
}

describe('finished actions that may be disruptions', () => {
  it('are offered to whom they were given, and to the plan’s owner and deputies', async () => {
    await scene.take(
      planAction,
      actionRow('B-1', 'P-3', { ...finished, p: 'Pursue', outcome: 'Two arrested', person: 'lro@merseyside.example' }),
      actionRow('B-2', 'P-1', { ...finished, outcome: 'Nothing to tell' }),
      actionRow('B-3', 'P-1', { ...finished, outcome: 'Nothing to tell', tactic: 'Target hardening' }),
      actionRow('B-4', 'P-1', { status: 'Done', doneOn: '2025-12-12', outcome: 'Two arrested' }),
      actionRow('B-5', 'P-1', { status: 'Dropped', doneOn: '2026-06-02', outcome: 'Two arrested' }),
    )
    // Prevent, protect and prepare before pursue, then what was done last; B-4 was done more than 180 days ago.
    expect(await offered('lro@cheshire.example')).toEqual(['B-3', 'A-1', 'B-1'])
    expect(await offered('analyst@cheshire.example')).toEqual(['B-1'])
    expect(await offered('lro@merseyside.example')).toEqual(['B-1'])
    expect(await offered('rocta@nwrocu.example')).toEqual([])
  })

  it('are so by the same rule in the database and in words', async () => {
    const texts = [
      'Two ARRESTED',
      'Preschool unarrested',
      'moved\n to  safety',
      'a drop-in',
      'dropped in',
      'schools',
      'S.C.P.O',
      'SCPO',
      'licence   revoked',
      'we mapped it',
      'POCAs',
      '£',
      'NRM_1',
      'knock-knock',
      'Évicted',
      'evicted.',
      'stop and search',
      'Stop-and-SEARCHES',
      'stop, and search',
    ]
    await actingFor(scene.site.database.app, 1, 'read', async tx => {
      const signs = await readSigns(tx, '2026-06-10')
      for (const outcome of texts) {
        const { rows } = await sql<{ says: boolean }>`
          select disruptions.plain('x ' || ${outcome}::text) like any (disruptions.signs('2026-06-10')) as says`.execute(
          tx,
        )
        const because = looksLikeDisruption({ text: 'x', outcome, tactic: undefined }, signs)
        expect([outcome, rows[0]?.says]).toEqual([outcome, because !== undefined])
      }
    })
  })

  it('say on the action’s page why, and what to do', async () => {
    const page = words((await (await scene.site.signIn('lro@cheshire.example')).get('/plan-actions/A-1')).text)
    expect(page).toContain('It may be one that nobody recorded: it says “schools” and “safeguarded”')
    expect(page).toContain('Record it as a disruption')
    const inspector = words(
      (await (await scene.site.signIn('inspector@hmicfrs.example')).get('/plan-actions/A-1')).text,
    )
    expect(inspector).not.toContain('Was it a disruption?')
    const open = words((await (await scene.site.signIn('lro@cheshire.example')).get('/plan-actions/A-2')).text)
    expect(open).not.toContain('Was it a disruption?')
  })

  it('are not offered again once they are recorded, nor once someone said that they were none', async () => {
    await scene.take(disruption, disruptionRow('D-B3', { planAction: 'B-3' }, { at: '2026-06-03T09:00:00Z' }))
    const analyst = await scene.site.signIn('analyst@cheshire.example')
    expect(words((await analyst.get('/plan-actions/B-3')).text)).toContain('Recorded as a disruption')
    const path = '/plan-actions/B-1/not-a-disruption'
    expect((await analyst.get(path)).status).toBe(200)
    const empty = await analyst.post(path, { reason: ' ' })
    expect([empty.status, empty.text.includes('Enter why it was none')]).toEqual([400, true])
    expect((await analyst.post(path, { reason: 'x\u0007' })).status).toBe(400)
    expect((await analyst.post(path, { reason: 'They were of another group' })).status).toBe(303)
    expect(await offered('lro@cheshire.example')).toEqual(['A-1'])
    expect(await offered('lro@merseyside.example')).toEqual([])
    expect(words((await analyst.get('/plan-actions/B-1')).text)).toContain(
      'that it was none: They were of another group',
    )
    present.at = new Date('2026-06-12T09:00:00Z')
    const before = await (await scene.site.signIn('analyst@cheshire.example')).get('/plan-actions/B-1?asAt=2026-06-09')
    expect(before.text).not.toContain('They were of another group')
    present.at = new Date('2026-06-10T09:00:00Z')
  })

  it('can be said to be none by those who work on them, and no one else', async () => {
    const path = '/plan-actions/A-1/not-a-disruption'
    const others = [
      'lro@merseyside.example',
      'inspector@hmicfrs.example',
      'mayor@oversight.example',
      'admin@fourfold.example',
    ]
    for (const email of others) {
      const person = await scene.site.signIn(email)
      expect([email, (await person.post(path, { reason: 'No' })).status]).toEqual([email, 403])
    }
    const lancashire = await scene.site.signIn('analyst@lancashire.example')
    const [unseen, absent] = [
      await lancashire.get('/plan-actions/A-X/not-a-disruption'),
      await (await scene.site.signIn('analyst@cheshire.example')).get('/plan-actions/A-L/not-a-disruption'),
    ]
    expect([unseen.status, absent.status]).toEqual([404, 404])
    const analyst = await scene.site.signIn('analyst@cheshire.example')
    expect((await analyst.get('/plan-actions/A-2/not-a-disruption')).status).toBe(409)
    expect(scene.site.faults).toEqual([])
  })

  it('are guarded by the database itself', async () => {
    const person = async (email: string) => {
      const { rows } = await sql<{ id: number }>`select id from organisations.person where email = ${email}`.execute(
        scene.site.database.owner,
      )
      return rows[0]?.id ?? 0
    }
    const [merseyside, cheshire] = [await person('lro@merseyside.example'), await person('analyst@cheshire.example')]
    const says = (actor: number, as: number, action: string) =>
      actingFor(scene.site.database.app, actor, 'read', tx =>
        sql`insert into disruptions.not_a_disruption (action_id, at, person_id, reason)
          select id, now(), ${as}, 'No' from plans.action where reference = ${action}`.execute(tx),
      )
    await expect(says(merseyside, merseyside, 'A-1')).rejects.toThrow('row-level security')
    await expect(says(cheshire, merseyside, 'A-1')).rejects.toThrow('row-level security')
    const lancashire = await person('analyst@lancashire.example')
    await expect(says(lancashire, lancashire, 'A-1')).rejects.toThrow('row-level security')
    await says(lancashire, lancashire, 'A-L')
    const seen = await actingFor(scene.site.database.app, cheshire, 'read', tx =>
      sql`select from disruptions.not_a_disruption none join plans.action a on a.id = none.action_id
        where a.reference = 'A-L'`.execute(tx),
    )
    expect(seen.rows).toHaveLength(0)
    await expect(
      actingFor(scene.site.database.app, cheshire, 'read', tx =>
        sql`update disruptions.not_a_disruption set reason = 'x'`.execute(tx),
      ),
    ).rejects.toThrow('permission denied')
  })
})

function words(html: string): string {
  return html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')
}
