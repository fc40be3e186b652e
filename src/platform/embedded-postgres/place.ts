import { Client } from 'pg'
import { databaseName, ownerRole } from './cluster.ts'
import { errorCode } from './outcome.ts'

/**
 * A process's place at a running server: one connection, whose advisory locks say who uses the server and who serves from
 * it. The operating system closes the connection of a killed process, and with it go its locks.
 */
export interface Place {
  readonly client: Client
  readonly port: number
}

// In the database `postgres`, where nothing else takes locks.
const users = '4044, 1'
const seat = '4044, 2'

/**
 * Takes a place at the server on that port.
 *
 * @returns "wait" when the server isn't ready, or is being stopped by the one that left last; "stranger" when the server
 * does not accept our password.
 */
export async function takePlace(port: number, password: string): Promise<Place | 'wait' | 'stranger'> {
  const client = new Client({
    host: '127.0.0.1',
    port,
    user: ownerRole,
    password,
    database: 'postgres',
    application_name: 'fourfold launcher',
    connectionTimeoutMillis: 5000,
  })
  // Without a listener the loss of the connection would end the program.
  client.on('error', () => undefined)
  try {
    await client.connect()
    if (await tryLock(client, `pg_try_advisory_lock_shared(${users})`)) return { client, port }
    await client.end()
    return 'wait'
  } catch (error) {
    await client.end().catch(() => undefined)
    return errorCode(error) === '28P01' ? 'stranger' : 'wait'
  }
}

/** Takes the one seat of those who serve; false when another process has it. */
export async function takeSeat(place: Place): Promise<boolean> {
  return tryLock(place.client, `pg_try_advisory_lock(${seat})`)
}

/** Gives the place up and says whether it was the last: if so nobody can take a place until the connection ends. */
export async function leavePlace(place: Place): Promise<'last' | 'others stay'> {
  // Give up first, then look: of two that leave at once each would otherwise take the other for one who stays.
  await place.client.query(`select pg_advisory_unlock_shared(${users})`)
  return (await tryLock(place.client, `pg_try_advisory_lock(${users})`)) ? 'last' : 'others stay'
}

/** The address of our database at that place, as its owner. */
export function ownerUrlAt(port: number, password: string): string {
  return `postgres://${ownerRole}:${encodeURIComponent(password)}@127.0.0.1:${port}/${databaseName}`
}

async function tryLock(client: Client, lock: string): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>(`select ${lock} as taken`)
  return rows[0]?.taken === true
}
