import { oneValue } from '#platform/forms'
import { type Content, errorOf, type FieldError, TextInput } from '#ui'

/** What a form sends for an organisation’s names. */
export const nameFields = { name: oneValue, abbreviation: oneValue, code: oneValue }

/** The names of an organisation, as they were typed. */
export interface TypedNames {
  readonly name: string
  readonly abbreviation: string
  readonly code: string
}

/** What a form says of an organisation’s names. */
export function namesOf({ name, abbreviation, code }: TypedNames) {
  return {
    name: cleaned(name),
    abbreviation: cleaned(abbreviation) || undefined,
    code: cleaned(code).toUpperCase() || undefined,
  }
}

/** The lines of a text, without empty ones. */
export function lines(text: string): readonly string[] {
  return text.split(/\r?\n/).map(cleaned).filter(Boolean)
}

/** One line of text: NUL, which no text column takes, is dropped. */
function cleaned(text: string): string {
  return text.replaceAll('\0', '').replaceAll(/\s+/g, ' ').trim().normalize('NFC')
}

/** The questions for an organisation’s names. */
export function nameQuestions(typed: TypedNames, errors: readonly FieldError[], nameHint?: string): Content {
  return (
    <>
      <TextInput
        name="name"
        label="Name"
        hint={nameHint}
        width="two-thirds"
        value={typed.name}
        error={errorOf(errors, 'name')}
      />
      <TextInput
        name="abbreviation"
        label="Abbreviation"
        optional
        width={10}
        value={typed.abbreviation}
        error={errorOf(errors, 'abbreviation')}
      />
      <TextInput name="code" label="PNC code" optional width={5} value={typed.code} error={errorOf(errors, 'code')} />
    </>
  )
}
