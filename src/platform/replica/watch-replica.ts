import { type Look, lookAtReplica, type LookOptions } from './look-at-replica.ts'
import { beat } from './heartbeat-store.ts'
import type { Replica } from './replica.ts'

/** Milliseconds between two looks. */
const between = 2_000

/**
 * Writes the primary's heartbeat and looks at the replica again and again: puts it to use when it is fit, leaves it alone when it
 * is not, and cuts its connections when it answers no more, so that whoever waits for it waits no longer.
 *
 * @returns ends it, waiting for a look under way.
 */
export function watchReplica(replica: Replica, options: LookOptions): () => Promise<void> {
  let ended = false
  let timer: NodeJS.Timeout | undefined
  const turn = async (): Promise<void> => {
    await lookOnce(replica, options)
    if (!ended) timer = setTimeout(begin, between)
  }
  let running = turn()
  const begin = (): void => {
    running = turn()
  }
  return async () => {
    ended = true
    clearTimeout(timer)
    await running
  }
}

async function lookOnce(replica: Replica, options: LookOptions): Promise<void> {
  try {
    await beat(options.primary)
    if (!replica.isResting()) settle(replica, await lookAtReplica(options))
  } catch {
    // The primary can't be asked: nothing is answered now, and whoever asks is told so.
  }
}

/** Acts on what was seen. */
export function settle(replica: Replica, look: Look): void {
  if (look.kind === 'fit') return replica.use()
  replica.leaveAlone(look.why)
  if (look.kind === 'gone') replica.sever()
}
