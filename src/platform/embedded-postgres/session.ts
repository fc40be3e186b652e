import { setTimeout as pause } from 'node:timers/promises'
import { clusterFolderOf } from './cluster.ts'
import { done, errorMessage, refuse, type Outcome, type Refusal } from './outcome.ts'
import { leavePlace, takeSeat } from './place.ts'
import { processLives, stopPostmaster } from './postmaster.ts'
import { joinServer, type RunningServer, type ServerFolder } from './running-server.ts'

/** Whether this process is the one that serves from the folder, or works beside it. */
export type Purpose = 'serve' | 'attach'

/** This process's use of a server, from joining it until leaving. */
export interface Session {
  readonly port: number
  readonly startedByUs: boolean
  /** Leaves the server, and stops it when nobody else uses it. Called again it does nothing more. */
  readonly stop: () => Promise<void>
  /** Asks the server to end when its last connection does, without waiting. */
  readonly askToEnd: () => void
}

/**
 * Joins the server of the folder, for as long as the session lasts: a server that dies meanwhile is started again at the
 * same port.
 */
export async function openSession(folder: ServerFolder, purpose: Purpose): Promise<Outcome<Session>> {
  const joined = await join(folder, purpose)
  if (!joined.ok) return joined
  const port = joined.value.place.port
  let running = joined.value
  let stopping: Promise<void> | undefined
  let recovering: Promise<void> = Promise.resolve()

  const recover = async (): Promise<void> => {
    folder.report('The connection to the database server was lost. Looking for it, or starting it again.')
    const again = await join(folder, purpose, port).catch(error => refuse(errorMessage(error)))
    if (!again.ok) return folder.report(again.problem)
    running = again.value
    watch()
  }
  const watch = () => {
    running.place.client.once('end', () => {
      if (stopping === undefined) recovering = recover()
    })
  }
  watch()
  return done({
    port,
    startedByUs: running.startedByUs,
    stop: () => (stopping ??= recovering.then(() => leave(folder, running))),
    askToEnd: () => {
      if (stopping === undefined && processLives(running.pid)) process.kill(running.pid, 'SIGTERM')
    },
  })
}

async function join(folder: ServerFolder, purpose: Purpose, port?: number): Promise<Outcome<RunningServer>> {
  const joined = await joinServer(folder, port)
  if (!joined.ok || purpose === 'attach') return joined
  // The server may need a moment to notice that the connection of a killed process is gone.
  for (let attempt = 0; attempt < 20; attempt++) {
    if (await takeSeat(joined.value.place)) return joined
    await pause(50)
  }
  await leave(folder, joined.value)
  return taken(folder)
}

function taken(folder: ServerFolder): Refusal {
  return refuse(
    `Fourfold is already running on ${folder.dataFolder}. Stop it first, or set FOURFOLD_DATA to another folder.`,
  )
}

async function leave(folder: ServerFolder, { place, pid }: RunningServer): Promise<void> {
  // A server that died has no place to leave, and nothing to stop.
  const left = await leavePlace(place).catch(() => 'others stay')
  if (left === 'last') await stopPostmaster(clusterFolderOf(folder.dataFolder), pid, folder.binaries)
  await place.client.end().catch(() => undefined)
}
