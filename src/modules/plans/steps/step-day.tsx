import { type DraftFields, textOf } from '#platform/drafts'
import { type Content, DateInput, errorOf, type FieldError } from '#ui'

interface StepDayProps {
  readonly name: string
  readonly label: string
  readonly hint?: string
  readonly optional?: boolean
  readonly fields: DraftFields
  readonly errors: readonly FieldError[]
}

/** The question for a day, as it was typed. */
export function StepDay({ name, fields, errors, ...asked }: StepDayProps): Content {
  const part = (one: string) => textOf(fields, `${name}-${one}`)
  return (
    <DateInput
      name={name}
      {...asked}
      value={{ day: part('day'), month: part('month'), year: part('year') }}
      error={errorOf(errors, name)}
    />
  )
}
