import { openDatabase, openSeverable } from '#platform/database'
import { beat } from './heartbeat-store.ts'
import { lookAtReplica } from './look-at-replica.ts'
import { type Replica, replicaOver } from './replica.ts'
import { settle, watchReplica } from './watch-replica.ts'

export interface JoinOptions {
  /** The replica's address as the program's lesser role. */
  readonly url: string
  /** The primary's, as the same role. */
  readonly primaryUrl: string
  /** Milliseconds that the replica may be behind. */
  readonly mostBehind: number
  /** Told of each change between use and rest. */
  readonly say: (line: string) => void
}

export interface JoinedReplica {
  readonly replica: Replica
  readonly close: () => Promise<void>
}

/** Milliseconds that a connection to the replica, and a look at it, may take. */
const patience = 3_000

/**
 * Connects to a replica and watches it from now on. One that does not answer keeps nobody up: it is used as soon as it is fit.
 *
 * @returns the replica, or in one line why what was given is none, and what to do.
 */
export async function joinReplica(options: JoinOptions): Promise<JoinedReplica | { readonly problem: string }> {
  const { url, mostBehind, say } = options
  // Connections of their own: looking must not wait for those who read, nor reading for a look.
  const primary = openDatabase({ url: options.primaryUrl, connections: 1, name: 'fourfold-heartbeat' })
  const looking = openSeverable({ url, connections: 1, name: 'fourfold-replica-watch', connectWithin: patience })
  const reading = openSeverable({ url, name: 'fourfold-replica', connectWithin: patience })
  const replica = replicaOver({
    ...reading,
    sever: () => [reading, looking].forEach(one => one.sever()),
    mostBehind,
    say,
  })
  const lookOptions = { primary, replica: looking.database, place: placeOf(url), mostBehind, patience }
  const closeAll = async (): Promise<void> => {
    await Promise.all([primary, looking.database, reading.database].map(one => one.destroy()))
  }
  await beat(primary)
  const first = await lookAtReplica(lookOptions)
  if (first.kind === 'wrong') {
    await closeAll()
    return { problem: first.why }
  }
  // What was written just now may still be on its way: the watch says whether it is behind.
  if (first.kind !== 'behind') settle(replica, first)
  const endWatch = watchReplica(replica, lookOptions)
  return {
    replica,
    close: async () => {
      await endWatch()
      reading.sever()
      looking.sever()
      await closeAll()
    },
  }
}

function placeOf(url: string): string {
  const { host, pathname } = new URL(url)
  return `${host}${pathname}`
}
