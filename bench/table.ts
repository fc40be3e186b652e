import type { Bound, Operation } from './operation.ts'
import { growsAsAllowed, growthOf, type Row, verdictOf } from './row.ts'

/** A row, or why there is none. */
export type TableRow = Row | { readonly operation: Operation; readonly problem: string }

/** The rows of a smaller size, and how many times larger this one is. */
export interface Smaller {
  readonly rows: readonly TableRow[]
  readonly times: number
}

const heads = [
  'operation',
  'held against',
  'ratio',
  '95% interval',
  'to reach',
  'aim',
  '',
  'a second',
  'p50',
  'p95',
  'p99',
  'errors',
  'CPU server',
  'CPU database',
  'reference',
  'nothing',
  'growth',
]

/** The rows as a table of plain text: times in milliseconds, processor time for each in milliseconds. */
export function tableOf(rows: readonly TableRow[], smaller?: Smaller): string {
  const cells = [heads, ...rows.map(row => cellsOf(row, smaller))]
  const widths = heads.map((_, column) =>
    Math.max(...cells.map(line => (line.length > 2 ? (line[column] ?? '').length : 0))),
  )
  const notes = rows.flatMap(row =>
    'note' in row && row.note !== undefined ? [`${row.operation.name}: ${row.note}`] : [],
  )
  return [...cells.map(line => lineOf(line, widths)), ...notes].join('\n')
}

function lineOf(line: readonly string[], widths: readonly number[]): string {
  return line
    .map((cell, column) =>
      column <= 1 || column === 6 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
    )
    .join('  ')
    .trimEnd()
}

function cellsOf(row: TableRow, smaller: Smaller | undefined): readonly string[] {
  const { operation } = row
  if ('problem' in row) return [operation.name, `not measured: ${row.problem.split('\n')[0]?.slice(0, 200)}`]
  const time = (of: 'p50' | 'p95' | 'p99') => (row.times === undefined ? '' : figure(row.times[of]))
  return [
    operation.name,
    operation.reference,
    figure(row.ratio),
    `${figure(row.interval.low)}–${figure(row.interval.high)}`,
    inWords(operation.toReach),
    operation.aim === undefined ? '' : inWords(operation.aim),
    verdictOf(row),
    figure(row.perSecond),
    ...(['p50', 'p95', 'p99'] as const).map(time),
    String(row.errors),
    row.processor === undefined ? '' : figure(row.processor.server),
    row.processor === undefined ? '' : figure(row.processor.database),
    row.referencePerSecond === undefined ? '' : figure(row.referencePerSecond),
    row.nothingPerSecond === undefined ? '' : figure(row.nothingPerSecond),
    growthInWords(row, smaller),
  ]
}

function growthInWords(row: Row, smaller: Smaller | undefined): string {
  const before = smaller?.rows.find(({ operation }) => operation.key === row.operation.key)
  if (smaller === undefined || before === undefined || 'problem' in before) return ''
  if (row.operation.toReach.kind === 'budget') return ''
  const growth = growthOf(before, row)
  return `${figure(growth)}${growsAsAllowed(row.operation, growth, smaller.times) ? '' : ' too much'}`
}

function inWords(bound: Bound): string {
  if (bound.kind === 'budget') return bound.says
  return bound.kind === 'share' ? `${bound.of} of it` : `${bound.of} times`
}

/** A row in a few words, while the others are still to come. */
export function briefly(row: TableRow): string {
  if ('problem' in row) return `not measured: ${row.problem}`
  return `${figure(row.ratio)} (${figure(row.interval.low)}–${figure(row.interval.high)}): ${verdictOf(row)}`
}

/** Three digits that say something. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return '?'
  if (value >= 100) return Math.round(value).toLocaleString('en-GB')
  return value
    .toPrecision(value < 0.1 ? 2 : 3)
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '')
}
