import { londonToday, now } from '#platform/clock'
import { onlyRow } from '#platform/database'
import { textOf } from '#platform/drafts'
import { typedDay } from '#platform/forms'
import { notFound, type Visit } from '#platform/http'
import { readRecord } from '#platform/record'
import { marking, recordAddress } from '#platform/register-pages'
import { type Content, errorOf, shownText, SummaryList, TextInput } from '#ui'
import { sql } from 'kysely'
import { aim } from '../aim.ts'
import type { AimState } from '../plan-store.ts'
import { type Found, planHref, planTitle, planToWorkOn, refusedStep, type WorkedPlan } from '../steps/asked-plan.ts'
import { closedMeanwhile } from '../steps/closed-meanwhile.ts'
import { statedOf } from '../steps/read-answers.ts'
import { StepDay } from '../steps/step-day.tsx'
import { type ShownStep, stepRoutes } from '../steps/step-form.tsx'
import { StepText } from '../steps/step-text.tsx'
import { addMeasurement } from './measurement-store.ts'
import { longestSaying, readMeasurement } from './read-measurement.ts'

/** An aim for which a value is stated. */
interface MeasuredAim {
  readonly id: number
  readonly state: AimState
  readonly plan: WorkedPlan
}

/** The form that states a value that was measured for an aim. */
export const measurementFormRoutes = stepRoutes<MeasuredAim>({
  path: '/plan-aims/:reference/measure',
  permission: 'plan.work',
  viewed: { event: 'measurement-form.viewed', summary: 'State a value that was measured for an aim' },
  taken: { event: 'measurement.recorded', summary: 'Keep a value that was measured for an aim' },
  find: findAim,
  frame: (visit, { state, plan }) => ({
    title: `Measure: ${shownText(String(state.values.text))}`,
    handling: marking(state.handling),
    breadcrumbs: [
      { text: planTitle(plan.state), href: recordAddress(planHref(plan.state.reference), visit) },
      { text: `Aim ${state.reference}`, href: recordAddress(aimHref(state.reference), visit) },
    ],
    shown: shownAim(state),
  }),
  heading: ({ state }) => ({ title: 'How far has it come?', caption: `Aim ${state.reference}` }),
  draft: ({ state }) => ({
    kind: 'plan-aims.measurement',
    subject: state.reference,
    title: `Measurement for aim ${state.reference}`,
  }),
  address: ({ state }) => aimHref(state.reference, '/measure'),
  backHref: ({ state }) => aimHref(state.reference),
  beginning: visit => typedDay('measuredOn', londonToday(visit.present)),
  before: async (_visit, { state: { values } }) => (
    <SummaryList
      rows={[
        { key: 'Aim', value: String(values.text) },
        { key: 'Measure', value: values.measure },
        { key: 'Baseline', value: values.baseline },
        { key: 'Target', value: values.target },
      ]}
    />
  ),
  questions: shown => <Questions {...shown} />,
  button: 'Add the value',
  take: async (visit, { id, state, plan }, fields) => {
    const read = readMeasurement(statedOf(fields, ['value', 'says'], ['measuredOn']), londonToday(visit.present))
    if ('problems' in read) return read
    const added = { ...read.answers, planId: plan.id, aimId: id, personId: visit.actor.personId }
    const shown = shownAim(state)
    if (!(await addMeasurement(visit.tx, added))) return { answer: closedMeanwhile(shown) }
    return { done: 'Value added', to: aimHref(state.reference), shown }
  },
})

/** The address of an aim's page, or of a part of it. */
export function aimHref(reference: string, part = ''): string {
  return `/plan-aims/${encodeURIComponent(reference)}${part}`
}

async function findAim(visit: Visit, reference: string): Promise<Found<MeasuredAim>> {
  const state = await readRecord(visit.tx, aim, reference, { asAt: now, withErrors: true })
  if (state === undefined) {
    return {
      answer: notFound({ register: 'plan-aims', references: [reference.replaceAll('\u0000', '\uFFFD').slice(0, 200)] }),
    }
  }
  const found = await planToWorkOn(visit, String(state.values.plan))
  if ('answer' in found) return found
  if (state.inError !== undefined) {
    return { answer: refusedStep('The aim was recorded in error. Record it again first', shownAim(state)) }
  }
  const { id } = onlyRow(
    await sql<{ id: number }>`select id from plans.aim where reference = ${state.reference}`.execute(visit.tx),
  )
  return { subject: { id, state, plan: found.subject } }
}

function shownAim({ reference }: Pick<AimState, 'reference'>) {
  return { register: 'plan-aims', references: [reference] }
}

function Questions({ fields, errors }: ShownStep<MeasuredAim>): Content {
  return (
    <>
      <TextInput
        name="value"
        label="Value"
        hint="In the terms of the measure: 12 or 12.5"
        width={10}
        inputMode="decimal"
        value={textOf(fields, 'value')}
        error={errorOf(errors, 'value')}
      />
      <StepDay name="measuredOn" label="On which day?" fields={fields} errors={errors} />
      <StepText
        name="says"
        label="What do you say of it?"
        hint="Where it comes from, or why it changed"
        optional
        rows={2}
        max={longestSaying}
        fields={fields}
        errors={errors}
      />
    </>
  )
}
