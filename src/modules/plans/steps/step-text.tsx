import { type DraftFields, textOf } from '#platform/drafts'
import { type Content, errorOf, type FieldError, TextArea } from '#ui'

/** Characters of a text that a step takes at most. */
export const longestText = 4000

interface StepTextProps {
  readonly name: string
  readonly label: string
  readonly hint?: string
  readonly optional?: boolean
  readonly rows?: number
  readonly max?: number
  readonly fields: DraftFields
  readonly errors: readonly FieldError[]
}

/** A question answered in lines of text, as it was typed. */
export function StepText({ name, fields, errors, rows = 4, max = longestText, ...asked }: StepTextProps): Content {
  return (
    <TextArea
      name={name}
      {...asked}
      rows={rows}
      maxLength={max}
      value={textOf(fields, name)}
      error={errorOf(errors, name)}
    />
  )
}
