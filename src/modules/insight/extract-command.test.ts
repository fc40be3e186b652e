import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { collect } from '#platform/http'
import type { TestDatabase } from '#test/database'
import { sampleDatabase } from '#test/sample-database'
import { extractCommand } from './extract-command.ts'

let database: TestDatabase
let folder: string

beforeAll(async () => {
  database = await sampleDatabase()
  folder = await mkdtemp(join(tmpdir(), 'fourfold-extract-'))
})
afterAll(async () => {
  await database.close()
  await rm(folder, { recursive: true })
})

describe('fourfold extract', () => {
  it('prints the summary of the contract, alone', async () => {
    const { code, out } = await extract('hmicfrs-threats', '--as-at', '2023-01-04', '--summary')
    expect(code).toBe(0)
    const summary = JSON.parse(out) as Record<string, unknown>
    expect(Object.keys(summary)).toEqual(['preset', 'asAt', 'total', 'byOrganisation'])
    expect(summary).toMatchObject({
      preset: 'hmicfrs-threats',
      asAt: '2023-01-04',
      total: 938,
      byOrganisation: { 'Cheshire Constabulary': { threats: 118, vulnerabilities: 0 } },
    })
  })

  it('takes an instant with its zone', async () => {
    const { out } = await extract('hmicfrs-threats', '--as-at', '2023-01-05T00:59:59.999+01:00', '--summary')
    expect(JSON.parse(out)).toMatchObject({ asAt: '2023-01-04T23:59:59.999Z', total: 938 })
  })

  it('takes today for now', async () => {
    const { code, out } = await extract('hmicfrs-threats', '--summary')
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ asAt: new Date().toISOString().slice(0, 10) })
  })

  it('says on standard error how many rows literal dates drop', async () => {
    const days = ['--from', '2022-01-01', '--to', '2022-12-31', '--as-at', '2023-07-13']
    const { said, out } = await extract('hmicfrs-disruptions', ...days, '--literal-dates', '--summary')
    expect(said).toContain('Dates taken literally leave out 1 January 2022 itself: 5 rows fewer.')
    expect(JSON.parse(out)).toMatchObject({ total: 3244 })
  })

  it('writes rows, and the same bytes when the kept one is run again', async () => {
    const file = join(folder, 'threats.csv')
    const first = await extract('hmicfrs-threats', '--as-at', '2023-01-04', '--out', file)
    expect([first.code, first.out]).toEqual([0, ''])
    const id = /Kept as extraction ([\da-f-]{36})/.exec(first.said)?.[1] ?? ''
    const bytes = await readFile(file)
    expect(first.said).toContain(createHash('sha256').update(bytes).digest('hex'))
    const again = await extract('again', id)
    expect([again.code, again.out]).toEqual([0, bytes.toString()])
    const json = await extract('again', id, '--format', 'json')
    expect(JSON.parse(json.out)).toHaveLength(938)
  })

  it.each([
    [['hmicfrs-threats', '--as-at', '2999-01-01'], 'is in the future'],
    [['hmicfrs-threats', '--as-at', '2023-02-30'], 'is not a day'],
    [['hmicfrs-threats', '--as-at', '2023-01-04T12:00:00'], 'nor an instant with its zone'],
    [['hmicfrs-threats', '--from', '2022-01-01'], 'takes no dates'],
    [['hmicfrs-disruptions'], 'needs the days'],
    [['hmicfrs-disruptions', '--from', '2022-12-31', '--to', '2022-01-01'], 'is before'],
    [['hmicfrs-threats', '--format', 'pdf'], 'There is no format "pdf". Ask for csv, json or xlsx'],
    [['nonsense'], 'There is no extraction "nonsense"'],
    [[], 'Say which extraction'],
    [['hmicfrs-threats', '--nonsense'], '--nonsense'],
    [['again', '00000000-0000-4000-8000-000000000000'], 'There is no extraction'],
    [['hmicfrs-threats', '--as', 'nobody@cheshire.example'], 'Nobody here has the email'],
    [['hmicfrs-threats', '--as', 'mayor@oversight.example'], 'may not run extractions'],
    [['hmicfrs-threats', '--out', '/nonsense/threats.csv'], 'can’t be written'],
  ])('refuses %j with exit code 2 and nothing on standard output', async (words, says) => {
    const { code, out, said } = await extract(...words)
    expect([code, out]).toEqual([2, ''])
    expect(said).toContain(says)
  })

  it('uses the authority that is named, and writes to the audit', async () => {
    await extract('hmicfrs-threats', '--as-at', '2023-01-04', '--as', 'analyst@cheshire.example')
    const { rows } = await sql<{ actor: string; event: string; shown: number }>`
      select actor, event, cardinality(shown) as shown from audit.entry order by id desc limit 1`.execute(
      database.owner,
    )
    expect(rows).toEqual([{ actor: 'analyst@cheshire.example', event: 'extraction.taken', shown: 938 }])
  })
})

async function extract(...words: string[]) {
  const out = new PassThrough()
  const said: string[] = []
  const written = text(out)
  const code = await extractCommand.run(
    {
      database: database.app,
      house: collect([]),
      present: () => new Date(),
      out,
      say: line => said.push(line),
      progress: () => undefined,
      settings: {},
    },
    words,
  )
  out.end()
  return { code, out: await written, said: said.join('\n') }
}
