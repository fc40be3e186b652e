import { referenceChoices } from '#modules/reference'
import { londonToday } from '#platform/clock'
import { anotherValue } from '#platform/forms'
import type { Visit } from '#platform/http'
import { fieldsOf, type FieldValue, readRecord, type RecordState, type RecordValues } from '#platform/record'
import type { FormSubject, RegisterWrites } from '#platform/register-pages'
import type { Choice } from '#ui'
import { sql } from 'kysely'
import { aim } from './aim.ts'
import { fourPs } from './four-ps.ts'
import { frozenPart } from './frozen-part.ts'
import { actionMenu } from './menu/action-menu.tsx'
import { planAction } from './plan-action.ts'
import { aimsOf } from './plan-store.ts'

type Name = keyof typeof planAction.fields
type Values = RecordValues<Name>
type Before = RecordState<Name> | undefined
interface Problem {
  readonly field: Name
  readonly problem: string
}

const now = { when: 'now' } as const

/** How actions of plans are recorded, by a form and by programs. */
export const actionWrites: RegisterWrites<Name> = {
  permission: 'record.write',
  fields: ['plan', 'aim', 'p', 'text', 'tactic', 'person', 'organisation', 'dueOn', 'status', 'doneOn', 'outcome'],
  notAskedWhenNew: ['status', 'doneOn', 'outcome'],
  otherwise: async (visit, stated) => ({
    ...Object.fromEntries(
      fieldsOf(planAction)
        .filter(([, field]) => field.optional)
        .map(([name]) => [name, null]),
    ),
    status: 'Open',
    ...(await pOfAim(visit, stated.aim)),
  }),
  begins: { names: ['p', 'aim', 'text', 'tactic'], values: begun },
  choices: async (visit, field, current, of) => {
    if (field === 'tactic') return tacticChoices(visit, current)
    if (field === 'organisation') return organisationChoices(visit, current)
    return field === 'aim' ? aimChoices(visit, of) : undefined
  },
  besideForm: actionMenu,
  frozen: (visit, { plan }) => frozenPart(visit, plan),
  follows: doneOnOf,
  checks: async (visit, values, before) => [
    ...(await aimProblems(visit, values, before)),
    ...dayProblems(visit, values),
  ],
}

/** An action that is done or dropped was so today, unless another day is stated; an open one was not. */
function doneOnOf(visit: Visit, values: Values, before: Before): Partial<Values> {
  if (values.status === 'Open')
    return before?.values.status === 'Open' || values.doneOn === null ? {} : { doneOn: null }
  return values.doneOn === null ? { doneOn: londonToday(visit.present) } : {}
}

/** The P of the aim that an action is for. */
async function pOfAim(visit: Visit, reference: FieldValue | undefined): Promise<Partial<Values>> {
  if (typeof reference !== 'string') return {}
  const state = await readRecord(visit.tx, aim, reference, { asAt: now })
  return state === undefined ? {} : { p: state.values.p }
}

/** An action that is added from an aim, or from the menu of tactics, begins with what was chosen there. */
async function begun(visit: Visit, { p, aim: aimReference, text, tactic }: Readonly<Record<string, string>>) {
  const stated = fourPs.some(one => one === p) && p !== undefined ? { p } : {}
  return {
    values: {
      ...(await pOfAim(visit, aimReference)),
      ...stated,
      ...(aimReference === undefined ? {} : { aim: aimReference }),
      ...(text === undefined ? {} : { text }),
      ...(tactic === undefined ? {} : { tactic }),
    },
  }
}

/** Tactics of the reference list that are on it today; another is kept as it is typed. */
async function tacticChoices(visit: Visit, current: string | undefined): Promise<readonly Choice[]> {
  const listed = await referenceChoices(visit.tx, 'tactics', londonToday(visit.present), current)
  return [...listed.map(({ value, text }) => ({ value, text })), { value: anotherValue, text: 'Another' }]
}

/** Every organisation of today: a partner's people do actions too. */
async function organisationChoices(visit: Visit, current: string | undefined): Promise<readonly Choice[]> {
  const today = londonToday(visit.present)
  const { rows } = await sql<{ name: string }>`
    select name from organisations.organisation
    where kind <> 'Administration' and coalesce(from_on <= ${today}::date, true) and coalesce(${today}::date < to_on, true)
    order by name`.execute(visit.tx)
  const names = rows.map(({ name }) => name)
  const all = current === undefined || names.includes(current) ? names : [...names, current]
  return all.map(name => ({ value: name, text: name }))
}

/** The aims of the plan, where the form knows which plan it is; else the reference is typed. */
async function aimChoices(visit: Visit, of: FormSubject | undefined): Promise<readonly Choice[] | undefined> {
  const plan = of?.state?.values['plan'] ?? of?.asked['plan']
  if (typeof plan !== 'string') return undefined
  const aims = await aimsOf(visit.tx, plan, now)
  const choices = aims.map(({ reference, values }) => ({
    value: reference,
    text: `${String(values.p)}: ${shortened(String(values.text))} (${reference})`,
  }))
  const current = of?.state?.values['aim']
  if (typeof current !== 'string' || choices.some(({ value }) => value === current)) return choices
  return [...choices, { value: current, text: current }]
}

function shortened(text: string): string {
  const characters = Array.from(text.replaceAll(/\s+/gu, ' '))
  return characters.length <= 80 ? characters.join('') : `${characters.slice(0, 79).join('')}…`
}

/** An aim of another plan, of one that may not be seen, and none at all are one to whoever asks. */
async function aimProblems(visit: Visit, values: Values, before: Before): Promise<readonly Problem[]> {
  if (typeof values.aim !== 'string' || values.aim === before?.values.aim) return []
  const state = await readRecord(visit.tx, aim, values.aim, { asAt: now })
  if (state?.values.plan === values.plan) return []
  return [{ field: 'aim', problem: 'The plan has no aim of that reference. Check it, or leave it out' }]
}

function dayProblems(visit: Visit, { doneOn }: Values): readonly Problem[] {
  if (typeof doneOn !== 'string' || doneOn <= londonToday(visit.present)) return []
  return [{ field: 'doneOn', problem: 'Done on must be today or before' }]
}
