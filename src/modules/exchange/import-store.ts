import type { Transaction } from '#platform/database'
import type { FileProblem } from '#platform/files'
import { type RawBuilder, sql } from 'kysely'
import type { ImportMode, TakeOutcome } from './take-file.ts'

export type ImportState = 'waiting' | 'checking' | 'checked' | 'accepting' | 'done' | 'failed' | 'withdrawn'

/** An import as it is kept. */
export interface KeptImport {
  readonly id: string
  readonly number: number
  readonly register: string
  readonly fileName: string
  readonly bytes: number
  readonly sha256: string
  readonly person: string
  readonly personId: number
  readonly organisation: string
  readonly takenBy: number | null
  readonly state: ImportState
  readonly mode: ImportMode
  readonly rowsRead: number
  readonly good: number
  readonly bad: number
  readonly problems: number
  readonly warnings: number
  readonly newRecords: number
  readonly newStates: number
  readonly unchanged: number
  readonly sentAt: Date
  readonly finishedAt: Date | null
  readonly hasRejected: boolean
}

const uuidForm = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

export interface NewImport {
  readonly id: string
  readonly register: string
  readonly fileName: string
  readonly bytes: number
  readonly sha256: string
  readonly personId: number
  readonly organisationId: number
  readonly state: ImportState
  readonly mode: ImportMode
  readonly sentAt: Date
}

/** Keeps a new import, and gives its number. An import that is to be taken at once is taken by who sent it. */
export async function insertImport(tx: Transaction, one: NewImport): Promise<number> {
  const { rows } = await sql<{ number: number }>`
    insert into exchange.import
      (id, register, file_name, bytes, sha256, person_id, organisation_id, taken_by, state, mode, sent_at)
    values (${one.id}, ${one.register}, ${one.fileName}, ${one.bytes}, ${one.sha256}, ${one.personId}, ${one.organisationId},
      ${one.mode === 'check' ? null : one.personId}::integer, ${one.state}, ${one.mode}, ${one.sentAt})
    returning number`.execute(tx)
  return rows[0]?.number ?? 0
}

const importColumns = sql`i.id, i.number, i.register, i.file_name as "fileName", i.bytes, i.sha256, p.name as person,
  i.person_id as "personId", o.name as organisation, i.taken_by as "takenBy", i.state, i.mode, i.rows_read as "rowsRead",
  i.rows_good as good, i.rows_bad as bad, i.problems, i.warnings, i.new_records as "newRecords",
  i.new_states as "newStates", i.unchanged, i.sent_at as "sentAt", i.finished_at as "finishedAt",
  exists (select from exchange.import_file f where f.import_id = i.id and f.kind = 'rejected') as "hasRejected"
  from exchange.import i join organisations.person p on p.id = i.person_id
  join organisations.organisation o on o.id = i.organisation_id`

/** One import, or undefined when there is none that the actor may see. */
export async function readImport(tx: Transaction, id: string): Promise<KeptImport | undefined> {
  if (!uuidForm.test(id)) return undefined
  const { rows } = await sql<KeptImport>`select ${importColumns} where i.id = ${id}::uuid`.execute(tx)
  return rows[0]
}

/** Imports that the actor may see, the latest first, before the number given. */
export async function listImports(
  tx: Transaction,
  before: number | undefined,
  limit: number,
): Promise<readonly KeptImport[]> {
  const { rows } = await sql<KeptImport>`
    select ${importColumns} where ${before ?? null}::integer is null or i.number < ${before ?? null}::integer
    order by i.number desc limit ${limit}`.execute(tx)
  return rows
}

/** The condition on an import `i` that its sender has still to go on with it: it was checked, or rows of it were handed back. */
export function unfinishedImports(personId: number): RawBuilder<boolean> {
  return sql<boolean>`(i.person_id = ${personId} and (i.state = 'checked' or i.state = 'done' and exists (
    select from exchange.import_file f where f.import_id = i.id and f.kind = 'rejected')))`
}

/** Imports that a person has still to go on with, the longest waiting first. */
export async function listUnfinished(tx: Transaction, personId: number, limit: number): Promise<readonly KeptImport[]> {
  const { rows } = await sql<KeptImport>`
    select ${importColumns} where ${unfinishedImports(personId)} order by i.number limit ${limit}`.execute(tx)
  return rows
}

/** What imports are called where states name them as their source: of those that the actor may see. */
export async function importLabels(tx: Transaction, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ id: string; number: number; fileName: string }>`
    select id, number, file_name as "fileName" from exchange.import where id = any (${ids}::uuid[])`.execute(tx)
  return new Map(rows.map(row => [row.id, `Import ${row.number} (${row.fileName})`]))
}

/**
 * Moves an import on from one of the states it must be in; false when it is in another, because someone was first.
 *
 * @param takenBy whose authority counts from now on, when that changes.
 */
export async function moveImport(
  tx: Transaction,
  id: string,
  move: {
    readonly from: readonly ImportState[]
    readonly to: ImportState
    readonly mode?: ImportMode
    readonly takenBy?: number
  },
): Promise<boolean> {
  const result = await sql`
    update exchange.import set state = ${move.to}, mode = coalesce(${move.mode ?? null}, mode),
      taken_by = coalesce(${move.takenBy ?? null}::integer, taken_by),
      started_at = coalesce(started_at, clock_timestamp()),
      finished_at = case when ${move.to} in ('done', 'failed', 'withdrawn') then clock_timestamp() end
    where id = ${id}::uuid and state = any (${move.from}::text[])`.execute(tx)
  return result.numAffectedRows === 1n
}

/** How far the reading has come. */
export async function keepProgress(tx: Transaction, id: string, rows: number): Promise<void> {
  await sql`update exchange.import set rows_read = ${rows} where id = ${id}::uuid`.execute(tx)
}

/** Keeps what came of a check or a taking: the counts, and the problems in place of those of the last time. */
export async function keepOutcome(tx: Transaction, id: string, outcome: TakeOutcome): Promise<void> {
  const { counts } = outcome
  await sql`
    update exchange.import set rows_read = ${counts.rows}, rows_good = ${counts.good}, rows_bad = ${counts.bad},
      problems = ${counts.problems}, warnings = ${outcome.warnings.length}, new_records = ${counts.newRecords},
      new_states = ${counts.newStates}, unchanged = ${counts.unchanged}
    where id = ${id}::uuid`.execute(tx)
  await sql`delete from exchange.import_problem where import_id = ${id}::uuid`.execute(tx)
  await insertProblems(tx, id, 'problem', outcome.problems)
  await insertProblems(tx, id, 'warning', outcome.warnings)
}

async function insertProblems(
  tx: Transaction,
  id: string,
  kind: 'problem' | 'warning',
  problems: readonly FileProblem[],
): Promise<void> {
  await sql`
    insert into exchange.import_problem (import_id, kind, position, line, column_name, problem)
    select ${id}::uuid, ${kind}, position, line, column_name, problem
    from unnest(${problems.map(each => each.line ?? null)}::integer[], ${problems.map(each => each.column ?? null)}::text[],
      ${problems.map(each => each.problem)}::text[]) with ordinality as each (line, column_name, problem, position)`.execute(
    tx,
  )
}

/** Ends an import of which nothing was taken, and says why. */
export async function keepRefusal(tx: Transaction, id: string, says: string): Promise<void> {
  const moved = await moveImport(tx, id, { from: ['waiting', 'checking', 'accepting'], to: 'failed' })
  if (!moved) return
  await sql`delete from exchange.import_problem where import_id = ${id}::uuid`.execute(tx)
  await insertProblems(tx, id, 'problem', [{ problem: says }])
  await sql`update exchange.import set problems = 1 where id = ${id}::uuid`.execute(tx)
  await sql`delete from exchange.import_file where import_id = ${id}::uuid`.execute(tx)
}

/** What is wrong with a file, or is worth a look: so many, by line. */
export async function listKeptProblems(
  tx: Transaction,
  id: string,
  kind: 'problem' | 'warning',
  range: { readonly after: number; readonly limit: number },
): Promise<readonly FileProblem[]> {
  const { rows } = await sql<{ line: number | null; column: string | null; problem: string }>`
    select line, column_name as column, problem from exchange.import_problem
    where import_id = ${id}::uuid and kind = ${kind} and position > ${range.after}
    order by position limit ${range.limit}`.execute(tx)
  return rows.map(({ line, column, problem }) => ({
    problem,
    ...(line === null ? {} : { line }),
    ...(column === null ? {} : { column }),
  }))
}
