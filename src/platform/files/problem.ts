/** One thing wrong with a file, said so that its author can find it and mend it. Values of the file in it are safe to print. */
export interface FileProblem {
  /** Physical line of the file, from 1; the header is line 1. */
  readonly line?: number
  /** The column's name as its header gives it. */
  readonly column?: string
  /** What is wrong and what to do, as a sentence. */
  readonly problem: string
}

/** What came of reading one cell: the value, or why there is none. */
export type CellResult<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problem: string }

/** A cell that was understood. */
export function read<Value>(value: Value): CellResult<Value> {
  return { ok: true, value }
}

/** A cell that was not understood; the problem is a whole sentence without the column's name, which stands before it. */
export function unread(problem: string): CellResult<never> {
  return { ok: false, problem }
}
