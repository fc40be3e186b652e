import type { Transaction } from '#platform/database'
import { type FileProblem, shown } from '#platform/files'
import { fieldsOf, type RecordDeclaration } from '#platform/record'
import { usualValues } from './allowed-values.ts'
import type { StagedRow } from './read-row.ts'

const mostWarnings = 100

/** Notices values that are kept as they came but are not of the usual list: one warning for each. */
export interface UnusualValues {
  readonly look: (row: StagedRow) => void
  readonly warnings: () => readonly FileProblem[]
}

/** Begins to notice the unusual values of a register's `listed` fields. Values that a list once had are usual: files hold old rows. */
export async function unusualValues(tx: Transaction, record: RecordDeclaration): Promise<UnusualValues> {
  const watched = fieldsOf(record).filter(([, field]) => field.kind === 'listed')
  const usual = new Map<string, ReadonlySet<unknown>>()
  for (const [name, field] of watched)
    usual.set(name, new Set([...(await usualValues(tx, field)), ...(field.options ?? [])]))
  const seen = new Map<string, FileProblem>()
  const notice = (row: StagedRow, name: string, column: string): void => {
    const value = row.values[name]
    if (typeof value !== 'string' || usual.get(name)?.has(value) || seen.size >= mostWarnings) return
    const key = `${name} ${value}`
    if (seen.has(key)) return
    seen.set(key, {
      line: row.line,
      column,
      problem: `${shown(value)} is not one of the usual values. It is kept as it is`,
    })
  }
  return {
    look: row => watched.forEach(([name, field]) => notice(row, name, field.label)),
    warnings: () => [...seen.values()],
  }
}
