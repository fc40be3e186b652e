import { fieldsOf, type RecordDeclaration } from './declaration.ts'
import type { FieldProblem, StoredValues } from './record-outcome.ts'

/** What a person must state and did not. What has a value otherwise, or is settled by steps of its own, may be left out. */
export function missingFields(record: RecordDeclaration, values: StoredValues): readonly FieldProblem[] {
  return fieldsOf(record)
    .filter(([, field]) => field.kind !== 'reference' && !field.optional && !field.byStepsOnly)
    .filter(([name, field]) => (values[name] === undefined ? field.otherwise === undefined : values[name] === null))
    .map(([name, field]) => ({ field: name, problem: `Enter the ${field.label.toLowerCase()}` }))
}
