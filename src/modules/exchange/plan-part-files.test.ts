import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { aim, plan, planAction } from '#modules/plans'
import { endShare, organisationIndex, shareRecord } from '#modules/organisations'
import {
  actionHeader,
  actionRow,
  aimHeader,
  aimRow,
  analyst,
  csvOf as file,
  lancashire,
  planFilesScene,
  type PlanFilesScene,
  planHeader,
  planRow,
  secondAnalyst,
} from '#test/plan-files-scene'

const housing = 'housing@council.example'
const cheshire = 'Cheshire Constabulary'
let scene: PlanFilesScene
beforeAll(async () => {
  scene = await planFilesScene()
})
afterAll(() => scene.close())
beforeEach(() => scene.clear())

describe('files of aims and actions', () => {
  const plans = (...rows: readonly string[]) => scene.taken(plan, file(planHeader, ...rows))

  it('are taken, and belong to their plan’s organisation', async () => {
    await plans(planRow('P-1'))
    await scene.taken(aim, file(aimHeader, aimRow('M-1', 'P-1')), analyst)
    await scene.taken(planAction, file(actionHeader, actionRow('A-1', 'P-1')), analyst)
    expect(await scene.standing('aim')).toMatchObject([{ reference: 'M-1', owner: cheshire, handling: 'Region' }])
    expect(await scene.standing('action')).toMatchObject([
      { reference: 'A-1', owner: cheshire, stateOwners: [cheshire] },
    ])
    const { rows } = await sql`select person_email, due_on::text as due, status from plans.action_state`.execute(
      scene.database.owner,
    )
    expect(rows).toEqual([{ person_email: 'lro@cheshire.example', due: '2026-12-05', status: 'Open' }])
  })

  it('change nothing the second time', async () => {
    await plans(planRow('P-1'))
    const actions = file(
      actionHeader,
      actionRow('A-1', 'P-1'),
      actionRow('A-1', 'P-1', { at: '2026-04-01T10:00:00Z', rest: 'Done,Both now ask for papers' }),
    )
    await scene.taken(planAction, actions)
    const before = await scene.everything()
    expect((await scene.taken(planAction, actions, analyst)).counts).toMatchObject({ newStates: 0, unchanged: 2 })
    expect(await scene.everything()).toBe(before)
  })

  it('put older history where it belongs', async () => {
    await plans(planRow('P-1'))
    await scene.taken(
      planAction,
      file(actionHeader, actionRow('A-1', 'P-1', { at: '2026-04-01T10:00:00Z', rest: 'Dropped,The agents closed' })),
    )
    await scene.taken(planAction, file(actionHeader, actionRow('A-1', 'P-1')))
    const { rows } =
      await sql`select status, recorded_to = 'infinity' as now from plans.action_state order by recorded_from`.execute(
        scene.database.owner,
      )
    expect(rows).toEqual([
      { status: 'Open', now: false },
      { status: 'Dropped', now: true },
    ])
  })

  it('ask how an action ended', async () => {
    await plans(planRow('P-1'))
    expect(
      await scene.problemsOf(planAction, file(actionHeader, actionRow('A-1', 'P-1', { rest: 'Dropped,' })), 'system'),
    ).toEqual(['2: Outcome: Enter why the action was dropped'])
  })

  it('say the same of a plan that is not there, is another force’s, or is hidden, and nothing else', async () => {
    await scene.taken(
      plan,
      file(
        `${planHeader},Handling`,
        `${planRow('P-LAN', { threat: 'T-LAN' })},Region`,
        `${planRow('P-NAMED')},Region`,
        `${planRow('P-OWN', { threat: 'T-LAN' })},Organisation`,
      ),
    )
    await scene.nameOnly('P-NAMED')
    const text = file(
      actionHeader,
      ...['P-NONE', 'P-LAN', 'P-NAMED', 'P-OWN'].map((each, at) => actionRow(`A-${at}`, each)),
    )
    const says = 'Plan: There is no plan of this reference that you may record on. Check it, or import the plan first'
    const problems = await scene.problemsOf(planAction, text, 'rocta@nwrocu.example')
    expect(problems).toEqual([2, 3, 4, 5].map(line => `${line}: ${says}`))
    expect(await scene.problemsOf(planAction, text, secondAnalyst)).toEqual(
      [2, 3, 4, 5].map(line => `${line}: ${says}`),
    )
  })

  it('leave an action in its plan', async () => {
    await plans(planRow('P-1'), planRow('P-2'))
    await scene.taken(planAction, file(actionHeader, actionRow('A-1', 'P-1')))
    const before = await scene.everything()
    const says = 'Plan: This reference is in another plan, and stays there. Give this row a reference of its own'
    expect(
      await scene.problemsOf(
        planAction,
        file(actionHeader, actionRow('A-1', 'P-2', { at: '2026-04-01T10:00:00Z' })),
        analyst,
      ),
    ).toEqual([`2: ${says}`])
    expect(await scene.problemsOf(planAction, file(actionHeader, actionRow('A-1', 'P-2')), analyst)).toContain(
      `2: ${says}`,
    )
    const inOneFile = file(
      actionHeader,
      actionRow('A-2', 'P-1'),
      actionRow('A-2', 'P-2', { at: '2026-04-01T10:00:00Z' }),
    )
    expect(await scene.problemsOf(planAction, inOneFile, analyst)).toEqual([`2: ${says}`, `3: ${says}`])
    expect(await scene.everything()).toBe(before)
  })

  it('hand back what was not taken with its problem', async () => {
    await plans(planRow('P-1'))
    const text = file(actionHeader, actionRow('A-1', 'P-1'), actionRow('A-2', 'P-9'))
    const { result, rejected } = await scene.importFile(planAction, text, { mode: 'accept-good' })
    expect(result).toMatchObject({ kind: 'taken', counts: { good: 1, bad: 1, newRecords: 1 } })
    expect(rejected).toContain('Plan: There is no plan of this reference')
    expect(rejected).not.toContain('A-1,')
  })

  it('have no column for their owner or handling', async () => {
    await plans(planRow('P-1'))
    const { result } = await scene.importFile(
      planAction,
      file(`${actionHeader},Handling,Plan’s organisation`, `${actionRow('A-1', 'P-1')},Named,Merseyside Police`),
    )
    expect(result.kind).toBe('taken')
    expect(result.warnings.map(({ column }) => column)).toEqual(['Handling', 'Plan’s organisation'])
    expect(await scene.standing('action')).toMatchObject([{ owner: cheshire, handling: 'Region' }])
  })
})

describe('parts follow their plan', () => {
  beforeEach(async () => {
    await scene.taken(plan, file(planHeader, planRow('P-1')))
    await scene.taken(aim, file(aimHeader, aimRow('M-1', 'P-1')))
    await scene.taken(
      planAction,
      file(
        actionHeader,
        actionRow('A-1', 'P-1'),
        actionRow('A-1', 'P-1', { at: '2026-04-01T10:00:00Z', text: 'Visit the agents again' }),
      ),
    )
  })

  it('to another organisation, with all their states', async () => {
    await scene.taken(
      plan,
      file(`${planHeader},Organisation`, `${planRow('P-1', { at: '2026-06-01T10:00:00Z' })},Lancashire Constabulary`),
    )
    for (const table of ['aim', 'action'] as const) {
      const [part] = await scene.standing(table)
      expect(part?.owner).toBe('Lancashire Constabulary')
      expect(new Set(part?.stateOwners)).toEqual(new Set(['Lancashire Constabulary']))
    }
    const next = file(actionHeader, actionRow('A-1', 'P-1', { at: '2026-07-01T10:00:00Z', rest: 'Done,Both ask' }))
    expect(await scene.problemsOf(planAction, next, analyst)).toHaveLength(1)
    await scene.taken(planAction, next, lancashire)
  })

  it('into the handling that a file states', async () => {
    await scene.taken(
      plan,
      file(`${planHeader},Handling`, `${planRow('P-1', { at: '2026-06-01T10:00:00Z' })},Organisation`),
    )
    expect(await scene.standing('action')).toMatchObject([{ handling: 'Organisation' }])
    expect(await scene.seenBy(lancashire, 'action_state')).toEqual([])
    expect(await scene.seenBy(analyst, 'action_state')).toHaveLength(2)
  })

  it('where a part arrives after its plan was handled otherwise', async () => {
    await scene.nameOnly('P-1')
    const later = file(actionHeader, actionRow('A-2', 'P-1'))
    expect(await scene.problemsOf(planAction, later, secondAnalyst)).toHaveLength(1)
    await scene.taken(planAction, later, analyst)
    expect(await scene.seenBy(secondAnalyst, 'action_state')).toEqual([])
    expect(await scene.seenBy(lancashire, 'action_state')).toEqual([])
    expect(await scene.seenBy(analyst, 'action_state')).toContain('A-2 2026-03-02')
  })

  it('when it is shared, with its history or from then on, and when the share ends', async () => {
    const partner = await scene.acting(
      analyst,
      async tx => (await organisationIndex(tx)).find('Halton Borough Council')?.id ?? 0,
    )
    const share = (withHistory: boolean) =>
      scene.acting(analyst, (tx, actor) =>
        shareRecord(tx, {
          record: plan,
          reference: 'P-1',
          actor,
          reason: 'a test',
          organisationId: partner,
          withHistory,
        }),
      )
    expect(await share(false)).toEqual({ ok: true })
    expect(await scene.seenBy(housing, 'action_state')).toEqual(['A-1 2026-04-01'])
    expect(await scene.seenBy(housing, 'aim_state')).toEqual(['M-1 2026-03-02'])
    await scene.taken(
      planAction,
      file(actionHeader, actionRow('A-1', 'P-1', { at: '2026-02-01T10:00:00Z' }), actionRow('A-3', 'P-1')),
    )
    expect(await scene.seenBy(housing, 'action_state')).toEqual(['A-1 2026-04-01', 'A-3 2026-03-02'])
    expect(await share(true)).toEqual({ ok: true })
    expect(await scene.seenBy(housing, 'action_state')).toHaveLength(4)
    await scene.acting(analyst, async (tx, actor) => {
      const { rows } = await sql<{
        id: number
      }>`select id from organisations.share where register = 'plans' and to_at is null`.execute(tx)
      expect(await endShare(tx, { record: plan, reference: 'P-1', actor, shareId: rows[0]?.id ?? 0 })).toEqual({
        ok: true,
      })
    })
    expect(await scene.seenBy(housing, 'action_state')).toEqual([])
    expect(await scene.seenBy(housing, 'plan_state')).toEqual([])
    expect(await scene.seenBy(lancashire, 'action_state')).toHaveLength(4)
  })
})
