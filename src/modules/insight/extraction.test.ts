import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { disruption } from '#modules/disruptions'
import { personIdByEmail, stateActor } from '#modules/organisations'
import { threat } from '#modules/threats'
import type { Transaction } from '#platform/database'
import { readRows, removeSpooled } from '#platform/files'
import type { Actor } from '#platform/http'
import { fieldsOf, type RecordDeclaration } from '#platform/record'
import type { TestDatabase } from '#test/database'
import { recordStates, type StatedState } from '#test/record-states'
import { sampleDatabase } from '#test/sample-database'
import { columnsOf } from './extraction-columns.ts'
import { presets } from './presets.ts'
import { type AskedExtraction, readExtractionRequest } from './extraction-request.ts'
import { type KeptExtraction, readExtraction } from './extraction-store.ts'
import { checkExtraction, verdictOf, writeExtraction } from './run-again.ts'
import type { ExtractionFormat } from './extraction-file.ts'
import { runExtraction } from './run-extraction.ts'

interface Expected {
  readonly threats: Readonly<Record<string, { total: number; by_organisation: Readonly<Record<string, object>> }>>
  readonly disruptions: Readonly<
    Record<string, Readonly<Record<string, Readonly<Record<'inclusive' | 'literal', Figures>>>>>
  >
}
type Figures = Readonly<Record<string, { readonly total: number; readonly pursue_percent: number }>>

const file = new URL('../../../sample/north-west-2023/expected.json', import.meta.url)
const expected = JSON.parse(await readFile(file, 'utf8')) as Expected

let database: TestDatabase

beforeAll(async () => {
  database = await sampleDatabase()
})
afterAll(() => database.close())

describe('what the published filters give', () => {
  publishedFigures()
})

describe('a kept extraction', () => {
  it('gives the same bytes again, which are those of its hash', async () => {
    const kept = await take({ preset: 'hmicfrs-threats', asAt: '2023-01-04' })
    const [first, second] = [await bytesOf(kept.id), await bytesOf(kept.id)]
    expect(first).toEqual(second)
    expect(createHash('sha256').update(first).digest('hex')).toBe(kept.sha256)
    expect(first.toString().split('\r\n')).toHaveLength(938 + 2)
    expect(first.toString().split('\r\n')[0]).toBe(
      'Reference,Name,Owner,Threat type,Crime category,Tier,Phase,Moderation status,Type,SOC,Lead responsible officer,Recorded at,Handling',
    )
  })

  it('leaves no file behind where it can’t be kept', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'fourfold-extraction-test-'))
    const before = process.env['TMPDIR']
    process.env['TMPDIR'] = folder
    try {
      const read = readExtractionRequest({ preset: 'hmicfrs-threats' }, new Date())
      if ('problems' in read) throw new Error(JSON.stringify(read.problems))
      const taking = as('system', async (tx, actor) => {
        await sql`set transaction read only`.execute(tx)
        return runExtraction(tx, read.request, actor, 'csv')
      })
      await expect(taking).rejects.toThrow('read-only transaction')
      expect(await readdir(folder)).toEqual([])
    } finally {
      if (before === undefined) delete process.env['TMPDIR']
      else process.env['TMPDIR'] = before
      await rm(folder, { recursive: true })
    }
  })

  it('has the columns of its version of the preset, whatever fields the registers have gained since', () => {
    const labels = Object.fromEntries(
      presets.map(preset => [`${preset.name} ${preset.version}`, columnsOf(preset).join()]),
    )
    expect(labels).toEqual({
      'hmicfrs-threats 1':
        'Reference,Name,Owner,Threat type,Crime category,Tier,Phase,Moderation status,Type,SOC,Lead responsible officer,Recorded at,Handling',
      'hmicfrs-disruptions 1':
        'Reference,Record date,Title,4P,Assessment category,Disruption type,Lead organisation,Supported organisation,Threat reference,Arrests,Cash seized (GBP),Event reference,Recorded at,Handling',
    })
  })

  it.each([
    { preset: 'hmicfrs-threats', asAt: '2023-01-04' },
    { preset: 'hmicfrs-disruptions', asAt: '2023-01-04', from: '2022-01-01', to: '2022-12-31' },
  ])('holds the same rows as a workbook, whose bytes are the same each time: $preset', async asked => {
    const kept = await take(asked)
    const [csv, first, second] = [
      await bytesOf(kept.id),
      await bytesOf(kept.id, 'xlsx'),
      await bytesOf(kept.id, 'xlsx'),
    ]
    expect(first).toEqual(second)
    const rows = await cellsIn(first)
    expect(rows.length).toBe(kept.rowCount + 1)
    expect(rows).toEqual(await cellsIn(csv))
  })

  it('holds the states it found, in the order of its rows', async () => {
    const kept = await take({ preset: 'hmicfrs-threats', asAt: '2023-01-04' })
    const { rows } = await sql<{ reference: string }>`
      select s.reference from insight.extraction e, unnest(e.state_ids) with ordinality held (state_id, position)
        join threats.threat_state s on s.id = held.state_id
      where e.id = ${kept.id} order by held.position`.execute(database.owner)
    const lines = (await bytesOf(kept.id)).toString().split('\r\n').slice(1, -1)
    expect(rows.map(row => row.reference)).toEqual(lines.map(line => line.split(',')[0]))
  })

  it('keeps handling as it was stated when it was taken', async () => {
    const kept = await take({ preset: 'hmicfrs-threats', asAt: '2023-01-04' })
    await recordStates(database.app, threat, [
      await stateOf(threat, 'LAN-00579', '2024-01-01T00:00:00Z', 'Organisation'),
    ])
    expect((await check(kept)).sameBytes).toBe(true)
  })

  it('speaks of today when asked as at today, and of no more when run again', async () => {
    const kept = await take({ preset: 'hmicfrs-threats' })
    expect(kept.asAt).toEqual(kept.takenAt)
    const [live] = await referencesOf(kept)
    await recordStates(database.app, threat, [
      await stateOf(threat, live!, new Date().toISOString(), undefined, { tier: 'Tier 5' }),
    ])
    expect((await check(kept)).sameBytes).toBe(true)
    expect((await take({ preset: 'hmicfrs-threats' })).sha256).not.toBe(kept.sha256)
  })
})

describe('after later states of the same records', () => {
  beforeAll(async () => {
    await recordStates(database.app, threat, await laterStates(threat, { tier: 'Tier 5' }))
    await recordStates(
      database.app,
      disruption,
      await laterStates(disruption, { assessment_category: 'No disruption' }),
    )
  })
  publishedFigures()
})

describe('after older history was imported', () => {
  let kept: KeptExtraction
  let keptDisruptions: KeptExtraction

  beforeAll(async () => {
    kept = await take({ preset: 'hmicfrs-threats', asAt: '2023-01-04' })
    keptDisruptions = await take({ ...year, asAt: '2023-01-04' })
    const [one, other] = await referencesOf(kept)
    await recordStates(database.app, threat, [
      await stateOf(threat, one!, '2023-01-04T23:59:59.500Z', undefined, { tier: 'Tier 5' }),
      await stateOf(threat, other!, '2023-01-04T23:59:59.500Z', undefined, { reference: 'CHE-99999' }),
      await stateOf(threat, other!, '2023-01-04T23:59:59.500Z', undefined, { reference: 'CHE-99998' }),
    ])
    const [event] = await referencesOf(keptDisruptions)
    await recordStates(database.app, disruption, [
      await stateOf(disruption, event!, '2022-12-31T12:00:00Z', undefined, {
        reference: 'D-CHE-999999',
        record_date: '2022-12-30',
        assessment_category: 'Minor',
      }),
    ])
  })

  it('an extraction that was kept gives the same bytes', async () => {
    for (const one of [kept, keptDisruptions]) {
      const checked = await check(one)
      expect(checked).toMatchObject({ sameBytes: true, rowsSeen: one.rowCount, rowsBeyond: 0 })
      expect(verdictOf(one, checked)).toBe(`The same ${one.rowCount} rows, byte for byte.`)
    }
  })

  it('a new one for the same day differs', async () => {
    expect((await take({ preset: 'hmicfrs-threats', asAt: '2023-01-04' })).rowCount).toBe(kept.rowCount + 1)
    expect((await take({ ...year, asAt: '2023-01-04' })).rowCount).toBe(keptDisruptions.rowCount + 1)
  })
})

describe('who took it, and who runs it again', () => {
  it('is seen by people of the same organisation, and by nobody else', async () => {
    const kept = await take({ preset: 'hmicfrs-threats', asAt: '2023-01-04' }, 'rocta@nwrocu.example')
    const seenBy = (email: string) => as(email, tx => readExtraction(tx, kept.id))
    expect(await seenBy('tasking@nwrocu.example')).toMatchObject({ id: kept.id })
    expect(await seenBy('analyst@cheshire.example')).toBeUndefined()
    expect(await seenBy('inspector@hmicfrs.example')).toBeUndefined()
    expect(await seenBy('system')).toBeUndefined()
  })

  it('says plainly when access has narrowed since', async () => {
    const kept = await take({ preset: 'hmicfrs-threats', asAt: '2023-07-13' }, 'rocta@nwrocu.example')
    const [reference] = await referencesOf(kept)
    await sql`
      insert into organisations.handling_stated (register, reference, stated_at, handling, entered_at)
      values ('threats', ${reference}, clock_timestamp(), 'Organisation', clock_timestamp())`.execute(database.owner)
    await sql`
      update threats.threat_state s set audience_id = organisations.audience_for('Organisation', h.owner_id)
      from threats.threat h where h.id = s.record_id and h.reference = ${reference}`.execute(database.owner)
    const checked = await check(kept, 'tasking@nwrocu.example')
    expect(checked).toMatchObject({ sameBytes: false, rowsSeen: kept.rowCount - 1 })
    expect(verdictOf(kept, checked)).toContain(`Only ${kept.rowCount - 1} of its ${kept.rowCount} rows can be seen`)
  })

  it('says how many records were erased since', async () => {
    const kept = await take({ preset: 'hmicfrs-threats', asAt: '2023-07-13' })
    const [, reference] = await referencesOf(kept)
    await sql`update threats.threat set erased_at = clock_timestamp() where reference = ${reference}`.execute(
      database.owner,
    )
    await sql`update threats.threat_state set name = '' where reference = ${reference}`.execute(database.owner)
    const checked = await check(kept)
    expect(checked).toMatchObject({ sameBytes: false, rowsErased: 1 })
    expect(verdictOf(kept, checked)).toContain('1 of their records have been erased since')
  })
})

/** Every date of `expected.json`, inclusive and literal. */
function publishedFigures(): void {
  for (const [asAt, { total, by_organisation }] of Object.entries(expected.threats)) {
    it(`threats as at ${asAt}: ${total}`, async () => {
      const kept = await take({ preset: 'hmicfrs-threats', asAt })
      expect(kept.figures).toEqual({ total, byOrganisation: by_organisation })
    })
  }
  for (const [days, byDay] of Object.entries(expected.disruptions)) {
    const [from = '', to = ''] = days.split(' to ')
    for (const [asAt, answers] of Object.entries(byDay)) {
      for (const dates of ['inclusive', 'literal'] as const) {
        it(`disruptions of ${days} as at ${asAt}, ${dates}`, async () => {
          const asked = { preset: 'hmicfrs-disruptions', asAt, from, to, literalDates: dates === 'literal' }
          const { figures, droppedRows } = await take(asked)
          expect(figures.byOrganisation).toEqual(renamed(answers[dates]))
          expect(figures.total).toBe(totalOf(answers[dates]))
          expect(droppedRows).toBe(
            dates === 'literal' ? totalOf(answers.inclusive) - totalOf(answers.literal) : undefined,
          )
        })
      }
    }
  }
}

function renamed(figures: Figures): Readonly<Record<string, object>> {
  return Object.fromEntries(
    Object.entries(figures).map(([name, { pursue_percent, ...rest }]) => [
      name,
      { ...rest, pursuePercent: pursue_percent },
    ]),
  )
}

function totalOf(figures: Figures): number {
  return Object.values(figures).reduce((total, one) => total + one.total, 0)
}

const year = { preset: 'hmicfrs-disruptions', from: '2022-01-01', to: '2022-12-31' }

async function as<Result>(email: string, act: (tx: Transaction, actor: Actor) => Promise<Result>): Promise<Result> {
  return database.app.transaction().execute(async tx => {
    const actor = await stateActor(tx, (await personIdByEmail(tx, email))!, 'read')
    return act(tx, actor!)
  })
}

async function take(asked: AskedExtraction, email = 'system'): Promise<KeptExtraction> {
  const read = readExtractionRequest(asked, new Date())
  if ('problems' in read) throw new Error(JSON.stringify(read.problems))
  return as(email, async (tx, actor) => (await runExtraction(tx, read.request, actor)).kept)
}

async function check(kept: KeptExtraction, email = 'system') {
  return as(email, tx => checkExtraction(tx, kept, { email, present: new Date() }))
}

/** The cells of every row of a file, header first. */
async function cellsIn(bytes: Buffer): Promise<readonly (readonly string[])[]> {
  const folder = await mkdtemp(join(tmpdir(), 'fourfold-extraction-test-'))
  const cells: (readonly string[])[] = []
  await writeFile(join(folder, 'file'), bytes)
  for await (const item of readRows(join(folder, 'file'))) if (item.kind !== 'stopped') cells.push(item.cells)
  await rm(folder, { recursive: true })
  return cells
}

async function bytesOf(id: string, format: ExtractionFormat = 'csv'): Promise<Buffer> {
  const written = await as('system', async tx => writeExtraction(tx, (await readExtraction(tx, id))!, format))
  const bytes = await readFile(written.path)
  await removeSpooled(written)
  return bytes
}

async function referencesOf(kept: KeptExtraction): Promise<readonly string[]> {
  const table = sql.table(kept.preset === 'hmicfrs-threats' ? 'threats.threat_state' : 'disruptions.disruption_state')
  const { rows } = await sql<{ reference: string }>`
    select s.reference from insight.extraction e, unnest(e.state_ids) with ordinality held (state_id, position)
      join ${table} s on s.id = held.state_id
    where e.id = ${kept.id} order by held.position`.execute(database.owner)
  return rows.map(row => row.reference)
}

async function stateOf(
  record: RecordDeclaration,
  reference: string,
  recordedFrom: string,
  handling?: string,
  changes: Readonly<Record<string, string>> = {},
): Promise<StatedState> {
  const [state] = await currentStates(record, reference)
  return { recordedFrom, ...(handling === undefined ? {} : { handling }), values: { ...state, ...changes } }
}

/** Of every fourth record, one more state, later than any that was there. */
async function laterStates(
  record: RecordDeclaration,
  changes: Readonly<Record<string, string>>,
): Promise<readonly StatedState[]> {
  const states = await currentStates(record)
  return states
    .filter((values, index) => index % 4 === 0 && String(values['record_date'] ?? '') <= '2025-05-05')
    .map(values => ({ recordedFrom: '2025-05-05T05:05:05Z', values: { ...values, ...changes } }))
}

async function currentStates(record: RecordDeclaration, reference?: string) {
  const columns = sql.join(fieldsOf(record).map(([, field]) => sql.ref(field.column)))
  const { rows } = await sql<Record<string, string | number | null>>`
    select ${columns} from ${sql.table(`${record.table}_state`)}
    where recorded_to = 'infinity' and (${reference ?? null}::text is null or reference = ${reference ?? null})
    order by reference`.execute(database.owner)
  return rows
}
