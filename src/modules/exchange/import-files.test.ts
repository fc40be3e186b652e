import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addSamplePeople, personIdByEmail } from '#modules/organisations'
import { disruption } from '#modules/disruptions'
import { threat } from '#modules/threats'
import type { RecordDeclaration } from '#platform/record'
import { testDatabase, type TestDatabase } from '#test/database'
import { runImport } from './run-import.ts'
import type { ImportMode, TakeOutcome } from './take-file.ts'

const present = new Date('2026-11-22T12:00:00Z')
const columns =
  'Reference,Recorded at,Owner,Name,Threat type,Type,SOC,Moderation status,Tier,Phase,Crime category'.split(',')
const good = [
  'T-1,2023-01-01T10:00:00Z,Cheshire Constabulary,Amber,Organised crime group,Tactical,SOC,Moderated,Tier 1,Active,Drugs',
  'T-1,2023-02-01T10:00:00Z,Cheshire Constabulary,Amber,Organised crime group,Tactical,SOC,Moderated,Tier 2,Active,Drugs',
  'T-2,2023-01-05T10:00:00+01:00,Lancashire Constabulary,"Birch, ""old""",Vulnerability,Tactical,SOC,Draft,Tier 3,Monitoring,Fraud',
]
const header = columns.join(',')
const lines = (...rows: readonly string[]) => [header, ...rows].join('\n')

let database: TestDatabase
let folder: string
const people = new Map<string, number>()

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fourfold-import-test-'))
  database = await testDatabase()
  await database.app.transaction().execute(async tx => {
    await addSamplePeople(tx, { passwordHash: 'none' })
    for (const email of ['system', 'analyst@cheshire.example', 'admin@fourfold.example', 'lro@cheshire.example']) {
      people.set(email, (await personIdByEmail(tx, email)) ?? 0)
    }
  })
})
afterAll(async () => {
  await database.close()
  await rm(folder, { recursive: true, force: true })
})

interface Asked {
  readonly as?: string
  readonly mode?: ImportMode
  readonly record?: RecordDeclaration
}

async function importFile(file: string | Buffer, { as = 'system', mode = 'accept', record = threat }: Asked = {}) {
  const path = join(folder, 'file.csv')
  await writeFile(path, file)
  let rejected: string | undefined
  const result = await runImport({
    database: database.app,
    record,
    path,
    mode,
    personId: people.get(as) ?? 0,
    present,
    onRejected: async from => {
      rejected = await readFile(from, 'utf8')
    },
  })
  return { result, rejected }
}

/** Everything that imports change, in an order of its own. */
async function content(): Promise<string> {
  const { rows } = await sql`
    select 'threat' as of, s.reference, s.recorded_from, s.recorded_to, s.owner_id, s.name, s.tier, s.phase, h.handling, a.handling as seen
      from threats.threat_state s join threats.threat h on h.id = s.record_id join organisations.audience a on a.id = s.audience_id
    union all
    select 'disruption', s.reference, s.recorded_from, s.recorded_to, s.owner_id, s.title, s.four_p, s.record_date::text, h.handling, a.handling
      from disruptions.disruption_state s join disruptions.disruption h on h.id = s.record_id join organisations.audience a on a.id = s.audience_id
    order by 1, 2, 3`.execute(database.owner)
  return JSON.stringify(rows)
}

async function imports(): Promise<number> {
  return (await sql`select from exchange.import`.execute(database.owner)).rows.length
}

async function clear(): Promise<void> {
  await sql`truncate threats.threat, threats.threat_state, disruptions.disruption, disruptions.disruption_state,
    exchange.import, exchange.import_problem, exchange.import_file, organisations.handling_stated cascade`.execute(
    database.owner,
  )
}

async function refusalOf(file: string | Buffer, asked: Asked = {}): Promise<string> {
  const before = [await content(), await imports()]
  const { result } = await importFile(file, asked)
  expect(result.kind).toBe('not-taken')
  expect([await content(), await imports()]).toEqual(before)
  const [first] = (result as TakeOutcome).problems
  return [first?.line, first?.column, first?.problem].filter(part => part !== undefined).join(': ')
}

const change = (row: number, column: string, value: string) => {
  const cells = good.map(line => line.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/))
  const place = columns.indexOf(column)
  return lines(
    ...cells.map((each, index) => each.map((cell, at) => (index === row && at === place ? value : cell)).join(',')),
  )
}

describe('a file that can’t be taken changes nothing and says why', () => {
  beforeAll(clear)

  const cases: readonly (readonly [string, string | Buffer, RegExp])[] = [
    ['a missing column', lines(...good).replace(',Tier,', ',Level,'), /^1: Tier: There is no column ‘Tier’/],
    [
      'a doubled column',
      lines(...good).replace(',Phase,', ',Tier,'),
      /^1: Phase|^1: Tier: The column ‘Tier’ is there 2 times/,
    ],
    [
      'an unknown organisation',
      change(1, 'Owner', 'Rutland Police'),
      /^3: Owner: ‘Rutland Police’ is not an organisation known here/,
    ],
    ['a bad date', change(0, 'Recorded at', '2023-02-30T10:00:00Z'), /^2: Recorded at: .*2023-02-30T10:00:00Z/],
    ['a future date', change(0, 'Recorded at', '2026-11-22T12:00:01Z'), /^2: Recorded at: .*is in the future/],
    [
      'an instant without its zone',
      change(2, 'Recorded at', '2023-01-05T10:00:00'),
      /^4: Recorded at: .*has no time zone/,
    ],
    ['an empty required cell', change(2, 'Name', ''), /^4: Name: There is no value/],
    ['a value that is not a choice', change(0, 'Tier', 'Tier 6'), /^2: Tier: ‘Tier 6’ is not a choice here/],
    [
      'a reference of 101 characters',
      change(0, 'Reference', 'R'.repeat(101)),
      /^2: Reference: Must be 100 characters or fewer/,
    ],
    [
      'different content in the file',
      lines(...good, (good[0] ?? '').replace('Amber', 'Ash')),
      /^2: Recorded at: Line 5 has the same Reference/,
    ],
    ['a short row', lines(...good, 'T-3,2023-01-01T10:00:00Z'), /^5: The row has 2 values but the header has 11/],
    ['an unclosed quote', lines(...good, 'T-3,"2023-01-01T10:00:00Z,x'), /^5: .*quote/],
    ['UTF-16', Buffer.from(lines(...good), 'utf16le'), /UTF-16/],
    ['not UTF-8', Buffer.from(lines(...good).replace('Amber', 'Caf\u00e9'), 'latin1'), /UTF-8/],
    ['a binary file', Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0, 0, 9, 9]), /cut off or damaged/],
    ['an empty file', '', /is empty/],
    ['a header alone', `${header}\n`, /no rows/],
    ['a cell of 2 MB', change(0, 'Name', 'x'.repeat(2_000_000)), /^2: .*(4,000 characters|larger|long)/],
    [
      '5,000 columns',
      `${Array.from({ length: 5000 }, (_, at) => `c${at}`).join(',')}\n${'1,'.repeat(4999)}1\n`,
      /^1: The header has 5,000 columns/,
    ],
    ['a NUL', change(1, 'Name', 'Am\0ber'), /^3: Name: Contains a NUL/],
    [
      'a handling for named people',
      `${header},Handling\n${good[0]},Named`,
      /^2: Handling: ‘Named’ is not a choice here/,
    ],
  ]
  it.each(cases)('%s', async (_name, file, says) => {
    expect(await refusalOf(file)).toMatch(says)
  })

  it('a record date after the day it was recorded', async () => {
    const file = [
      'Reference,Recorded at,Record date,Threat reference,Disruption type,Assessment category,4P,Lead organisation,Supported organisation,Title,Arrests,Cash seized (GBP)',
      'D-1,2023-01-01T10:00:00Z,2023-01-02,T-1,Lead Disruption,Major,Pursue,07,,Raid,2,100.50',
    ].join('\n')
    expect(await refusalOf(file, { record: disruption })).toMatch(
      /^2: Record date: 2023-01-02 is after the day it was recorded/,
    )
  })

  it('rows of another organisation by someone without the right', async () => {
    expect(await refusalOf(lines(...good), { as: 'analyst@cheshire.example' })).toMatch(
      /^4: Owner: You may not record for Lancashire Constabulary/,
    )
  })

  it('an import by someone whose part does not include it', async () => {
    const before = await content()
    const { result } = await importFile(lines(...good), { as: 'lro@cheshire.example' })
    expect(result).toMatchObject({ kind: 'refused', says: expect.stringContaining('may not import') })
    expect(await content()).toBe(before)
  })
})

describe('against what is here already', () => {
  beforeAll(async () => {
    await clear()
    await importFile(lines(...good))
  })

  it('different content is refused, naming the line, the state and the fields', async () => {
    const says = await refusalOf(change(1, 'Tier', 'Tier 4'))
    expect(says).toMatch(
      /^3: Recorded at: The state recorded at 2023-02-01T10:00:00.000Z is here already, and its Tier is another/,
    )
  })

  it('the same again changes nothing', async () => {
    const before = await content()
    const { result } = await importFile(lines(...good.toReversed()))
    expect(result).toMatchObject({ kind: 'taken', counts: { newRecords: 0, newStates: 0, unchanged: 3 } })
    expect(await content()).toBe(before)
  })

  it('the reference of another organisation’s record can’t be used, and nothing more is told', async () => {
    const taken = change(0, 'Reference', 'T-2').split('\n').slice(0, 2).join('\n')
    expect(await refusalOf(taken, { as: 'analyst@cheshire.example' })).toBe(
      '2: Reference: Your organisation may not use this reference. Check it, or ask an administrator to import the row',
    )
  })

  it('an administrator may import for every organisation', async () => {
    const file = lines((good[2] ?? '').replace('2023-01-05', '2023-03-05'))
    const { result } = await importFile(file, { as: 'admin@fourfold.example' })
    expect(result).toMatchObject({ kind: 'taken', counts: { newRecords: 0, newStates: 1 } })
  })
})

describe('the same content is the same, however it comes', () => {
  const file = (order: readonly number[], places: readonly number[], ending = '\n', mark = '') => {
    const cells = [header, ...good].map(line => line.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/))
    const rows = [0, ...order.map(at => at + 1)].map(at => places.map(place => cells[at]?.[place]).join(','))
    return mark + rows.join(ending) + ending
  }
  const straight = columns.map((_, place) => place)

  it.each([
    ['rows in another order', [file([2, 1, 0], straight)]],
    ['columns in another order', [file([0, 1, 2], straight.toReversed())]],
    ['several files', [file([1], straight), file([2, 0], straight)]],
    ['a byte order mark and CRLF', [file([0, 1, 2], straight, '\r\n', '\uFEFF')]],
    ['blank lines at the end', [`${file([0, 1, 2], straight)}\n\n`]],
    ['a row twice', [lines(...good, good[1] ?? '')]],
  ])('%s', async (_name, files) => {
    await clear()
    await importFile(lines(...good))
    const wanted = await content()
    await clear()
    for (const each of files) expect((await importFile(each)).result.kind).toBe('taken')
    expect(await content()).toBe(wanted)
  })

  it('organisations by name, code, alias and in any letter case', async () => {
    await clear()
    const { result } = await importFile(
      lines(
        ...['07', 'the CHESHIRE constabulary', 'Cheshire Constabulary'].map((name, at) =>
          (good[0] ?? '').replace('T-1', `T-${at}`).replace('Cheshire Constabulary', name),
        ),
      ),
    )
    expect(result).toMatchObject({ kind: 'taken', counts: { newRecords: 3 } })
    const { rows } = await sql`select distinct owner_id from threats.threat`.execute(database.owner)
    expect(rows).toHaveLength(1)
  })
})

describe('the good rows alone', () => {
  beforeAll(clear)

  it('are taken, and the others come back with their problem', async () => {
    const bad = (good[0] ?? '').replace('T-1', 'T-9').replace('Tier 1', 'Tier 6')
    const twin = (good[2] ?? '').replace('Tier 3', 'Tier 4')
    const { result, rejected } = await importFile(lines(...good, bad, twin), { mode: 'accept-good' })
    expect(result).toMatchObject({ kind: 'taken', counts: { rows: 5, good: 2, bad: 3, newStates: 2 } })
    expect(rejected?.split('\r\n').map(line => line.slice(0, 24))).toEqual([
      'Reference,Recorded at,Ow',
      'T-2,2023-01-05T10:00:00+',
      'T-9,2023-01-01T10:00:00Z',
      'T-2,2023-01-05T10:00:00+',
      '',
    ])
    expect(rejected).toContain('Tier: ‘Tier 6’ is not a choice here')
    expect(rejected).toContain('Recorded at: Line 6 has the same Reference')
  })

  it('are none when no row is good', async () => {
    const before = await content()
    const { result } = await importFile(change(0, 'Tier', 'x').split('\n').slice(0, 2).join('\n'), {
      mode: 'accept-good',
    })
    expect(result.kind).toBe('not-taken')
    expect(await content()).toBe(before)
  })
})

describe('what a file states', () => {
  it('takes its place by when it was recorded, whatever came first', async () => {
    await clear()
    await importFile(lines(good[1] ?? ''))
    await importFile(lines(good[0] ?? ''))
    const { rows } = await sql<{ tier: string; current: boolean }>`
      select tier, recorded_to = 'infinity' as current from threats.threat_state order by recorded_from`.execute(
      database.owner,
    )
    expect(rows).toEqual([
      { tier: 'Tier 1', current: false },
      { tier: 'Tier 2', current: true },
    ])
  })

  it('sets the handling from then on, and its audience', async () => {
    await clear()
    await importFile(`${header},Handling\n${good[0]},Organisation\n${good[1]},\n`)
    const { rows } = await sql`select h.handling, a.handling as seen from threats.threat h
      join threats.threat_state s on s.record_id = h.id join organisations.audience a on a.id = s.audience_id`.execute(
      database.owner,
    )
    expect(rows).toEqual([
      { handling: 'Organisation', seen: 'Organisation' },
      { handling: 'Organisation', seen: 'Organisation' },
    ])
    expect(await refusalOf(`${header},Handling\n${good[0]},Shared\n`)).toMatch(/its Handling is another/)
  })

  it('is text as it was typed, formulas and invisible characters too', async () => {
    await clear()
    const name = `=SUM(A1)\u200B\u202Eend`
    await importFile(change(0, 'Name', name))
    const { rows } = await sql<{ name: string }>`select name from threats.threat_state where tier = 'Tier 1'`.execute(
      database.owner,
    )
    expect(rows[0]?.name).toBe(name)
  })

  it('warns of an unusual value once, and keeps it', async () => {
    await clear()
    const rows = good.map(row => row.replace('Active', 'Dormant'))
    const { result } = await importFile(lines(...rows))
    expect((result as TakeOutcome).warnings).toEqual([
      { line: 2, column: 'Phase', problem: '‘Dormant’ is not one of the usual values. It is kept as it is' },
    ])
  })

  it('is kept with who imported it, and is in the audit', async () => {
    await clear()
    await importFile(lines(good[0] ?? ''), { as: 'analyst@cheshire.example' })
    const { rows } = await sql`
      select i.register, i.file_name, i.state, i.rows_good, s.person_id = i.person_id as same
      from threats.threat_state s join exchange.import i on i.id = s.import_id`.execute(database.owner)
    expect(rows).toEqual([{ register: 'threats', file_name: 'file.csv', state: 'done', rows_good: 1, same: true }])
    const audit = await sql<{ details: Record<string, unknown> }>`
      select actor, event, details from audit.entry order by id desc limit 1`.execute(database.owner)
    expect(audit.rows[0]).toMatchObject({
      actor: 'analyst@cheshire.example',
      event: 'import.taken',
      details: { register: 'threats', newStates: 1 },
    })
  })

  it('is not taken when the audit can’t be written', async () => {
    await clear()
    await sql`revoke insert on audit.entry from fourfold_app`.execute(database.owner)
    const before = await content()
    await expect(importFile(lines(...good))).rejects.toThrow(/permission denied/)
    await sql`grant insert on audit.entry to fourfold_app`.execute(database.owner)
    expect(await content()).toBe(before)
  })
})
