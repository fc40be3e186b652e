import type { Visit } from '#platform/http'
import { type Field, fieldsOf } from '#platform/record'
import { Checkboxes, type Choice, type Content, errorOf, type FieldError, Select, TextInput } from '#ui'
import type { ListChoices } from './list-choices-store.ts'
import { given, type ListRequest } from './list-request.ts'
import type { RegisterPages } from './register-pages.ts'

export interface FilterQuestionsProps {
  readonly pages: RegisterPages
  readonly query: Visit['query']
  readonly request: ListRequest
  readonly choices: ListChoices
  /** Of the module's own narrowings, by name. */
  readonly narrowingChoices: Readonly<Record<string, readonly Choice[]>>
  readonly errors: readonly FieldError[]
}

/** With more answers than this a question is a list to choose from, which is quicker by keyboard and shorter on a phone. */
const mostCheckboxes = 6

/** The questions of a list's filter: each field that narrows it, the module's own after the owner, and the days of recording. */
export function FilterQuestions(props: FilterQuestionsProps): Content {
  const { pages, query, errors } = props
  return (
    <>
      {fieldsOf(pages.record).map(([name, field]) => (
        <>
          <FieldQuestion name={name} field={field} props={props} />
          {name === pages.record.ownerField ? <NarrowingQuestions {...props} /> : null}
        </>
      ))}
      <DaysQuestion name="recorded" label="Recorded at" query={query} errors={errors} />
    </>
  )
}

interface FieldQuestionProps {
  readonly name: string
  readonly field: Field
  readonly props: FilterQuestionsProps
}

function FieldQuestion({ name, field, props }: FieldQuestionProps): Content {
  const { query, errors } = props
  if (field.filter === undefined) return null
  if (field.filter === 'days') return <DaysQuestion name={name} label={field.label} query={query} errors={errors} />
  if (field.filter === 'one-of') {
    const choices = choicesOf(name, field, props.choices).map(value => ({ value, text: value }))
    return <ChoiceQuestion name={name} label={field.label} choices={choices} chosen={given(query, name)} />
  }
  const label = field.filter === 'contains' ? `${field.label} contains` : field.label
  return <TextInput name={name} label={label} value={given(query, name)[0]} autocomplete="off" spellcheck={false} />
}

function NarrowingQuestions({ pages, query, narrowingChoices }: FilterQuestionsProps): Content {
  return (
    <>
      {(pages.narrowings ?? []).map(({ name, label }) => (
        <ChoiceQuestion name={name} label={label} choices={narrowingChoices[name] ?? []} chosen={given(query, name)} />
      ))}
    </>
  )
}

function choicesOf(name: string, field: Field, choices: ListChoices): readonly string[] {
  if (field.kind === 'organisation') return choices.organisations
  return [...new Set([...(choices.usual[name] ?? field.options ?? []), ...(choices.values[name] ?? [])])]
}

interface ChoiceQuestionProps {
  readonly name: string
  readonly label: string
  readonly choices: readonly Choice[]
  readonly chosen: readonly string[]
}

/** A few answers to tick; or a list to add one from, with those chosen before to untick. Values that are no choice are kept. */
function ChoiceQuestion({ name, label, choices, chosen }: ChoiceQuestionProps): Content {
  const unknown = chosen.filter(value => !choices.some(choice => choice.value === value))
  const all = [...choices, ...unknown.map(value => ({ value, text: value }))]
  if (choices.length <= mostCheckboxes) {
    return <Checkboxes name={name} label={label} choices={all} values={chosen} small />
  }
  const rest = all.filter(choice => !chosen.includes(choice.value))
  if (chosen.length === 0) return <Select name={name} label={label} placeholder="Any" choices={rest} />
  const ticked = all.filter(choice => chosen.includes(choice.value))
  return (
    <>
      <Checkboxes name={name} label={label} choices={ticked} values={chosen} small />
      <Select name={name} id={`${name}-more`} label={`${label}: one more`} hideLabel placeholder="Add" choices={rest} />
    </>
  )
}

interface DaysQuestionProps {
  readonly name: string
  readonly label: string
  readonly query: Visit['query']
  readonly errors: readonly FieldError[]
}

/** The first and the last day, typed: what was typed is kept when it is no day. */
function DaysQuestion({ name, label, query, errors }: DaysQuestionProps): Content {
  return (
    <>
      {(['from', 'to'] as const).map(end => (
        <TextInput
          name={`${name}-${end}`}
          label={`${label}: ${end}`}
          hint={end === 'from' ? 'For example, 31/12/2022' : undefined}
          value={given(query, `${name}-${end}`)[0]}
          error={errorOf(errors, `${name}-${end}`)}
          autocomplete="off"
        />
      ))}
    </>
  )
}
