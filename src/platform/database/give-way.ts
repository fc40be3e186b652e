import { sql } from 'kysely'
import { setTimeout as pause } from 'node:timers/promises'
import { atWork } from './pool-use.ts'
import { onlyRow } from './only-row.ts'
import type { Database, Transaction } from './open-database.ts'

/** Rests where others are at work, and returns at once where nobody is. Called between two parts of a long work. */
export type GiveWay = () => Promise<void>

/** For a work that somebody sits waiting for, or that is a short one. */
export const givingNoWay: GiveWay = async () => undefined

/** So many times as long as it has worked it rests at most: so it always comes to its end, at a twentieth of its speed at worst. */
const longest = 19
/** This many beside it leave room on the smallest machine, which has two processors. */
const roomBeside = 1
/** Between two looks at who is at work, in milliseconds. */
const betweenLooks = 20
/** So many looks in a row that find room, and the busy moment is over. */
const looksOfRoom = 3
/** At every so manieth look it is asked whether somebody waits for what this transaction holds. */
const looksUntilAsked = 5

/**
 * Lets those go first who sit waiting, between the parts of a work that nobody sits waiting for (decision 0029): after each part it rests
 * while others are at work. Whoever waits for what its transaction holds is served soonest by its end: it goes on for them.
 *
 * @param tx the transaction of the work.
 * @param database whose connections the others have.
 * @param clock milliseconds that only grow.
 */
export function givingWay(tx: Transaction, database: Database, clock: () => number = () => performance.now()): GiveWay {
  let begun = clock()
  return async () => {
    const ended = clock()
    const until = ended + (ended - begun) * longest
    let room = hasRoom(database) ? looksOfRoom : 0
    for (let look = 0; room < looksOfRoom && clock() < until; look += 1) {
      if (look % looksUntilAsked === 0 && (await isAwaited(tx))) break
      await pause(betweenLooks)
      room = hasRoom(database) ? room + 1 : 0
    }
    begun = clock()
  }
}

function hasRoom(database: Database): boolean {
  const own = 1
  return atWork(database) - own <= roomBeside
}

/** Whether somebody waits for a lock that this transaction has. */
async function isAwaited(tx: Transaction): Promise<boolean> {
  const { rows } = await sql<{ awaited: boolean }>`
    select exists (select from pg_locks wanted
      where not wanted.granted and pg_backend_pid() = any (pg_blocking_pids(wanted.pid))) as awaited`.execute(tx)
  return onlyRow({ rows }).awaited
}
