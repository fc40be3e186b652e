import { accessSync, chmodSync, constants, mkdirSync, realpathSync } from 'node:fs'
import { resolve } from 'node:path'
import { findBinaries } from './binaries.ts'
import { clusterFolderOf, ensureCluster, readOwnerPassword } from './cluster.ts'
import { guardEnding } from './ending.ts'
import { done, errorMessage, refuse, type Outcome, type Refusal } from './outcome.ts'
import { ownerUrlAt } from './place.ts'
import type { ServerFolder } from './running-server.ts'
import { canBecome, chooseServerUser, closedFolder, type ServerUser } from './server-user.ts'
import { openSession, type Purpose } from './session.ts'

export type { Outcome, Refusal } from './outcome.ts'

export interface EmbeddedPostgresOptions {
  /** The folder that holds the database, made when it isn't there. */
  readonly dataFolder: string
  /** Told in plain lines what takes long or happened unasked. */
  readonly report: (line: string) => void
  /** Settings of the server that differ from ours, for tests ("fsync": "off"). They count when this call starts the server. */
  readonly settings?: Readonly<Record<string, string>>
}

export interface EmbeddedPostgres {
  /** The address of the database, as the role that owns it. The password in it is a secret. */
  readonly ownerUrl: string
  /** Whether this call started the server, rather than find it running. */
  readonly startedHere: boolean
  /** Gives the server up, and stops it unless another process still uses it. Close your own connections first. */
  readonly stop: () => Promise<void>
}

/**
 * Starts the PostgreSQL of a data folder, made on the first start, for the one process that serves from it; takes over a server that an ended
 * process left running. The server is stopped by `stop`, or by a signal that nobody listens to, and survives a kill of
 * this process. If it is itself killed it is started again at the same address.
 *
 * @returns a refusal, in one line that says what to do, when another process serves from that folder or the folder or
 * this machine won't do.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<Outcome<EmbeddedPostgres>> {
  return open(options, 'serve')
}

/**
 * Uses the PostgreSQL of a data folder beside whoever else does, starting it when none runs. Of all who use it the last
 * that stops stops the server.
 *
 * @returns a refusal, in one line that says what to do, when the folder or this machine won't do.
 */
export async function attachEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<Outcome<EmbeddedPostgres>> {
  return open(options, 'attach')
}

async function open(options: EmbeddedPostgresOptions, purpose: Purpose): Promise<Outcome<EmbeddedPostgres>> {
  const opening = prepareFolder(options).then(folder => (folder.ok ? openSession(folder.value, purpose) : folder))
  let exited: () => void = () => undefined
  // Guarded before it is open: a signal in the middle of a start must stop what has been started by then.
  const unguard = guardEnding({
    stop: () => opening.then(opened => (opened.ok ? opened.value.stop() : undefined)),
    atExit: () => exited(),
  })
  const opened = await opening.catch((error: unknown) => {
    unguard()
    throw error
  })
  if (!opened.ok) {
    unguard()
    return opened
  }
  const session = opened.value
  if (purpose === 'serve') exited = session.askToEnd
  return done({
    ownerUrl: ownerUrlAt(session.port, await readOwnerPassword(options.dataFolder)),
    startedHere: session.startedByUs,
    stop: () => session.stop().finally(unguard),
  })
}

/** Makes all ready to start the server: the folder, its user, the programs, the cluster. */
async function prepareFolder(options: EmbeddedPostgresOptions): Promise<Outcome<ServerFolder>> {
  const made = makeDataFolder(options.dataFolder)
  if (!made.ok) return made
  const dataFolder = made.value
  const chosen = chooseServerUser(clusterFolderOf(dataFolder))
  if (!chosen.ok) return chosen
  const user = chosen.value
  const closed = firstObstacle(user, dataFolder)
  if (closed !== undefined) return closed
  const binaries = await findBinaries(dataFolder, user)
  if (!binaries.ok) return binaries
  const slow = setTimeout(() => options.report(`Making the database in ${dataFolder}.`), 500)
  const cluster = await ensureCluster(dataFolder, binaries.value, user).finally(() => clearTimeout(slow))
  if (!cluster.ok) return cluster
  return done({ dataFolder, binaries: binaries.value, user, settings: options.settings ?? {}, report: options.report })
}

function makeDataFolder(folder: string): Outcome<string> {
  try {
    const made = mkdirSync(folder, { recursive: true })
    // Root's server user must pass through; what is inside is closed by its own modes.
    if (made !== undefined) chmodSync(folder, process.getuid?.() === 0 ? 0o711 : 0o700)
    accessSync(folder, constants.W_OK | constants.X_OK)
    return done(realpathSync(resolve(folder)))
  } catch (error) {
    return refuse(
      `The data folder ${folder} can't be used: ${errorMessage(error)}. Set FOURFOLD_DATA to a folder you can write to.`,
    )
  }
}

function firstObstacle(user: ServerUser | undefined, dataFolder: string): Refusal | undefined {
  if (user === undefined) return undefined
  if (!canBecome(user)) {
    return refuse(
      `The database server may not run as root, and we may not run it as ${user.name} here. Run this as another user.`,
    )
  }
  const closed = closedFolder(user, dataFolder)
  if (closed === undefined) return undefined
  return refuse(
    `The database server runs as the user ${user.name}, who may not enter ${closed}. Set FOURFOLD_DATA to a folder that ${user.name} can enter (such as /var/lib/fourfold), allow it with chmod o+x, or run this as another user.`,
  )
}
