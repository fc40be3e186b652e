import { stateActor } from '#modules/organisations'
import { type Database, type GiveWay, givingWay, type Transaction } from '#platform/database'
import { type FileProblem, removeSpooled, type WrittenFile } from '#platform/files'
import type { Actor } from '#platform/http'
import {
  countProblems,
  dropProblemStates,
  findStagedProblems,
  listProblems,
  type RecordDeclaration,
  takeStagedStates,
} from '#platform/record'
import { sql } from 'kysely'
import { writeRejectedRows } from './rejected-rows.ts'
import { stageFile, type StagedFile } from './stage-file.ts'

/** To look only; to take all rows or none; to take the good rows. */
export type ImportMode = 'check' | 'accept' | 'accept-good'

export interface TakeRequest {
  readonly database: Database
  readonly record: RecordDeclaration
  readonly path: string
  readonly mode: ImportMode
  /** Whose authority counts. */
  readonly personId: number
  readonly importId: string
  readonly present: Date
  readonly progress: (rows: number) => void
  /** Whether to go on, asked in the transaction before anything is read. */
  readonly begin?: (tx: Transaction) => Promise<boolean>
  /** Keeps the outcome in the same transaction: all of it is there, or none. Not called for a refusal. */
  readonly keep: (tx: Transaction, actor: Actor, outcome: TakeOutcome) => Promise<void>
}

export interface ImportCounts {
  readonly rows: number
  readonly good: number
  readonly bad: number
  readonly problems: number
  readonly newRecords: number
  readonly newStates: number
  /** Rows that said what was here already. */
  readonly unchanged: number
}

export interface TakeOutcome {
  /** 'checked': only looked at. 'taken': all rows, or the good ones. 'not-taken': nothing was changed. */
  readonly kind: 'checked' | 'taken' | 'not-taken'
  readonly counts: ImportCounts
  /** Of the records whose states were taken. */
  readonly references: readonly string[]
  /** The first thousand, by line. */
  readonly problems: readonly FileProblem[]
  readonly warnings: readonly FileProblem[]
  /** Rows that were not taken, as a file to mend: there while `keep` runs, then removed. */
  readonly rejected: WrittenFile | undefined
}

export type TakeResult =
  | TakeOutcome
  /** The authority does not allow it. */
  | { readonly kind: 'refused'; readonly says: string }
  /** `begin` said no. */
  | { readonly kind: 'superseded' }

const mostListed = 1000

/**
 * Checks a file whole, then takes it whole or not at all (or, if so asked, its good rows), in one transaction under the
 * importer's own authority. The same file again changes nothing, so whatever was cut off can simply be done again. Where people
 * wait for this server, it lets them go first.
 *
 * @throws only for faults (the file can't be read, the database is gone): nothing was changed then.
 */
export async function takeFile(request: TakeRequest): Promise<TakeResult> {
  let rejected: WrittenFile | undefined
  try {
    return await request.database.transaction().execute(async tx => {
      await allowLongWork(tx)
      const actor = await stateActor(tx, request.personId, 'import')
      if (actor === undefined) return { kind: 'refused', says: 'The account is gone or disabled. Nothing was changed.' }
      if (!actor.permissions.has('import.run')) {
        return { kind: 'refused', says: `${actor.email} may not import: the part is ${actor.parts.join(', ')}.` }
      }
      if (request.begin !== undefined && !(await request.begin(tx))) return { kind: 'superseded' }
      const outcome = await checkAndTake(tx, request)
      rejected = outcome.rejected
      await request.keep(tx, actor, outcome)
      return outcome
    })
  } finally {
    if (rejected !== undefined) await removeSpooled(rejected)
  }
}

async function checkAndTake(tx: Transaction, request: TakeRequest): Promise<TakeOutcome> {
  const { record, mode } = request
  const giveWay = givingWay(tx, request.database)
  const staged = await stageFile(tx, { ...request, giveWay })
  if (staged.refusals.length > 0) return refusedWhole(staged)
  if (mode !== 'check') await oneImportAtATime(tx, record)
  await findStagedProblems(tx, record, giveWay)
  const found = await countProblems(tx, record)
  const good = staged.rows - found.lines
  const outcome: TakeOutcome = {
    kind: 'checked',
    counts: { ...noCounts, rows: staged.rows, good, bad: found.lines, problems: found.problems },
    references: [],
    problems: (await listProblems(tx, record, mostListed)).map(asFileProblem),
    warnings: staged.warnings,
    rejected: undefined,
  }
  if (mode === 'check') return outcome
  if (good === 0 || (mode === 'accept' && found.lines > 0)) return { ...outcome, kind: 'not-taken' }
  return take(tx, request, outcome, { staged, giveWay })
}

async function take(
  tx: Transaction,
  { record, path, personId, importId }: TakeRequest,
  outcome: TakeOutcome,
  { staged, giveWay }: { readonly staged: StagedFile; readonly giveWay: GiveWay },
): Promise<TakeOutcome> {
  const rejected = outcome.counts.bad > 0 ? await writeRejectedRows(tx, record, path, staged.header) : undefined
  await dropProblemStates(tx, record)
  // Whoever records the next state of one of these records waits from here on, and so does an extraction.
  const taken = await takeStagedStates(tx, record, { personId, importId }, giveWay)
  const { states: newStates, records: newRecords, references } = taken
  const counts = { ...outcome.counts, newStates, newRecords, unchanged: outcome.counts.good - newStates }
  return { ...outcome, kind: 'taken', counts, references, rejected }
}

const noCounts = { newRecords: 0, newStates: 0, unchanged: 0 }

function refusedWhole(staged: StagedFile): TakeOutcome {
  const problems = staged.refusals.length
  return {
    kind: 'not-taken',
    counts: { ...noCounts, rows: staged.rows, good: 0, bad: 0, problems },
    references: [],
    problems: staged.refusals,
    warnings: staged.warnings,
    rejected: undefined,
  }
}

function asFileProblem(problem: { readonly line: number; readonly column: string | null; readonly problem: string }) {
  const { line, column } = problem
  return column === null ? { line, problem: problem.problem } : { line, column, problem: problem.problem }
}

async function allowLongWork(tx: Transaction): Promise<void> {
  await sql`select set_config('statement_timeout', '15min', true), set_config('lock_timeout', '10min', true),
    set_config('idle_in_transaction_session_timeout', '10min', true)`.execute(tx)
}

/** What one import found still holds when it takes: no other takes rows of the register in between. */
async function oneImportAtATime(tx: Transaction, record: RecordDeclaration): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext(${`import of ${record.register}`}))`.execute(tx)
}
