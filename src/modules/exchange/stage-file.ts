import { organisationIndex } from '#modules/organisations'
import type { GiveWay, Transaction } from '#platform/database'
import { type CheckedRow, type FileProblem, matchHeader, readRows } from '#platform/files'
import { keepProblems, type RecordDeclaration, type StagedProblem, stageProblems, stageStates } from '#platform/record'
import { fileColumns } from './file-columns.ts'
import { readRow, type RowContext, type StagedRow } from './read-row.ts'
import { stageRows } from './stage-rows.ts'
import { unusualValues } from './unusual-values.ts'

export interface StageRequest {
  readonly record: RecordDeclaration
  readonly path: string
  readonly present: Date
  /** Told how many rows have been read so far. */
  readonly progress: (rows: number) => void
  readonly giveWay: GiveWay
}

/** What reading a file gave: its rows staged and their problems kept, or why the file as a whole can't be taken. */
export interface StagedFile {
  readonly rows: number
  readonly header: readonly string[]
  readonly warnings: readonly FileProblem[]
  /** What is wrong with the file as a whole: nothing of it can be taken. */
  readonly refusals: readonly FileProblem[]
}

const rowsInBatch = 500
// Many cells of a workbook can be one long text: so much of it is held at once at most.
const charactersInBatch = 4_000_000
const mostWarnings = 100

/** Reads a file into the transaction's staged states and problems, letting other work run between batches. */
export async function stageFile(tx: Transaction, request: StageRequest): Promise<StagedFile> {
  const { record } = request
  await stageStates(tx, record)
  await stageProblems(tx, record)
  const unusual = await unusualValues(tx, record)
  const organisations = await organisationIndex(tx)
  const batch = newBatch(tx, record)
  let header: readonly string[] = []
  let context: RowContext | undefined
  let warnings: FileProblem[] = []
  let rows = 0
  const result = (refusals: readonly FileProblem[]): StagedFile => ({
    rows,
    header,
    warnings: [...warnings, ...unusual.warnings()],
    refusals,
  })

  for await (const item of readRows(request.path)) {
    if (item.kind === 'stopped') return result([item.problem])
    if (item.kind === 'header') {
      header = item.cells
      const matched = matchHeader(header, fileColumns(record))
      warnings = [...(item.warnings ?? []), ...matched.warnings]
      if (matched.errors.length > 0) return result(matched.errors)
      context = { record, header: matched, columnCount: header.length, organisations, present: request.present }
      continue
    }
    rows++
    if (warnings.length < mostWarnings) warnings.push(...(item.warnings ?? []).slice(0, mostWarnings))
    if (context !== undefined) batch.add(context, item, row => unusual.look(row))
    if (!batch.isFull()) continue
    await batch.flush()
    request.progress(rows)
    await request.giveWay()
  }
  await batch.flush()
  request.progress(rows)
  return result(rows === 0 ? [{ line: 1, problem: 'The file has no rows beneath its header. Add at least one' }] : [])
}

function newBatch(tx: Transaction, record: RecordDeclaration) {
  let good: StagedRow[] = []
  let problems: StagedProblem[] = []
  let taken = 0
  let characters = 0
  return {
    isFull: () => taken >= rowsInBatch || characters >= charactersInBatch,
    add: (context: RowContext, item: CheckedRow, look: (row: StagedRow) => void) => {
      taken++
      for (const cell of item.cells) characters += cell.length
      const read = readRow(context, item)
      if (read.ok) {
        look(read.row)
        good.push(read.row)
      } else problems.push(...read.problems.map(problem => staged(item.line, problem)))
    },
    flush: async () => {
      await stageRows(tx, record, good)
      if (problems.length > 0) await keepProblems(tx, record, problems)
      good = []
      problems = []
      taken = 0
      characters = 0
    },
  }
}

function staged(line: number, problem: FileProblem): StagedProblem {
  return { line, column: problem.column ?? null, problem: problem.problem }
}
