import { isBlank } from './clean-text.ts'
import { isWithinEdits } from './edit-distance.ts'
import { foldLabel } from './fold-label.ts'
import type { FileProblem } from './problem.ts'
import { printable, shown } from './show-value.ts'

/** A column that a file may or must have. */
export interface HeaderColumn<Label extends string = string> {
  readonly label: Label
  readonly required: boolean
}

/** Where the columns are in a file's rows (from 0), and what is wrong with its header; rows can be read when there is no error. */
export interface MatchedHeader<Label extends string = string> {
  readonly index: ReadonlyMap<Label, number>
  readonly errors: readonly FileProblem[]
  readonly warnings: readonly FileProblem[]
}

/**
 * Finds the columns in a header, in any order; letter case, spaces around a name and Unicode forms don't matter. Errors
 * name a required column that is missing and any column of ours that is there twice; warnings name each column that is not
 * ours (with the one that may be meant) or has no name: such columns are not read.
 */
export function matchHeader<Label extends string>(
  header: readonly string[],
  columns: readonly HeaderColumn<Label>[],
): MatchedHeader<Label> {
  const places = placesByName(header)
  const found = columns.filter(column => places.has(foldLabel(column.label)))
  if (found.length === 0) return { index: new Map(), errors: [noHeader(header, columns)], warnings: [] }

  const absent = columns.filter(column => !found.includes(column))
  const first = (column: HeaderColumn<Label>): number => places.get(foldLabel(column.label))?.[0] ?? 0
  return {
    index: new Map(found.map(column => [column.label, first(column)])),
    errors: [
      ...absent.filter(column => column.required).map(missing),
      ...found.flatMap(column => doubled(column.label, places.get(foldLabel(column.label)) ?? [])),
    ],
    warnings: unknownNames(header, columns).map(([name, place]) => unknown(name, place, absent)),
  }
}

function placesByName(header: readonly string[]): ReadonlyMap<string, readonly number[]> {
  return Map.groupBy(header.keys(), place => foldLabel(header[place] ?? ''))
}

function unknownNames(header: readonly string[], columns: readonly HeaderColumn[]): readonly [string, number][] {
  const known = new Set(columns.map(column => foldLabel(column.label)))
  return [...header.entries()]
    .filter(([, name]) => !known.has(foldLabel(name)))
    .map(([place, name]): [string, number] => [name, place])
}

function noHeader(header: readonly string[], columns: readonly HeaderColumn[]): FileProblem {
  const labels = columns.filter(column => column.required).map(column => column.label)
  const separator = header.length === 1 ? otherSeparator(header[0] ?? '') : undefined
  const problem =
    separator === undefined
      ? `There is no header row. Put the names of the columns on the first line: ${labels.join(', ')}`
      : `The values are separated by ${separator}. Save the file with commas between the values`
  return { line: 1, problem }
}

function otherSeparator(line: string): string | undefined {
  if (line.includes(';')) return 'semicolons'
  if (line.includes('\t')) return 'tabs'
  return line.includes('|') ? 'vertical bars' : undefined
}

function missing(column: HeaderColumn): FileProblem {
  return {
    line: 1,
    column: column.label,
    problem: `There is no column ${shown(column.label)}. Add it to the header row`,
  }
}

function doubled(label: string, places: readonly number[]): readonly FileProblem[] {
  if (places.length < 2) return []
  const numbers = places.map(place => place + 1).join(' and ')
  const problem = `The column ${shown(label)} is there ${places.length} times (columns ${numbers}). Keep one of them`
  return [{ line: 1, column: label, problem }]
}

function unknown(name: string, place: number, absent: readonly HeaderColumn[]): FileProblem {
  if (isBlank(name)) return { line: 1, problem: `Column ${place + 1} has no name and is not read` }
  const folded = foldLabel(name)
  const meant = absent.find(column => isWithinEdits(folded, foldLabel(column.label), allowedEdits(column.label)))
  const hint = meant === undefined ? '' : `. Did you mean ${shown(meant.label)}?`
  return {
    line: 1,
    column: printable(name.trim()),
    problem: `The column ${shown(name.trim())} is not known and is not read${hint}`,
  }
}

function allowedEdits(label: string): number {
  return label.length < 6 ? 1 : 3
}
