import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chown, mkdtemp, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Binaries } from './binaries.ts'
import { done, errorCode, refuse, type Outcome } from './outcome.ts'
import { processLives } from './postmaster.ts'
import { serverProcess } from './server-process.ts'
import type { ServerUser } from './server-user.ts'

/** The database and the role that owns it. Its tables are made by migrations. */
export const databaseName = 'fourfold'
export const ownerRole = 'fourfold_owner'

const passwordFile = `${ownerRole}.password`
const superuserPasswordFile = 'postgres.password'
const workPrefix = 'postgres.new-'

/** Where the cluster of a data folder is. */
export function clusterFolderOf(dataFolder: string): string {
  return join(dataFolder, 'postgres')
}

/**
 * Makes the cluster of a data folder where there is none: initdb, the owner's role, the database. All of it is made under
 * another name and renamed, so a cluster either is whole or isn't there; of two that make one at once the first counts.
 */
export async function ensureCluster(
  dataFolder: string,
  binaries: Binaries,
  user: ServerUser | undefined,
): Promise<Outcome<'made' | 'found'>> {
  await removeAbandoned(dataFolder)
  const cluster = clusterFolderOf(dataFolder)
  const major = await readFile(join(cluster, 'PG_VERSION'), 'utf8').catch(absent)
  if (major !== undefined && major.trim() === binaries.major) return done('found')
  if (major !== undefined) {
    return refuse(
      `The database in ${cluster} was made by PostgreSQL ${major.trim()}; this is PostgreSQL ${binaries.major}. Move it with pg_dump and restore it here.`,
    )
  }
  const workFolder = await mkdtemp(join(dataFolder, `${workPrefix}${process.pid}-`))
  try {
    if (user !== undefined) await chown(workFolder, user.uid, user.gid)
    const made = await makeCluster(workFolder, binaries, user)
    if (!made.ok) return made
    return done(await moveIntoPlace(made.value, cluster))
  } finally {
    await rm(workFolder, { recursive: true, force: true })
  }
}

/** The owner's password, which is kept beside the cluster's own files, readable by its user (and root) alone. */
export async function readOwnerPassword(dataFolder: string): Promise<string> {
  return (await readFile(join(clusterFolderOf(dataFolder), passwordFile), 'utf8')).trim()
}

async function makeCluster(
  workFolder: string,
  binaries: Binaries,
  user: ServerUser | undefined,
): Promise<Outcome<string>> {
  const cluster = join(workFolder, 'cluster')
  const superuserPassword = join(workFolder, superuserPasswordFile)
  await writeSecret(superuserPassword, newPassword(), user)
  const made = await run(
    binaries.initdb,
    [...initdbOptions, `--pgdata=${cluster}`, `--pwfile=${superuserPassword}`],
    user,
  )
  if (!made.ok) return made
  await rename(superuserPassword, join(cluster, superuserPasswordFile))
  const password = newPassword()
  await writeSecret(join(cluster, passwordFile), password, user)
  const statements = [
    `create role ${ownerRole} login createrole password '${password}'`,
    `create database ${databaseName} owner ${ownerRole}`,
  ]
  const singleUser = ['--single', '-D', cluster, '-c', 'exit_on_error=true', '-c', 'log_statement=none', 'postgres']
  const filled = await run(binaries.postgres, singleUser, user, `${statements.join('\n')}\n`)
  return filled.ok ? done(cluster) : filled
}

// Code-point order of the built-in provider: the same on every platform, and the same as C.UTF-8 elsewhere.
const initdbOptions = [
  '--username=postgres',
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--data-checksums',
  '--no-instructions',
]

async function moveIntoPlace(made: string, cluster: string): Promise<'made' | 'found'> {
  try {
    await rename(made, cluster)
    await keepName(dirname(cluster))
    return 'made'
  } catch (error) {
    if (errorCode(error) === 'ENOTEMPTY' || errorCode(error) === 'EEXIST') return 'found'
    throw error
  }
}

/** Makes the folder's new entry outlive a power cut. (Windows can't open a folder, and needs no such thing.) */
async function keepName(folder: string): Promise<void> {
  const handle = await open(folder).catch(() => undefined)
  await handle?.sync()
  await handle?.close()
}

async function removeAbandoned(dataFolder: string): Promise<void> {
  const names = (await readdir(dataFolder)).filter(name => name.startsWith(workPrefix))
  const abandoned = names.filter(name => !processLives(Number.parseInt(name.slice(workPrefix.length), 10)))
  // An initdb that outlived its launcher may still write there: what can't be removed now goes next time.
  await Promise.all(
    abandoned.map(name => rm(join(dataFolder, name), { recursive: true, force: true }).catch(() => undefined)),
  )
}

function newPassword(): string {
  return randomBytes(24).toString('base64url')
}

async function writeSecret(path: string, secret: string, user: ServerUser | undefined): Promise<void> {
  await writeFile(path, `${secret}\n`, { mode: 0o600, flush: true })
  if (user === undefined) return
  await chown(path, user.uid, user.gid)
}

async function run(
  program: string,
  options: readonly string[],
  user: ServerUser | undefined,
  input = '',
): Promise<Outcome<string>> {
  const child = spawn(program, options, { ...serverProcess(user), stdio: 'pipe' })
  let output = ''
  child.stdout.on('data', chunk => (output += String(chunk)))
  child.stderr.on('data', chunk => (output += String(chunk)))
  // A program that ends before it has read its input says why in its output.
  child.stdin.on('error', () => undefined).end(input)
  const status = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve))
  return status === 0 ? done(output) : refuse(`The database could not be made: ${output.trim().slice(-1000)}`)
}

function absent(error: unknown): undefined {
  if (errorCode(error) !== 'ENOENT') throw error
}
