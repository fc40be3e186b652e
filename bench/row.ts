import type { Measured, Percentiles, ProcessorTime } from './measured.ts'
import type { Outcome } from './measure-operation.ts'
import type { Bound, Operation } from './operation.ts'
import { type Interval, median, medianInterval } from './rounds.ts'

/** How an operation stands: against its reference, and by itself. */
export interface Row {
  readonly operation: Operation
  readonly ratio: number
  readonly interval: Interval
  readonly rounds: number
  /** The median round's, of the operation and of what it is held against. */
  readonly perSecond: number
  readonly referencePerSecond: number | undefined
  readonly nothingPerSecond: number | undefined
  readonly times: Percentiles | undefined
  readonly processor: ProcessorTime | undefined
  readonly errors: number
  /** Of the last round. */
  readonly note: string | undefined
}

export type Verdict = 'aim reached' | 'reached' | 'falls short' | 'errors'

/** Of what was measured in rounds. */
export function rowOf(operation: Operation, outcome: Omit<Exclude<Outcome, { problem: string }>, 'seconds'>): Row {
  const ratios = outcome.operation.map((measured, round) =>
    ratioOf(operation.toReach, measured, outcome.reference[round]),
  )
  const times = outcome.operation.flatMap(measured => measured.times ?? [])
  const processor = outcome.operation.flatMap(measured => measured.processor ?? [])
  const speeds = (all: readonly Measured[]) => median(all.map(({ perSecond }) => perSecond))
  const middle = <Name extends string>(all: readonly Readonly<Record<Name, number>>[], name: Name) =>
    median(all.map(one => one[name]))
  return {
    operation,
    ratio: median(ratios),
    interval: medianInterval(ratios),
    rounds: ratios.length,
    perSecond: speeds(outcome.operation),
    referencePerSecond: outcome.reference.length === 0 ? undefined : speeds(outcome.reference),
    nothingPerSecond: outcome.nothing.length === 0 ? undefined : speeds(outcome.nothing),
    times:
      times.length === 0
        ? undefined
        : { p50: middle(times, 'p50'), p95: middle(times, 'p95'), p99: middle(times, 'p99') },
    processor:
      processor.length === 0
        ? undefined
        : { server: middle(processor, 'server'), database: middle(processor, 'database') },
    errors: outcome.operation.reduce((sum, { errors }) => sum + errors, 0),
    note: outcome.operation.at(-1)?.note,
  }
}

/** A share of throughput, or times the time, paired within a round; or what was used of its own limits. */
function ratioOf(bound: Bound, measured: Measured, reference: Measured | undefined): number {
  if (bound.kind === 'budget') return measured.ofBudget ?? Number.NaN
  const speed = measured.perSecond / (reference?.perSecond ?? Number.NaN)
  return bound.kind === 'share' ? speed : 1 / speed
}

/** Whether a row reaches what is asked of it. One error spoils it. */
export function verdictOf({ operation, ratio, perSecond, errors }: Row): Verdict {
  if (errors > 0) return 'errors'
  const { toReach, aim, leastPerSecond = 0 } = operation
  if (!isWithin(toReach, ratio) || perSecond < leastPerSecond) return 'falls short'
  return aim !== undefined && isWithin(aim, ratio) ? 'aim reached' : 'reached'
}

function isWithin(bound: Bound, ratio: number): boolean {
  return bound.kind === 'share' ? ratio >= bound.of : ratio <= bound.of
}

/** How many times as long one takes in the larger size as in the smaller. */
export function growthOf(small: Row, large: Row): number {
  return small.perSecond / large.perSecond
}

/** What an operation that an index serves may grow by. */
export const mostGrowth = 1.3

/** Whether an operation grew no more than it may, from one size to one so many times as large. */
export function growsAsAllowed({ grows }: Operation, growth: number, times: number): boolean {
  return growth <= (grows === 'by an index' ? mostGrowth : times)
}
