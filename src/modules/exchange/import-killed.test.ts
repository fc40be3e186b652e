import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testDatabase, type TestDatabase } from '#test/database'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const rows = 6000
const kills = 20

let database: TestDatabase
let folder: string

beforeAll(async () => {
  database = await testDatabase()
  folder = await mkdtemp(join(tmpdir(), 'fourfold-killed-'))
  await buildProgram()
  await writeFile(join(folder, 'threats.csv'), file())
})
afterAll(async () => {
  await database.close()
  await rm(folder, { recursive: true, force: true })
})

/** The program as it stands, compiled, in a folder of its own: the command line is killed as people have it. */
async function buildProgram(): Promise<void> {
  const compiler = spawn(
    process.execPath,
    [join(root, 'node_modules/.bin/tsc'), '-p', 'tsconfig.build.json', '--outDir', join(folder, 'dist')],
    { cwd: root, stdio: 'ignore' },
  )
  await once(compiler, 'exit')
  await cp(join(root, 'package.json'), join(folder, 'package.json'))
  for (const name of ['node_modules', 'migrations', 'assets']) await symlink(join(root, name), join(folder, name))
}

function file(): string {
  const header = 'Reference,Recorded at,Owner,Name,Threat type,Type,SOC,Moderation status,Tier,Phase,Crime category'
  const row = (at: number) =>
    `K-${at % 3000},20${20 + Math.floor(at / 3000)}-01-01T10:00:00Z,07,Name ${at},Vulnerability,Tactical,SOC,Draft,Tier 1,Active,Drugs`
  return [header, ...Array.from({ length: rows }, (_, at) => row(at)), ''].join('\n')
}

/** Imports by the command line; killed after so many milliseconds, when that is said. Gives the exit code, null if killed. */
async function importFile(killAfter?: number): Promise<number | null> {
  const child = spawn(process.execPath, ['dist/fourfold.js', 'import', 'threats', 'threats.csv'], {
    cwd: folder,
    env: { ...process.env, DATABASE_URL: database.ownerUrl },
    stdio: 'ignore',
  })
  const ended = once(child, 'exit')
  if (killAfter !== undefined) {
    await wait(killAfter)
    child.kill('SIGKILL')
  }
  const [code] = (await ended) as [number | null]
  return code
}

/** States, imports and audit entries, once the server has done with the killed program’s connections. */
async function taken() {
  const connected = sql<{ left: number }>`select count(*) as left from pg_stat_activity
    where datname = current_database() and application_name = 'fourfold' and pid <> pg_backend_pid()`
  while ((await connected.execute(database.owner)).rows[0]?.left !== 0) await wait(50)
  const counted = await sql<{ states: number; heads: number; imports: number; entries: number }>`
    select (select count(*) from threats.threat_state) as states, (select count(*) from threats.threat) as heads,
      (select count(*) from exchange.import) as imports,
      (select count(*) from audit.entry where event = 'import.taken') as entries`.execute(database.owner)
  return counted.rows[0]
}

const none = { states: 0, heads: 0, imports: 0, entries: 0 }
const all = { states: rows, heads: 3000, imports: 1, entries: 1 }

async function clear(): Promise<void> {
  await sql`truncate threats.threat, threats.threat_state, exchange.import, exchange.import_problem, exchange.import_file,
    audit.entry cascade`.execute(database.owner)
}

describe('an import that is killed', () => {
  it(`has been taken whole or not at all, ${kills} times over`, async () => {
    const begun = performance.now()
    expect(await importFile()).toBe(0)
    const duration = performance.now() - begun
    expect(await taken()).toEqual(all)
    await clear()

    for (let kill = 1; kill <= kills; kill++) {
      const code = await importFile((duration * (kill + 5)) / (kills + 5))
      const found = await taken()
      expect(code === 0 ? [all] : [none, all]).toContainEqual(found)
      if (found?.states !== 0) await clear()
    }
    expect(await importFile()).toBe(0)
    expect(await taken()).toEqual(all)
  }, 300_000)
})
