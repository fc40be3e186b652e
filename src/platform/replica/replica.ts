import type { SeverableDatabase } from '#platform/database'
import { takeTurns, type Turns } from './turns.ts'

/** A streaming replica from which answers may be drawn. */
export interface Replica extends SeverableDatabase, Turns {
  /** Milliseconds that it may be behind the primary. */
  readonly mostBehind: number
  /** Counts an answer that it gave, or one that the primary had to give in its place. */
  readonly count: (what: 'answers' | 'passedOn') => void
  readonly counted: () => { readonly answers: number; readonly passedOn: number }
}

interface ReplicaOptions extends SeverableDatabase {
  readonly mostBehind: number
  /** Told of each change between use and rest. */
  readonly say: (line: string) => void
  readonly now?: () => number
}

/** A replica over connections to it: not used until `use` says that it may be. */
export function replicaOver({ say, now = () => performance.now(), ...options }: ReplicaOptions): Replica {
  const counted = { answers: 0, passedOn: 0 }
  return {
    ...options,
    ...takeTurns(say, now),
    count: what => {
      counted[what] += 1
    },
    counted: () => ({ ...counted }),
  }
}
