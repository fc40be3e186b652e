import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { plan, planAction } from '#modules/plans'
import { actionRow, planRow } from '../../../../test/plan-rows.ts'
import { actingFor } from '../../../../test/sightings.ts'
import { planScene, type PlanScene } from '../../../../test/plan-disruption-scene.ts'
import { disruptionRow } from '../../../../test/threat-rows.ts'
import { disruption } from '../disruption.ts'
import { achievedOf } from './achieved-store.ts'
import { monthsUpTo } from './months.ts'

let scene: PlanScene
const at = { at: '2026-05-20T09:00:00Z' }
const support = {
  disruptionType: 'Support Disruption',
  supportedOrganisation: 'Cheshire Constabulary',
  leadOrganisation: 'Merseyside Police',
}

beforeAll(async () => {
  scene = await planScene()
  await scene.take(
    disruption,
    // By its action, whose aim is M-1.
    disruptionRow(
      'D-1',
      { planAction: 'A-1', recordDate: '2026-03-02', fourP: 'Prevent', childrenSafeguarded: 2, adultsSafeguarded: 1 },
      at,
    ),
    // By the aim itself, and a support of the same event that names it too.
    disruptionRow(
      'D-2',
      { aim: 'M-1', recordDate: '2026-05-10', assessmentCategory: 'Minor', childrenSafeguarded: 4 },
      at,
    ),
    disruptionRow(
      'D-2S',
      { ...support, aim: 'M-1', recordDate: '2026-05-10', eventReference: 'D-2', childrenSafeguarded: 4 },
      at,
    ),
    // Not graded yet: not counted, its results are.
    disruptionRow(
      'D-3',
      { aim: 'M-1', recordDate: '2026-05-11', assessmentCategory: 'Not assessed', childrenSafeguarded: 1 },
      at,
    ),
    disruptionRow(
      'D-4',
      { aim: 'M-1', recordDate: '2026-05-12', assessmentCategory: 'No disruption', childrenSafeguarded: 9 },
      at,
    ),
    disruptionRow('D-5', { aim: 'M-2', recordDate: '2026-05-12', arrests: 3 }, at),
    // The action has no aim; then only the threat; then one that may not be seen.
    disruptionRow('D-6', { planAction: 'A-2', recordDate: '2026-05-13', arrests: 7 }, at),
    disruptionRow('D-7', { recordDate: '2026-05-14' }, at),
    disruptionRow(
      'D-8',
      { aim: 'M-1', recordDate: '2026-05-14', leadOrganisation: 'Merseyside Police', childrenSafeguarded: 50 },
      { ...at, handling: 'Organisation' },
    ),
  )
})
afterAll(() => scene.site.close())

describe('what disruptions achieved for an aim', () => {
  it('counts leads that inspectors count, results of leads, and support beside them: never twice', async () => {
    const { rows } = await asAnalyst({ when: 'now' })
    expect(rows).toEqual([
      { ...none, aim: 'M-1', month: '2026-03', disruptions: 1, peopleSafeguarded: 3 },
      { ...none, aim: 'M-1', month: '2026-05', disruptions: 1, supports: 1, peopleSafeguarded: 5 },
      { ...none, aim: 'M-2', month: '2026-05', disruptions: 1, arrests: 3 },
    ])
  })

  it('is as it was known at a past moment, and follows the action as it stood then', async () => {
    expect(
      (await asAnalyst({ when: 'past', instant: new Date('2026-05-01T00:00:00Z'), text: '2026-05-01' })).rows,
    ).toEqual([])
    await scene.take(planAction, actionRow('A-1', 'P-1', { aim: 'M-2' }, { at: '2026-05-25T09:00:00Z' }))
    const before = await asAnalyst({ when: 'past', instant: new Date('2026-05-24T00:00:00Z'), text: '2026-05-24' })
    const after = await asAnalyst({ when: 'now' })
    expect(before.rows.find(({ month }) => month === '2026-03')).toMatchObject({ aim: 'M-1', disruptions: 1 })
    expect(after.rows.find(({ month }) => month === '2026-03')).toMatchObject({ aim: 'M-2', disruptions: 1 })
  })

  it('stands on the aim’s page over time, with its measure and target', async () => {
    const analyst = await scene.site.signIn('analyst@cheshire.example')
    const page = words((await analyst.get('/plan-aims/M-1?asAt=2026-05-24')).text)
    expect(page).toContain('People safeguarded 8 Target 10 Lead disruptions 2 Support disruptions 1')
    expect(page).toMatch(/Mar 2026 3 .*, Mar 2026 3 Apr 2026 0 .*, Apr 2026 3 May 2026 5 .*, May 2026 8 /)
    const hidden = words((await (await scene.site.signIn('analyst@lancashire.example')).get('/plan-aims/M-3')).text)
    expect(hidden).toContain('No disruption that you may see names this aim')
  })

  it('stands on the plan’s page by aim, with what names none, and the mix', async () => {
    await scene.take(
      plan,
      planRow('P-1', { mixPursue: 40, mixPrevent: 60, mixProtect: 0, mixPrepare: 0 }, { at: '2026-05-26T09:00:00Z' }),
    )
    const analyst = await scene.site.signIn('analyst@cheshire.example')
    const { text } = await analyst.get('/plans/P-1')
    const page = words(text).split('Disruptions against this plan').at(-1) ?? ''
    expect(page).toContain('Fewer young people are recruited Prevent People safeguarded: 5 10 1 1')
    expect(page).toContain('Aim M-2 Pursue Arrests: 3 2 0')
    expect(page).toContain('An action without an aim 1 0')
    expect(page).toContain('Neither action nor aim: only the threat 1 0')
    expect(page).toContain('Pursue 40% 80% 4 Prevent 60% 20% 1 Protect 0% 0% 0')
    expect(page).not.toContain('D-8')
    const past = words((await analyst.get('/plans/P-1?asAt=2026-05-01')).text)
    expect(past).toContain('None that you may see names it, or its threat.')
  })
})

describe('the months of an aim', () => {
  it('have no gaps, and add up what went before the last 24', () => {
    const month = (name: string, disruptions: number) => ({ ...none, aim: 'M', month: name, disruptions })
    const months = monthsUpTo([month('2024-01', 2), month('2026-02', 1)], one => one.disruptions, '2026-03')
    expect(months).toHaveLength(24)
    expect(months[0]).toEqual({ month: '2024-04', value: 0, soFar: 2 })
    expect(months.slice(-2)).toEqual([
      { month: '2026-02', value: 1, soFar: 3 },
      { month: '2026-03', value: 0, soFar: 3 },
    ])
    expect(monthsUpTo([], one => one.disruptions, '2026-03')).toEqual([])
  })
})

const none = {
  disruptions: 0,
  supports: 0,
  arrests: 0,
  charges: 0,
  cashSeizedPence: 0,
  peopleSafeguarded: 0,
  referrals: 0,
}

async function asAnalyst(asAt: Parameters<typeof achievedOf>[2]) {
  const rows = await actingFor(scene.site.database.app, await analystId(), 'read', tx =>
    achievedOf(tx, ['M-1', 'M-2'], asAt),
  )
  return { rows }
}

async function analystId(): Promise<number> {
  const row = await scene.site.database.owner
    .selectFrom('organisations.person')
    .select('id')
    .where('email', '=', 'analyst@cheshire.example')
    .executeTakeFirstOrThrow()
  return row.id
}

function words(html: string): string {
  return html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')
}
