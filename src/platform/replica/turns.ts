/** Whether the replica is used at the moment, and when it is looked at again. */
export interface Turns {
  readonly isInUse: () => boolean
  /** It was left alone, and not long enough yet to be looked at again. */
  readonly isResting: () => boolean
  readonly use: () => void
  /** Leaves it alone for a while, longer each time in a row. */
  readonly leaveAlone: (why: string) => void
}

/** Local defaults, in milliseconds. */
const firstRest = 4_000
const longestRest = 60_000
/** What was used for so long is no longer one that comes and goes. */
const settledAfter = 60_000

/**
 * Takes turns between using a replica and leaving it alone. Says so when one becomes the other, and nothing in between, however
 * many requests meet the same fault.
 *
 * @param now milliseconds, by a clock that never goes back.
 */
export function takeTurns(say: (line: string) => void, now: () => number): Turns {
  let usedSince: number | undefined
  let restsUntil = now()
  let rest = firstRest / 2
  let isSaid = false
  return {
    isInUse: () => usedSince !== undefined,
    isResting: () => usedSince === undefined && now() < restsUntil,
    use: () => {
      if (usedSince !== undefined) return
      usedSince = now()
      isSaid = false
      say(JSON.stringify({ level: 'info', replica: 'in use' }))
    },
    leaveAlone: why => {
      if (usedSince !== undefined && now() - usedSince >= settledAfter) rest = firstRest / 2
      // Of many requests under way, the first that meets the fault counts.
      if (usedSince !== undefined || now() >= restsUntil) {
        rest = Math.min(rest * 2, longestRest)
        restsUntil = now() + rest
      }
      usedSince = undefined
      if (!isSaid) say(JSON.stringify({ level: 'warning', replica: 'left alone', why }))
      isSaid = true
    },
  }
}
