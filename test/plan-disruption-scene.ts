import { sql } from 'kysely'
import { aim, plan, planAction } from '#modules/plans'
import { threat } from '#modules/threats'
import type { RecordDeclaration } from '#platform/record'
import { actionRow, aimRow, planRow } from './plan-rows.ts'
import { actingFor, type StatedRow, takeRows } from './sightings.ts'
import { testServer, type TestServer } from './server.ts'
import { threatRow } from './threat-rows.ts'

/** A site with plans: Cheshire's of T-1 and T-3, Lancashire's of its own that nobody else sees, a strategic one. */
export interface PlanScene {
  readonly site: TestServer
  readonly take: (record: RecordDeclaration, ...rows: readonly StatedRow[]) => Promise<void>
}

const lancashire = { planOrganisation: 'Lancashire Constabulary' }
const hidden = { handling: 'Organisation' }

/** The site at nine in the morning of 10 June 2026. The scene's records are of March 2022, so that past days know them. */
export async function planScene(present: () => Date = () => new Date('2026-06-10T09:00:00Z')): Promise<PlanScene> {
  const site = await testServer({ present })
  const { rows } = await sql<{ id: number }>`select id from organisations.person where email = 'system'`.execute(
    site.database.owner,
  )
  const system = rows[0]?.id ?? 0
  const take = async (record: RecordDeclaration, ...stated: readonly StatedRow[]) => {
    await actingFor(site.database.app, system, 'import', tx => takeRows(tx, record, stated, system))
  }
  await take(
    threat,
    threatRow('T-1', { name: 'Harbour group' }),
    threatRow('T-2', { name: 'Station place' }),
    threatRow('T-3', { name: 'Quarry group', leadResponsibleOfficer: 'lro@cheshire.example' }),
    threatRow('L-1', { owner: 'Lancashire Constabulary', name: 'Mill group' }, hidden),
  )
  await take(
    plan,
    planRow('P-1'),
    planRow('P-3', {
      threat: 'T-3',
      owner: 'analyst@cheshire.example',
      deputies: 'x@cheshire.example; LRO@cheshire.example',
    }),
    planRow('P-L', { threat: 'L-1', organisation: 'Lancashire Constabulary', owner: 'lro@lancashire.example' }, hidden),
    planRow('P-S', { kind: 'Strategic', threat: null, priority: 'Drugs', owner: null }),
  )
  await take(
    aim,
    aimRow('M-1', 'P-1', { text: 'Fewer young people are recruited', measuredBy: 'People safeguarded', target: '10' }),
    aimRow('M-2', 'P-1', { p: 'Pursue', measuredBy: 'Arrests' }),
    aimRow('M-3', 'P-3'),
    aimRow('M-L', 'P-L', lancashire),
  )
  await take(
    planAction,
    actionRow('A-1', 'P-1', {
      ...done('2026-06-01'),
      aim: 'M-1',
      text: 'Visit the two schools nearest the line',
      outcome: 'Two children safeguarded and one referred.',
      person: 'lro@cheshire.example',
    }),
    actionRow('A-2', 'P-1', { p: 'Pursue', text: 'Search the lock-up', person: 'lro@merseyside.example' }),
    actionRow('A-3', 'P-3', { aim: 'M-3' }),
    actionRow('A-L', 'P-L', { ...lancashire, ...done('2026-06-01'), outcome: 'Two arrested' }),
    actionRow('A-S', 'P-S', {
      ...done('2026-06-01'),
      p: 'Prepare',
      text: 'Train the night staff of hotels',
      outcome: 'All trained',
    }),
  )
  return { site, take }
}

function done(day: string) {
  return { status: 'Done', doneOn: day } as const
}
