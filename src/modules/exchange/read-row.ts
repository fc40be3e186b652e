import type { OrganisationIndex } from '#modules/organisations'
import {
  type CheckedRow,
  type FileProblem,
  isBlank,
  type MatchedHeader,
  parseChoiceCell,
  parseInstantCell,
} from '#platform/files'
import { type FieldValue, parseField, type RecordDeclaration, statableFields } from '#platform/record'
import { handlingColumn, handlingsInFiles, recordedAtColumn } from './file-columns.ts'

/** A row of a file as it is staged: values by field, organisations by id. */
export interface StagedRow {
  readonly line: number
  readonly recordedAt: Date
  readonly handling: string | null
  readonly values: Readonly<Record<string, FieldValue>>
}

export interface RowContext {
  readonly record: RecordDeclaration
  readonly header: MatchedHeader
  readonly columnCount: number
  readonly organisations: OrganisationIndex
  readonly present: Date
}

export type ReadRow =
  { readonly ok: true; readonly row: StagedRow } | { readonly ok: false; readonly problems: readonly FileProblem[] }

/** Reads a row of a file: what it says, or everything that is wrong with it. */
export function readRow(context: RowContext, row: CheckedRow): ReadRow {
  if (row.cells.length !== context.columnCount) return { ok: false, problems: row.problems }
  const unreadable = new Set(row.problems.map(problem => problem.column))
  const problems: FileProblem[] = [...row.problems]
  const cellOf = (label: string): string | undefined => {
    const place = context.header.index.get(label)
    return place === undefined ? undefined : (row.cells[place] ?? '')
  }
  const keep = (column: string, problem: string): void => {
    if (!unreadable.has(column)) problems.push({ line: row.line, column, problem })
  }

  const recordedAt = readRecordedAt(context, cellOf, keep)
  const handling = readHandling(cellOf, keep)
  const { stored, read } = readFields(context, cellOf, keep)
  if (problems.length > 0 || recordedAt === undefined) return { ok: false, problems }
  for (const rule of context.record.rules ?? []) {
    const problem = rule.problem(read, recordedAt)
    if (problem !== undefined) keep(context.record.fields[rule.field]?.label ?? rule.field, problem)
  }
  if (problems.length > 0) return { ok: false, problems }
  return { ok: true, row: { line: row.line, recordedAt, handling, values: stored } }
}

type CellOf = (label: string) => string | undefined
type Keep = (column: string, problem: string) => void

function readRecordedAt(context: RowContext, cellOf: CellOf, keep: Keep): Date | undefined {
  const cell = cellOf(recordedAtColumn) ?? ''
  const result = isBlank(cell)
    ? ({ ok: false, problem: 'There is no value. Enter when it was recorded, such as 2026-11-22T09:30:00Z' } as const)
    : parseInstantCell(cell, { now: context.present })
  if (result.ok) return result.value
  keep(recordedAtColumn, result.problem)
  return undefined
}

function readHandling(cellOf: CellOf, keep: Keep): string | null {
  const cell = cellOf(handlingColumn) ?? ''
  if (isBlank(cell)) return null
  const result = parseChoiceCell(cell, handlingsInFiles)
  if (result.ok) return result.value
  keep(handlingColumn, result.problem)
  return null
}

function readFields(context: RowContext, cellOf: CellOf, keep: Keep) {
  const stored: Record<string, FieldValue> = {}
  const read: Record<string, FieldValue> = {}
  for (const [name, field] of statableFields(context.record)) {
    const cell = cellOf(field.label) ?? ''
    if (field.whenUnstated !== undefined && isBlank(cell)) {
      stored[name] = read[name] = null
      continue
    }
    const result = parseField(field, cell, context.organisations)
    if (!result.ok) keep(field.label, result.problem)
    stored[name] = result.ok ? result.value.stored : null
    read[name] = result.ok ? result.value.read : null
  }
  return { stored, read }
}
