import { type Content, errorOf, type FieldError, HiddenInput, Radios, Select, TextArea } from '#ui'
import type { ReferenceList } from '../list-store.ts'
import { fourPWords, type TypedSays } from '../typed-says.ts'
import type { ReferenceValue } from '../value-store.ts'

interface Props {
  readonly list: ReferenceList
  readonly typed: TypedSays
  readonly errors: readonly FieldError[]
  /** The other values that it may stand after, in order. */
  readonly others: readonly ReferenceValue[]
}

/** The questions on what a value says of itself: those of its list. */
export function SaysQuestions({ list, typed, errors, others }: Props): Content {
  return (
    <>
      <TextArea
        name="hint"
        label="What it means"
        optional
        hint="People read it where they choose. Give an example."
        rows={3}
        value={typed.hint}
        error={errorOf(errors, 'hint')}
      />
      {list.saysToo.includes('closed') ? <ClosedQuestion typed={typed} /> : null}
      {list.saysToo.includes('four P') ? (
        <Select
          name="fourP"
          label="Which P it usually belongs to"
          optional
          placeholder="None in particular"
          value={typed.fourP}
          choices={fourPWords.map(word => ({ value: word, text: word }))}
        />
      ) : null}
      {list.saysToo.includes('words') ? (
        <TextArea
          name="words"
          label="Words of a description that suggest it"
          optional
          hint="One on each line. A word may be several, such as “phone line”."
          rows={6}
          value={typed.words}
          error={errorOf(errors, 'words')}
        />
      ) : null}
      <Select
        name="stands"
        label="Where it stands in the list"
        value={typed.stands}
        choices={[
          { value: 'first', text: 'First' },
          ...others.map(({ id, value }) => ({ value: String(id), text: `After ${value}` })),
        ]}
        error={errorOf(errors, 'stands')}
      />
    </>
  )
}

function ClosedQuestion({ typed }: { readonly typed: TypedSays }): Content {
  return (
    <Radios
      name="closed"
      label="Do threats with it count as closed?"
      hint="Work lists leave closed threats out. Inspectors go by the word “closed” in the phase itself, whatever is said here."
      inline
      value={typed.closed}
      choices={[
        { value: 'yes', text: 'Yes' },
        { value: 'no', text: 'No' },
      ]}
    />
  )
}

/** What was typed, to travel on while its effects are looked at. */
export function TypedInputs({ typed }: { readonly typed: Readonly<Record<string, string>> }): Content {
  return (
    <>
      {Object.entries(typed).map(([name, value]) => (
        <HiddenInput name={name} value={value} />
      ))}
    </>
  )
}
