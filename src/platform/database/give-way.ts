import { setTimeout as pause } from 'node:timers/promises'
import { waitingFor } from './awaited.ts'
import type { Database } from './open-database.ts'

/** Rests where others wait, and returns at once where nobody does. Called between two parts of a long work. */
export type GiveWay = () => Promise<void>

/** Work that always gives way comes to a quarter of its speed at worst, and to its end. */
const longestRest = 3

/** Between two looks at who waits, in milliseconds. */
const betweenLooks = 10

/**
 * How long work that nobody sits waiting for lets those go first who do: after each of its parts it rests until nobody waits for a
 * connection any more, and three times as long as the part took at most.
 *
 * @param clock milliseconds that only grow.
 */
export function givingWay(database: Database, clock: () => number = () => performance.now()): GiveWay {
  let begun = clock()
  return async () => {
    const ended = clock()
    const until = ended + (ended - begun) * longestRest
    while (waitingFor(database) > 0 && clock() < until) await pause(betweenLooks)
    begun = clock()
  }
}
