import { referenceChoices } from '#modules/reference'
import { londonToday } from '#platform/clock'
import { boxesOf, dayBoxes, dayFields, oneValue, readDay } from '#platform/forms'
import { type Answer, page, redirect, route, type Visit } from '#platform/http'
import {
  Button,
  ButtonGroup,
  type Choice,
  DateInput,
  errorOf,
  type FieldError,
  Form,
  PageHeading,
  Radios,
  Select,
  TextArea,
  TextInput,
} from '#ui'
import { z } from 'zod'
import { fourPMeanings, fourPs } from '../four-ps.ts'
import { addTactic, type NewTactic } from './menu-store.ts'

const address = '/plans/menu/new'
const common = { path: address, area: 'page', permission: 'reference.manage' } as const

const typedForm = z.object({
  name: oneValue,
  fourP: oneValue,
  crimeCategory: oneValue,
  recordedAs: oneValue,
  what: oneValue,
  whenToUse: oneValue,
  whoHelps: oneValue,
  watchOut: oneValue,
  ...dayFields('from'),
})
type Typed = z.infer<typeof typedForm>

interface Offered {
  readonly categories: readonly Choice[]
  readonly tactics: readonly Choice[]
}

const showForm = route({
  ...common,
  method: 'GET',
  event: 'menu-tactic-form.viewed',
  summary: 'Add a tactic to the menu',
  handle: async visit => {
    const from = boxesOf(londonToday(visit.present))
    const typed = { ...typedForm.parse({}), 'from-day': from.day, 'from-month': from.month, 'from-year': from.year }
    return formPage(visit, typed, await offered(visit), [])
  },
})

const takeForm = route({
  ...common,
  method: 'POST',
  event: 'menu-tactic.added',
  summary: 'Keep a new tactic on the menu',
  body: typedForm,
  handle: async (visit, { body }) => {
    const choices = await offered(visit)
    const read = readTactic(body, choices)
    if ('errors' in read) return formPage(visit, body, choices, read.errors)
    const id = await addTactic(visit.tx, read, visit.actor.personId)
    visit.memory.set('done', 'Tactic added to the menu')
    return redirect('/plans/menu', { details: { tacticId: id } })
  },
})

export const newTacticRoutes = [showForm, takeForm]

async function offered(visit: Visit): Promise<Offered> {
  const today = londonToday(visit.present)
  const plain = (choices: readonly Choice[]) => choices.map(({ value, text }) => ({ value, text }))
  return {
    categories: plain(await referenceChoices(visit.tx, 'crime-categories', today)),
    tactics: plain(await referenceChoices(visit.tx, 'tactics', today)),
  }
}

const longTexts = {
  what: ['What is done?', 'Start with a verb: an action that begins from it begins with these words'],
  whenToUse: ['When is it tried?', undefined],
  whoHelps: ['Who helps?', undefined],
  watchOut: ['What to watch out for?', undefined],
} as const
const asks: Readonly<Record<keyof typeof longTexts | 'name', string>> = {
  name: 'Enter a name',
  what: 'Enter what is done',
  whenToUse: 'Enter when it is tried',
  whoHelps: 'Enter who helps',
  watchOut: 'Enter what to watch out for',
}

function readTactic(
  typed: Typed,
  { categories, tactics }: Offered,
): NewTactic | { readonly errors: readonly FieldError[] } {
  const errors: FieldError[] = []
  const text = (field: keyof typeof asks, most: number): string => {
    const value = typed[field].replaceAll('\r\n', '\n').replaceAll('\0', '\uFFFD').trim().normalize('NFC')
    if (value === '') errors.push({ field, text: asks[field] })
    if (Array.from(value).length > most) errors.push({ field, text: `Use ${most} characters or fewer` })
    return value
  }
  const one = (field: 'crimeCategory' | 'recordedAs', choices: readonly Choice[]): string | null => {
    const value = typed[field]
    if (value === '') return null
    if (!choices.some(choice => choice.value === value)) errors.push({ field, text: 'Select one that is on the list' })
    return value
  }
  const name = text('name', 200)
  const fourP = fourPs.find(p => p === typed.fourP)
  if (fourP === undefined) errors.push({ field: 'fourP', text: 'Select a P' })
  const crimeCategory = one('crimeCategory', categories)
  const [what, whenToUse, whoHelps, watchOut] = [
    text('what', 1000),
    text('whenToUse', 1000),
    text('whoHelps', 1000),
    text('watchOut', 1000),
  ]
  const recordedAs = one('recordedAs', tactics)
  const from = readDay(dayBoxes(typed, 'from'), 'The first day')
  const fromOn = 'day' in from ? from.day : undefined
  if (fromOn === undefined) errors.push({ field: 'from', text: 'Enter the first day, such as 1 4 2027' })
  if (errors.length > 0 || fourP === undefined || fromOn === undefined) return { errors }
  return { name, fourP, crimeCategory, what, whenToUse, whoHelps, watchOut, recordedAs, fromOn }
}

function formPage(visit: Visit, typed: Typed, choices: Offered, errors: readonly FieldError[]): Answer {
  return page({
    title: 'Add a tactic to the menu',
    status: errors.length > 0 ? 400 : 200,
    errors,
    backHref: '/plans/menu',
    body: (
      <>
        <PageHeading title="Add a tactic to the menu" />
        <Form action={address} csrfToken={visit.csrfToken}>
          <Questions typed={typed} choices={choices} errors={errors} />
          <ButtonGroup>
            <Button text="Add the tactic" />
            <a class="govuk-link" href="/plans/menu">
              Cancel
            </a>
          </ButtonGroup>
        </Form>
      </>
    ),
  })
}

interface QuestionsProps {
  readonly typed: Typed
  readonly choices: Offered
  readonly errors: readonly FieldError[]
}

function Questions({ typed, choices, errors }: QuestionsProps) {
  const error = (field: string) => errorOf(errors, field)
  return (
    <>
      <TextInput name="name" label="Name" value={typed.name} error={error('name')} />
      <Radios
        name="fourP"
        label="Which P?"
        choices={fourPs.map(value => ({ value, text: value, hint: fourPMeanings[value] }))}
        value={typed.fourP}
        error={error('fourP')}
      />
      <Select
        name="crimeCategory"
        label="Crime category"
        optional
        placeholder="Any"
        choices={choices.categories}
        value={typed.crimeCategory}
        error={error('crimeCategory')}
      />
      {Object.entries(longTexts).map(([name, [label, hint]]) => (
        <TextArea
          name={name}
          label={label}
          hint={hint}
          rows={3}
          value={typed[name as keyof typeof longTexts]}
          error={error(name)}
        />
      ))}
      <Select
        name="recordedAs"
        label="Disruption tactic that it is recorded as"
        optional
        placeholder="None"
        choices={choices.tactics}
        value={typed.recordedAs}
        error={error('recordedAs')}
      />
      <DateInput
        name="from"
        label="From which day is it offered?"
        value={{ day: typed['from-day'], month: typed['from-month'], year: typed['from-year'] }}
        error={error('from')}
      />
    </>
  )
}
