import type { Field, FieldKind, RecordDeclaration } from '#platform/record'
import {
  type Choice,
  type Content,
  DateInput,
  errorOf,
  type FieldError,
  Radios,
  Select,
  TextArea,
  TextInput,
} from '#ui'
import { anotherValue, type ChoicesByField, choicesOf, isSettled, mostRadios } from './question-choices.ts'
import { inSentence, lowerFirst } from './question-words.ts'
import { dayParts, type Typed } from './typed-values.ts'

export interface RecordQuestionsProps {
  readonly record: RecordDeclaration
  /** The fields to ask for, in this order. */
  readonly names: readonly string[]
  readonly typed: Typed
  readonly errors: readonly FieldError[]
  readonly choices: ChoicesByField
  /** Answers close together: for questions that stand beside others. */
  readonly small?: boolean
  /** What stands beneath the question of a field. */
  readonly after?: Readonly<Record<string, Content>>
}

/** The questions of a record's fields, drawn from its declaration: each by its kind, with what was typed and what is wrong. */
export function RecordQuestions({ record, names, after = {}, ...form }: RecordQuestionsProps): Content {
  return (
    <>
      {names.map(name => {
        const field = record.fields[name]
        if (field === undefined) return null
        return (
          <>
            <Question name={name} field={field} form={form} />
            {after[name]}
          </>
        )
      })}
    </>
  )
}

interface QuestionProps {
  readonly name: string
  readonly field: Field
  readonly form: Pick<RecordQuestionsProps, 'typed' | 'errors' | 'choices' | 'small'>
}

/** Longer answers than this are given more than one line. */
const longestLine = 200

function Question({ name, field, form }: QuestionProps): Content {
  const choices = choicesOf(name, field, form.choices)
  if (isSettled(field, choices)) return null
  if (choices !== undefined) return <ChoiceQuestion name={name} field={field} form={form} choices={choices} />
  if (field.kind === 'day') return <DayQuestion name={name} field={field} form={form} />
  const asked = { ...askedOf(name, field, form), value: form.typed[name] }
  if (field.kind === 'text' && isLong(field, asked.value)) return <TextArea {...asked} maxLength={field.max} />
  return <TextInput {...asked} {...inputs[field.kind]} autocomplete="off" />
}

/** What a control of one line is told of the answer it takes. */
const inputs: Partial<Record<FieldKind, Partial<Parameters<typeof TextInput>[0]>>> = {
  email: { type: 'email', inputMode: 'email', spellcheck: false },
  count: { width: 4, inputMode: 'numeric' },
  money: { width: 10, prefix: '£', inputMode: 'decimal' },
  reference: { width: 20, spellcheck: false },
  link: { width: 20, spellcheck: false },
}

/** A line break that a file brought would be lost in a control of one line. */
function isLong(field: Field, value: string | undefined): boolean {
  return (field.max ?? longestLine) > longestLine || /[\r\n]/.test(value ?? '')
}

function askedOf(name: string, field: Field, { errors }: QuestionProps['form']) {
  const mayBeLeft = field.kind === 'count' || field.kind === 'money' ? field.otherwise !== undefined : false
  return {
    name,
    label: field.question ?? field.label,
    hint: field.hint,
    optional: field.optional === true || mayBeLeft,
    error: errorOf(errors, name),
  }
}

function DayQuestion({ name, field, form }: QuestionProps): Content {
  const value = Object.fromEntries(dayParts.map(part => [part, form.typed[`${name}-${part}`]]))
  const wrongPart = dayParts.find(part => part !== 'day' && errorOf(form.errors, `${name}-${part}`) !== undefined)
  const asked = askedOf(name, field, form)
  return (
    <DateInput
      {...asked}
      hint={field.hint ?? 'For example, 27 3 2026'}
      value={value}
      error={asked.error ?? (wrongPart && errorOf(form.errors, `${name}-${wrongPart}`))}
      errorParts={wrongPart && [wrongPart]}
    />
  )
}

function ChoiceQuestion({
  name,
  field,
  form,
  choices,
}: QuestionProps & { readonly choices: readonly Choice[] }): Content {
  const asked = { ...askedOf(name, field, form), value: form.typed[name] }
  const offered = choices.filter(choice => choice.value !== anotherValue)
  const takesOthers = offered.length < choices.length
  if (choices.length > mostRadios || field.kind === 'organisation' || field.kind === 'link') {
    return (
      <>
        <Select {...asked} choices={choices} placeholder={field.optional ? 'None' : `Select ${inSentence(field)}`} />
        {takesOthers ? <AnotherQuestion name={name} field={field} form={form} always /> : null}
      </>
    )
  }
  const another = <AnotherQuestion name={name} field={field} form={form} />
  return (
    <Radios
      {...asked}
      small={form.small}
      inline={choices.length === 2 && choices.every(choice => choice.hint === undefined && choice.text.length < 20)}
      choices={choices.map(choice => (choice.value === anotherValue ? { ...choice, reveals: another } : choice))}
    />
  )
}

interface AnotherProps extends QuestionProps {
  /** It stands there whichever answer is chosen. */
  readonly always?: boolean
}

function AnotherQuestion({ name, field, form, always }: AnotherProps): Content {
  const control = `${name}-another`
  return (
    <TextInput
      name={control}
      label={`Another ${lowerFirst(field.label)}`}
      hint={always ? 'Only if you selected “Another”. It is recorded as you type it' : 'It is recorded as you type it'}
      optional={always}
      value={form.typed[control]}
      error={errorOf(form.errors, control)}
      autocomplete="off"
    />
  )
}
