import type { Measured } from './measured.ts'
import type { Contestant } from './rounds.ts'
import type { Scene } from './scene.ts'

/** What is held against what: at least a share of the reference's throughput, or at most so many times its time. */
export type Bound = { readonly kind: 'share'; readonly of: number } | { readonly kind: 'times'; readonly of: number }

/** A row of the table: declared in a file of its own, measured like all others. */
export interface Operation {
  /** For `--only`. */
  readonly key: string
  readonly name: string
  /** What it is held against, as the table says it. */
  readonly reference: string
  readonly toReach: Bound
  readonly aim: Bound
  /** Whether it may take longer as its rows do, or an index serves it whatever their number. */
  readonly grows: 'as its rows' | 'by an index'
  /** Makes ready what is measured. What it returns is measured in rounds; `finish` puts away and checks. */
  readonly prepare: (scene: Scene) => Promise<Contest>
  /** Rounds at most: for what takes long. */
  readonly mostRounds?: number
}

/** Who is measured in each round: the operation itself, its reference, and what else is worth knowing. */
export interface Contest {
  readonly operation: Contestant<Measured>['measure']
  readonly reference: Contestant<Measured>['measure']
  /** A route of the same server that does nothing. */
  readonly nothing?: Contestant<Measured>['measure']
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
