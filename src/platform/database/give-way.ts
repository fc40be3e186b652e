import { setTimeout as pause } from 'node:timers/promises'
import { waitingFor } from './awaited.ts'
import type { Database } from './open-database.ts'

/** Rests where others wait, and returns at once where nobody does. Called between two parts of a long work. */
export type GiveWay = () => Promise<void>

/** Between two looks at who waits, in milliseconds. */
const betweenLooks = 10

/**
 * Lets those go first who wait, between the parts of a work that nobody sits waiting for: after each part it rests until nobody
 * waits for a connection any more, and so many times as long as the part took at most. So it always comes to its end.
 *
 * @param longest 3: a quarter of its speed at worst; 1 where it holds what others may wait for: half of it.
 * @param clock milliseconds that only grow.
 */
export function givingWay(database: Database, longest: 1 | 3, clock: () => number = () => performance.now()): GiveWay {
  let begun = clock()
  return async () => {
    const ended = clock()
    const until = ended + (ended - begun) * longest
    while (waitingFor(database) > 0 && clock() < until) await pause(betweenLooks)
    begun = clock()
  }
}
