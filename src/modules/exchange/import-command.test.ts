import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { disruptions } from '#modules/disruptions'
import { addSamplePeople } from '#modules/organisations'
import { threats } from '#modules/threats'
import { collect } from '#platform/http'
import { testDatabase, type TestDatabase } from '#test/database'
import { importCommand } from './import-command.ts'
import { exchange } from './index.ts'

const header = 'Reference,Recorded at,Owner,Name,Threat type,Type,SOC,Moderation status,Tier,Phase,Crime category'
const row = (reference: string, tier = 'Tier 1') =>
  `${reference},2023-01-01T10:00:00Z,Cheshire Constabulary,Amber,Vulnerability,Tactical,SOC,Draft,${tier},Active,Drugs`

let database: TestDatabase
let folder: string
let path: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fourfold-command-'))
  path = join(folder, 'weekly.csv')
  database = await testDatabase()
  await database.app.transaction().execute(tx => addSamplePeople(tx, { passwordHash: 'none' }))
})
beforeEach(async () => {
  await sql`truncate threats.threat, threats.threat_state, exchange.import, exchange.import_problem, exchange.import_file cascade`.execute(
    database.owner,
  )
})
afterAll(async () => {
  await database.close()
  await rm(folder, { recursive: true, force: true })
})

async function run(...words: readonly string[]) {
  const said: string[] = []
  const out = new PassThrough()
  const code = await importCommand.run(
    {
      database: database.app,
      house: collect([threats, disruptions, exchange]),
      present: () => new Date('2026-11-22T12:00:00Z'),
      out,
      say: line => void said.push(line),
      progress: () => undefined,
      settings: {},
    },
    words,
  )
  return { code, said, out: String(out.read() ?? '') }
}

const write = (...rows: readonly string[]) => writeFile(path, [header, ...rows, ''].join('\n'))

async function taken(): Promise<number> {
  return (await sql`select from threats.threat_state`.execute(database.owner)).rows.length
}

describe('fourfold import', () => {
  it('takes a good file, and says what it took', async () => {
    await write(row('A-1'), row('A-2'))
    expect(await run('threats', path)).toMatchObject({
      code: 0,
      said: [],
      out: expect.stringMatching(
        /^2 rows: 2 good, 0 with problems, 0 warnings\nTaken as import \d+: 2 new threats, 2 new states, 0 unchanged\n$/,
      ),
    })
    expect(await taken()).toBe(2)
  })

  it('names each row that is wrong, and takes nothing', async () => {
    await write(row('A-1'), row('A-2', 'Tier 7'))
    const { code, said, out } = await run('threats', path)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(said[0]).toBe(
      `${path}:3: Tier: ‘Tier 7’ is not a choice here. Enter Tier 1, Tier 2, Tier 3, Tier 4 or Tier 5`,
    )
    expect(said.at(-1)).toContain('Nothing was taken')
    expect(await taken()).toBe(0)
  })

  it('takes the good rows when told to, and hands the others back in a file', async () => {
    await write(row('A-1'), row('A-2', 'Tier 7'))
    const { code, out } = await run('threats', path, '--accept-good-rows')
    expect(code).toBe(1)
    expect(out).toContain('1 good, 1 with problems')
    expect(await taken()).toBe(1)
    const rejected = await readFile(`${path}.rejected.csv`, 'utf8')
    expect(rejected).toContain('A-2')
    expect(rejected).not.toContain('A-1')
  })

  it('only looks in a dry run', async () => {
    await write(row('A-1'))
    expect(await run('threats', path, '--dry-run')).toMatchObject({ code: 0, out: expect.stringContaining('dry run') })
    await write(row('A-1', 'Tier 7'))
    expect((await run('threats', path, '--dry-run')).code).toBe(1)
    expect(await taken()).toBe(0)
    expect((await sql`select from exchange.import`.execute(database.owner)).rows).toHaveLength(0)
  })

  it('uses the authority that --as names', async () => {
    await write(row('A-1'))
    const other = await run('threats', path, '--as', 'analyst@lancashire.example')
    expect(other).toMatchObject({
      code: 2,
      said: [expect.stringContaining('You may not record for Cheshire Constabulary'), expect.anything()],
    })
    expect((await run('threats', path, '--as', 'lro@cheshire.example')).said[0]).toContain('may not import')
    expect((await run('threats', path, '--as', 'nobody@cheshire.example')).code).toBe(2)
    expect(await taken()).toBe(0)
    expect((await run('threats', path, '--as', 'Analyst@Cheshire.example')).code).toBe(0)
  })

  it('says what is wrong with its words', async () => {
    await write(row('A-1'))
    expect((await run('people', path)).said[0]).toBe('There is no register "people". There are: threats, disruptions.')
    expect((await run('threats', `${path}x`)).said[0]).toContain("can't be read")
    expect((await run('threats')).said[0]).toContain('Usage: fourfold import')
    expect((await run('threats', path, '--all')).code).toBe(2)
    expect((await run('threats', folder)).code).toBe(2)
    expect(await taken()).toBe(0)
  })
})
