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
  readonly referencePerSecond: number
  readonly nothingPerSecond: number | undefined
  readonly times: Percentiles | undefined
  readonly processor: ProcessorTime | undefined
  readonly errors: number
}

export type Verdict = 'aim reached' | 'reached' | 'falls short' | 'errors'

/** Of what was measured in rounds. */
export function rowOf(operation: Operation, outcome: Exclude<Outcome, { problem: string }>): Row {
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
    referencePerSecond: speeds(outcome.reference),
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
  }
}

/** A share of throughput, or times the time: both paired within a round. */
function ratioOf(bound: Bound, measured: Measured, reference: Measured | undefined): number {
  const speed = measured.perSecond / (reference?.perSecond ?? Number.NaN)
  return bound.kind === 'share' ? speed : 1 / speed
}

/** Whether a row reaches what is asked of it. One error spoils it. */
export function verdictOf({ operation, ratio, errors }: Row): Verdict {
  if (errors > 0) return 'errors'
  if (isWithin(operation.aim, ratio)) return 'aim reached'
  return isWithin(operation.toReach, ratio) ? 'reached' : 'falls short'
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
