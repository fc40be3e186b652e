import { namedProblem } from '#platform/forms'
import type { RecordOutcome } from '#platform/record'
import type { FieldError } from '#ui'
import type { RegisterPages } from './register-pages.ts'

/** What speaks against recording, said of the questions of the form. */
export function errorsOf({ record }: Pick<RegisterPages, 'record'>, outcome: RecordOutcome): readonly FieldError[] {
  if (outcome.kind === 'problems') {
    return outcome.problems.map(({ field, problem }) => ({
      field,
      text: namedProblem(record.fields[field] ?? { label: field }, problem),
    }))
  }
  if (outcome.kind === 'not-yours') {
    return [{ field: record.ownerField, text: `You do not record for ${outcome.owner}. Select another owner` }]
  }
  return [{ text: 'It could not be recorded. Try again' }]
}
