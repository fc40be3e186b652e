import type { Measured } from './measured.ts'
import type { Scene } from './scene.ts'

/** What is held against what. */
export type Bound =
  /** At least this share of the reference's throughput. */
  | { readonly kind: 'share'; readonly of: number }
  /** At most so many times the reference's time. */
  | { readonly kind: 'times'; readonly of: number }
  /** Within limits of its own, by the one that it comes nearest to. */
  | { readonly kind: 'budget'; readonly of: 1; readonly says: string }

/** A row of the table: declared in a file of its own, measured like all others. */
export interface Operation {
  /** For `--only`. */
  readonly key: string
  readonly name: string
  /** What it is held against, as the table says it. */
  readonly reference: string
  readonly toReach: Bound
  readonly aim?: Bound
  /** Done a second at least, besides. */
  readonly leastPerSecond?: number
  /** Whether it may take longer as its rows do, or an index serves it whatever their number. */
  readonly grows: 'as its rows' | 'by an index'
  /** Makes ready what is measured. What it returns is measured in rounds. */
  readonly prepare: (scene: Scene) => Promise<Contest>
  /** A measurement is one run of something, however long that takes. */
  readonly runByRun?: true
  /** Rounds at most: for what takes long. */
  readonly mostRounds?: number
  /** It writes so much that others must not be measured after it: they get a fresh copy. */
  readonly spoils?: true
}

/** A measurement of so many seconds. */
export type Measure = (seconds: number) => Promise<Measured>

/** Who is measured in each round: the operation itself, its reference, and what else is worth knowing. */
export interface Contest {
  /** How many are under way at once, where not as many as usual. */
  readonly connections?: number
  readonly operation: Measure
  /** None where the limits are the operation's own. */
  readonly reference?: Measure
  /** A route of the same server that does nothing. */
  readonly nothing?: Measure
  /** @throws Error when what was measured was not what was meant. */
  readonly finish?: () => Promise<void>
}

/** At least this share of the reference's throughput. */
export function share(of: number): Bound {
  return { kind: 'share', of }
}

/** At most so many times the reference's time. */
export function times(of: number): Bound {
  return { kind: 'times', of }
}

/** Within limits that `says` tells. */
export function budget(says: string): Bound {
  return { kind: 'budget', of: 1, says }
}

/** Operations that may share a copy: one that spoils it is the last of its own. */
export function untilSpoilt(all: readonly Operation[]): readonly (readonly Operation[])[] {
  const runs: Operation[][] = []
  let open: Operation[] | undefined
  for (const operation of all) {
    if (open === undefined) runs.push((open = []))
    open.push(operation)
    if (operation.spoils) open = undefined
  }
  return runs
}
