import { type Handling, handlings } from '#platform/record'
import { type Content, errorOf, type FieldError, Radios } from '#ui'

/** Who may see records of each handling, beside those they are shared with. */
export const handlingMeanings: Readonly<Record<Handling, string>> = {
  Shared: 'All law enforcement that uses Fourfold, and inspectors',
  Region: 'Its owner, the organisations of its owner’s region, and inspectors',
  Organisation: 'Its owner only, and inspectors',
  Named: 'Only people named one by one, whatever their organisation. Inspectors do not see it',
}

interface HandlingQuestionProps {
  readonly value: string | undefined
  readonly errors: readonly FieldError[]
  readonly small?: boolean
}

/** Asks how a new record is to be handled, each answer with its meaning. */
export function HandlingQuestion({ value, errors, small }: HandlingQuestionProps): Content {
  return (
    <Radios
      name="handling"
      label="Handling"
      hint="Who may see it. It can be changed, and shared with others, once it is recorded."
      small={small}
      value={value}
      error={errorOf(errors, 'handling')}
      choices={handlings.map(one => ({ value: one, text: one, hint: hintOf(one) }))}
    />
  )
}

/** The handling that was chosen; undefined when it is none. */
export function readHandling(text: string): Handling | undefined {
  return handlings.find(one => one === text)
}

function hintOf(handling: Handling): string {
  const meaning = handlingMeanings[handling]
  return handling === 'Named' ? `${meaning}. You are the first; name others once it is recorded` : meaning
}
