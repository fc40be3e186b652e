import type { FourP } from '#modules/plans'
import { type Draw, drawFor } from './draw.ts'
import type { SampleDays } from './sample-days.ts'
import type { FileRow, SamplePlan, SampleThreat } from './sample-plan.ts'

/** A plan against a threat, which disruptions are told of. */
export type ToldPlan = Pick<SamplePlan, 'reference' | 'rows'> & { readonly threat: SampleThreat }

/** A disruption to write. */
export interface EventToWrite {
  readonly threat: SampleThreat
  readonly p: FourP
  /** Counted from the day of loading. */
  readonly day: number
  /** The parts that it names; '' where it names none. */
  readonly action: string
  readonly aim: string
  /** What of it counts towards that aim. */
  readonly measuredBy: string
  readonly details: string
}

/** Of how many plans one has disruptions that were recorded, and how many of its finished actions they came of. */
const recordedBy: Readonly<Record<string, { readonly oneIn: number; readonly actions: number }>> = {
  LAN: { oneIn: 9, actions: 2 },
  MER: { oneIn: 8, actions: 2 },
  CHE: { oneIn: 7, actions: 2 },
  GMP: { oneIn: 7, actions: 1 },
  CUM: { oneIn: 5, actions: 1 },
  NWP: { oneIn: 8, actions: 2 },
  NWR: { oneIn: 2, actions: 2 },
}
/** Of Cheshire's first plans, its lead responsible officer's, all is recorded but what waits for him. */
const officerPlans = 8
/** Greater Manchester's plans that only pursue, each with so many disruptions; of one too few are assessed for the check. */
const onlyPursued = { plans: 7, events: 6 }
/** Cheshire's disruptions against the threat of a plan of which nobody said what they were for. */
const withoutAim = 5

/** The disruptions of a force's plans, in the order of the plans. */
export function drawEvents(letters: string, plans: readonly ToldPlan[], days: SampleDays): readonly EventToWrite[] {
  const { oneIn, actions } = recordedBy[letters] ?? { oneIn: 1, actions: 0 }
  const active = plans.filter(({ rows }) => statusOf(rows.plans) === 'Active')
  const pursued = letters === 'GMP' ? active.slice(0, onlyPursued.plans) : []
  const unaimed = letters === 'CHE' ? active.slice(-withoutAim) : []
  return [
    ...plans.flatMap((plan, place) => {
      if (pursued.includes(plan) || unaimed.includes(plan)) return []
      if (letters === 'CHE' && place < officerPlans) return finishedEvents(plan, 4, days)
      return place % oneIn === 1 ? finishedEvents(plan, actions, days) : []
    }),
    ...pursued.flatMap(plan => pursuitEvents(plan, days)),
    ...unaimed.map(plan => unaimedEvent(plan, days)),
  ]
}

/** Of finished actions. What has a tactic is told of by itself, and waits to be recorded. */
function finishedEvents({ reference, rows, threat }: ToldPlan, most: number, days: SampleDays): readonly EventToWrite[] {
  const ends = rows.actions.filter(row => row['Status'] === 'Done' && (row['Tactic'] ?? '') === '')
  return drawFor(`${reference} finished`)
    .some(ends, most)
    .map(row => ({ threat, ...ofAction(row, rows.aims, days) }))
}

function ofAction(row: FileRow, aims: readonly FileRow[], days: SampleDays) {
  const aim = aims.find(({ Reference }) => Reference === row['Aim'])
  return {
    p: row['P'] as FourP,
    day: offsetOf(row['Done on'] ?? '', days),
    action: row['Reference'] ?? '',
    aim: row['Aim'] ?? '',
    measuredBy: aim?.['Measured by'] ?? '',
    details: `${row['Text'] ?? ''}\n${row['Outcome'] ?? ''}`,
  }
}

/** What was done and recorded is pursue alone: of its finished action, and else for its aim. */
function pursuitEvents(plan: ToldPlan, days: SampleDays): readonly EventToWrite[] {
  const draw = drawFor(`${plan.reference} pursued`)
  const done = plan.rows.actions.find(row => row['Status'] === 'Done' && row['P'] === 'Pursue')
  const aim = plan.rows.aims.find(row => row['P'] === 'Pursue')
  const details = 'Followed from the investigation; no action of the plan had asked for it'
  return Array.from({ length: onlyPursued.events }, (_none, at) =>
    at === 0 && done !== undefined
      ? { threat: plan.threat, ...ofAction(done, plan.rows.aims, days) }
      : {
          threat: plan.threat,
          p: 'Pursue',
          day: dayWithin(plan, draw, days),
          action: '',
          aim: aim?.['Reference'] ?? '',
          measuredBy: aim?.['Measured by'] ?? '',
          details,
        },
  )
}

function unaimedEvent(plan: ToldPlan, days: SampleDays): EventToWrite {
  const day = dayWithin(plan, drawFor(`${plan.reference} unaimed`), days)
  const details = 'Met with on patrol, and recorded against the threat alone'
  return { threat: plan.threat, p: 'Pursue', day, action: '', aim: '', measuredBy: '', details }
}

/** A day since the plan was active. */
function dayWithin({ rows }: ToldPlan, draw: Draw, days: SampleDays): number {
  const active = rows.plans.find(row => row['Status'] === 'Active')?.['Recorded at'] ?? ''
  return draw.between(offsetOf(active.slice(0, 10), days) + 5, -4)
}

function statusOf(states: readonly FileRow[]): string | undefined {
  return states.at(-1)?.['Status']
}

function offsetOf(day: string, days: SampleDays): number {
  return Math.round((Date.parse(day) - Date.parse(days.day(0))) / 86_400_000)
}
