import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aim, plan, planAction } from '#modules/plans'
import { type AsAt, now } from '#platform/clock'
import { actionRow, aimRow, planRow } from '../../../../test/plan-rows.ts'
import { actingFor } from '../../../../test/sightings.ts'
import { planScene, type PlanScene } from '../../../../test/plan-disruption-scene.ts'
import { disruptionRow } from '../../../../test/threat-rows.ts'
import { disruption } from '../disruption.ts'
import { disruptionChecks } from './disruption-checks.ts'
import { readDisruptionFacts } from './facts-store.ts'

let scene: PlanScene
const present = new Date('2026-06-10T09:00:00Z')
const at = (day: string) => ({ at: `${day}T09:00:00Z` })
const on = (day: string): AsAt => ({ when: 'past', instant: new Date(`${day}T23:59:59.999Z`), text: day })

beforeAll(async () => {
  scene = await planScene(() => present)
  await scene.take(
    plan,
    planRow('P-1', { mixPursue: 40, mixPrevent: 60, mixProtect: 0, mixPrepare: 0 }, at('2026-01-10')),
    planRow('P-D', { threat: 'T-2', status: 'Draft' }, at('2026-01-10')),
  )
  await scene.take(aim, aimRow('M-D', 'P-D', {}, at('2026-01-10')), aimRow('M-4', 'P-3', {}, at('2026-02-01')))
  await scene.take(
    planAction,
    actionRow('A-4', 'P-3', { aim: 'M-4', status: 'Done', doneOn: '2026-05-01', outcome: 'Done' }, at('2026-05-01')),
  )
  await scene.take(
    disruption,
    disruptionRow('D-1', { recordDate: '2026-02-01', aim: 'M-2' }, at('2026-02-02')),
    disruptionRow('D-2', { recordDate: '2026-03-01' }, at('2026-03-02')),
    disruptionRow(
      'D-3',
      { recordDate: '2026-03-03', leadOrganisation: 'Merseyside Police' },
      { ...at('2026-03-04'), handling: 'Organisation' },
    ),
    // Of a support, of a day before the plan was active, with no effect: none of these.
    disruptionRow(
      'D-4',
      { recordDate: '2026-03-05', disruptionType: 'Support Disruption', supportedOrganisation: 'Merseyside Police' },
      at('2026-03-06'),
    ),
    disruptionRow('D-5', { recordDate: '2022-02-01' }, at('2026-03-06')),
    disruptionRow('D-6', { recordDate: '2026-03-05', assessmentCategory: 'No disruption' }, at('2026-03-06')),
    disruptionRow('D-7', { recordDate: '2026-03-05', fourP: 'Prevent', planAction: 'A-2' }, at('2026-03-06')),
    disruptionRow(
      'D-P',
      {
        recordDate: '2026-03-05',
        threatReference: 'T-9',
        fourP: 'Protect',
        leadOrganisation: 'Lancashire Constabulary',
      },
      at('2026-03-06'),
    ),
  )
})
afterAll(() => scene.site.close())

describe('the facts of plans with their disruptions', () => {
  it('are told of active plans of the reader’s region, of those unseen without what would name them', async () => {
    const facts = await factsFor('analyst@cheshire.example', now)
    expect(facts.map(({ reference, organisation }) => [reference, organisation])).toEqual([
      ['P-1', 'Cheshire Constabulary'],
      ['P-3', 'Cheshire Constabulary'],
      [null, 'Lancashire Constabulary'],
      ['P-S', 'Cheshire Constabulary'],
    ])
    expect(facts[2]).toMatchObject({ idleAims: [{ reference: null, beganOn: '2022-03-01' }], withoutAim: [] })
    expect(facts[0]).toEqual({
      organisation: 'Cheshire Constabulary',
      reference: 'P-1',
      intendedPursue: 40,
      // D-1, D-2, D-3 and D-7.
      recorded: 4,
      pursue: 3,
      peersRecorded: 2,
      peersPursue: 1,
      // A-1 was done for M-1, D-1 names M-2.
      idleAims: [],
      withoutAim: [
        { reference: 'D-2', on: '2026-03-01' },
        { reference: null, on: '2026-03-03' },
      ],
    })
    expect(facts[1]).toMatchObject({ idleAims: [{ reference: 'M-3', beganOn: '2022-03-01' }] })
  })

  it('are as they were known on a past day', async () => {
    const [february, april] = [
      await factsFor('analyst@cheshire.example', on('2026-02-28')),
      await factsFor('analyst@cheshire.example', on('2026-04-01')),
    ]
    expect(february[0]).toMatchObject({ intendedPursue: 40, recorded: 1, withoutAim: [], peersRecorded: 0 })
    expect(april[1]?.idleAims).toEqual([
      { reference: 'M-3', beganOn: '2022-03-01' },
      { reference: 'M-4', beganOn: '2026-02-01' },
    ])
    const [earlier] = await factsFor('analyst@cheshire.example', on('2026-01-09'))
    expect(earlier).toMatchObject({ intendedPursue: null, idleAims: [{ reference: 'M-2' }] })
  })

  it('are of one plan for whoever sees it, of some organisations, and of none for a partner or an administrator', async () => {
    const references = async (email: string, scope: object) =>
      (await factsFor(email, now, scope)).map(({ reference }) => reference)
    expect(await references('lro@merseyside.example', { plans: ['P-3'] })).toEqual(['P-3'])
    expect(await references('analyst@cheshire.example', { plans: ['P-L'] })).toEqual([])
    expect(await references('housing@council.example', {})).toEqual([])
    expect(await references('admin@fourfold.example', {})).toEqual([])
    expect(
      await references('inspector@hmicfrs.example', { organisations: [await organisationId('Cheshire Constabulary')] }),
    ).toEqual(['P-1', 'P-3', 'P-S'])
    expect(await references('mayor@oversight.example', {})).toEqual([null, null, null, null])
  })

  it('give what is found of a plan, and of one unseen no more than that it is so', async () => {
    const findings = await asPerson('analyst@cheshire.example', tx =>
      disruptionChecks.find({ tx, present, actor: undefined as never }, { asAt: now }),
    )
    expect(findings.filter(({ check }) => check === 'aim-without-activity')).toEqual([
      {
        check: 'aim-without-activity',
        organisation: 'Cheshire Constabulary',
        about: { register: 'plans', reference: 'P-3' },
        says: 'Nothing was done for 1 aim, and no disruption recorded.',
        evidence: 'M-3. The first began on 1 March 2022',
        since: '2022-03-01',
      },
      {
        check: 'aim-without-activity',
        organisation: 'Lancashire Constabulary',
        about: undefined,
        says: 'Aims without activity',
        evidence: '',
        since: undefined,
      },
    ])
    const only = await asPerson('analyst@cheshire.example', tx =>
      disruptionChecks.find({ tx, present, actor: undefined as never }, { asAt: now, checks: ['no-owner'] }),
    )
    expect(only).toEqual([])
  })

  it('are asked by the program for nothing that the database does not guard', async () => {
    await expect(
      sql`select disruptions.plan_check_facts(now(), '2026-06-10', null, null)`.execute(scene.site.database.app),
    ).resolves.toMatchObject({ rows: [] })
  })
})

async function factsFor(email: string, asAt: AsAt, scope: object = {}) {
  return asPerson(email, tx => readDisruptionFacts({ tx, present }, { asAt, ...scope }))
}

async function asPerson<Result>(email: string, act: Parameters<typeof actingFor<Result>>[3]): Promise<Result> {
  const { id } = await scene.site.database.owner
    .selectFrom('organisations.person')
    .select('id')
    .where('email', '=', email)
    .executeTakeFirstOrThrow()
  return actingFor(scene.site.database.app, id, 'read', act)
}

async function organisationId(name: string): Promise<number> {
  const { id } = await scene.site.database.owner
    .selectFrom('organisations.organisation')
    .select('id')
    .where('name', '=', name)
    .executeTakeFirstOrThrow()
  return id
}
