import type { Transaction } from '#platform/database'
import { fieldsOf, type RecordDeclaration, type RecordValues } from './declaration.ts'
import { organisationNames } from './organisation-names.ts'
import type { FieldProblem, StoredValues } from './record-outcome.ts'

/** What the declaration's rules across fields say against stored values: they read organisations by name. */
export async function ruleProblems<Name extends string>(
  tx: Transaction,
  record: RecordDeclaration<Name>,
  values: StoredValues,
  recordedAt: Date,
): Promise<readonly FieldProblem[]> {
  if (record.rules === undefined) return []
  const organisations = fieldsOf(record).filter(([, field]) => field.kind === 'organisation')
  const ids = organisations.flatMap(([name]) => (typeof values[name] === 'number' ? [values[name]] : []))
  const names = await organisationNames(tx, ids)
  const read = Object.fromEntries(
    fieldsOf(record).map(([name, field]) => {
      const value = values[name] ?? null
      return [name, field.kind === 'organisation' && value !== null ? (names.get(Number(value)) ?? null) : value]
    }),
  ) as RecordValues<Name>
  return record.rules.flatMap(({ field, problem }) => {
    const found = problem(read, recordedAt)
    return found === undefined ? [] : [{ field, problem: found }]
  })
}
