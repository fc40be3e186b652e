import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readdir, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, it } from 'vitest'

const checkout = join(import.meta.dirname, '..')
const assets = `import { mkdirSync, writeFileSync } from 'node:fs'
mkdirSync(process.argv[2] + '/assets', { recursive: true })
writeFileSync(process.argv[2] + '/assets/made', '')
console.log('noise')
`

// A small checkout: our own tools, few source files, the packages that are installed.
let small: string

beforeEach(async () => {
  small = await mkdtemp(join(tmpdir(), 'fourfold-ready-'))
  for (const path of [
    'tools/ready.mjs',
    'tools/ready',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'tsconfig.build.json',
  ]) {
    await cp(join(checkout, path), join(small, path), { recursive: true })
  }
  await symlink(join(checkout, 'node_modules'), join(small, 'node_modules'))
  await mkdir(join(small, 'src'))
  await writeFile(join(small, 'src/main.ts'), 'export const answer: number = 42\n')
  await writeFile(join(small, 'src/fourfold.ts'), "import { answer } from './main.ts'\nconsole.log(answer)\n")
  await writeFile(join(small, 'tools/assets.mjs'), assets)
})

afterEach(async () => {
  await rm(small, { recursive: true, force: true })
})

it('builds what is not built, and says nothing on standard output', async () => {
  expect(await ready()).toMatchObject({ status: 0, output: '' })
  expect(readFileSync(join(small, 'dist/main.js'), 'utf8')).toContain('answer = 42')
  expect(existsSync(join(small, 'dist/assets/made'))).toBe(true)
})

it('does nothing when nothing has changed, and builds again when a source has', async () => {
  await ready()
  const built = statSync(join(small, 'dist')).ino
  expect(await ready()).toEqual({ status: 0, output: '', complaint: '' })
  expect(statSync(join(small, 'dist')).ino).toBe(built)

  await writeFile(join(small, 'src/main.ts'), 'export const answer: number = 43\n')
  await ready()
  expect(readFileSync(join(small, 'dist/main.js'), 'utf8')).toContain('answer = 43')
})

it('puts the command line with all that it uses into one file, in which each module still finds what lies beside it', async () => {
  await mkdir(join(small, 'src/room'))
  await writeFile(join(small, 'src/room/here.ts'), 'export const here: string = import.meta.url\n')
  await writeFile(
    join(small, 'src/fourfold.ts'),
    "import { fileURLToPath } from 'node:url'\nimport pg from 'pg'\nimport { here } from './room/here.ts'\nconsole.log(typeof pg.Client, fileURLToPath(here))\n",
  )
  expect(await ready()).toMatchObject({ status: 0, output: '' })
  await rm(join(small, 'dist/room'), { recursive: true })
  await rm(join(small, 'node_modules'))
  const { stdout } = await promisify(execFile)(process.execPath, ['dist/fourfold.js'], { cwd: small })
  expect(stdout.trim()).toBe(`function ${join(await realpath(small), 'src/room/here.ts')}`)
})

it('fails with the words of the compiler, and leaves the last build as it was', async () => {
  await ready()
  await writeFile(join(small, 'src/main.ts'), "export const answer: number = 'many'\n")
  const { status, output, complaint } = await ready()
  expect({ status, output }).toEqual({ status: 1, output: '' })
  expect(complaint).toContain("Type 'string' is not assignable to type 'number'")
  expect(readFileSync(join(small, 'dist/main.js'), 'utf8')).toContain('answer = 42')
  expect((await readdir(small)).filter(name => /^dist\.|lock$/.test(name))).toEqual([])
})

it('is safe when several run at once, also after one that was killed', async () => {
  await writeFile(join(small, '.ready.lock'), '999999999')
  await mkdir(join(small, 'dist.new-999999999'))
  const all = await Promise.all([ready(), ready(), ready(), ready()])
  expect(all.map(({ status, output }) => ({ status, output }))).toEqual(all.map(() => ({ status: 0, output: '' })))
  expect(existsSync(join(small, 'dist/main.js'))).toBe(true)
  expect((await readdir(small)).filter(name => /^dist\.|lock$/.test(name))).toEqual([])
})

it('installs when what is installed is not what the lock file names', async () => {
  await rm(join(small, 'node_modules'))
  await mkdir(join(small, 'one'))
  await writeFile(join(small, 'one/package.json'), JSON.stringify({ name: 'one', version: '1.0.0' }))
  const needs = { name: 'small', version: '1.0.0', dependencies: { one: 'file:one' } }
  const packages = { '': needs, one: { version: '1.0.0' }, 'node_modules/one': { resolved: 'one', link: true } }
  await writeFile(join(small, 'package.json'), JSON.stringify(needs))
  await writeFile(join(small, 'package-lock.json'), JSON.stringify({ ...needs, lockfileVersion: 3, packages }))
  expect(await ready('--install-only')).toMatchObject({ status: 0, output: '' })
  expect(existsSync(join(small, 'node_modules/one/package.json'))).toBe(true)

  const installed = statSync(join(small, 'node_modules')).ino
  expect(await ready('--install-only')).toEqual({ status: 0, output: '', complaint: '' })
  expect(statSync(join(small, 'node_modules')).ino).toBe(installed)

  await writeFile(join(small, 'package.json'), JSON.stringify({ ...needs, dependencies: { two: 'file:two' } }))
  await rm(join(small, 'node_modules'), { recursive: true })
  const { status, output, complaint } = await ready('--install-only')
  expect({ status, output }).toEqual({ status: 1, output: '' })
  expect(complaint).toContain('Packages could not be installed')
})

async function ready(
  ...args: readonly string[]
): Promise<{ readonly status: number | null; readonly output: string; readonly complaint: string }> {
  const child = spawn(process.execPath, ['tools/ready.mjs', ...args], { cwd: small, stdio: ['ignore', 'pipe', 'pipe'] })
  const written = { output: '', complaint: '' }
  child.stdout.on('data', chunk => (written.output += String(chunk)))
  child.stderr.on('data', chunk => (written.complaint += String(chunk)))
  await once(child, 'close')
  return { status: child.exitCode, ...written }
}
