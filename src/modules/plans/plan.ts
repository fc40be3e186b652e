import { declareRecord, type RecordValues } from '#platform/record'
import { sql } from 'kysely'
import { aim } from './aim.ts'
import { planAction } from './plan-action.ts'

export const planKinds = ['Tactical', 'Strategic'] as const
export const planStatuses = ['Draft', 'Active', 'Closed'] as const
export type PlanStatus = (typeof planStatuses)[number]

/** A 4P plan: tactical, against one threat and owned by one lead responsible officer; or strategic, for a priority. */
export const plan = declareRecord({
  register: 'plans',
  noun: 'plan',
  plural: 'plans',
  table: 'plans.plan',
  referenceMark: 'P',
  ownerField: 'organisation',
  titleField: 'title',
  order: { by: 'reference' },
  parts: [aim, planAction],
  fields: {
    reference: { label: 'Reference', kind: 'reference', column: 'reference', max: 100, listed: true, sortable: true },
    title: {
      label: 'Title',
      kind: 'text',
      column: 'title',
      max: 200,
      personal: true,
      filter: 'contains',
      indexedByParts: true,
      listed: true,
      sortable: true,
      whenUnstated: row =>
        sql`coalesce('Plan against ' || ${sql.ref(`${row}.threat_reference`)}, 'Plan for ' || ${sql.ref(`${row}.priority`)})`,
    },
    kind: {
      label: 'Kind',
      kind: 'choice',
      column: 'kind',
      options: planKinds,
      optionHints: {
        Tactical: 'Against one threat, owned by its lead responsible officer',
        Strategic: 'For a priority of the control strategy, owned by a senior responsible officer',
      },
      otherwise: 'Tactical',
      filter: 'one-of',
      listed: true,
      sortable: true,
    },
    threat: {
      label: 'Threat',
      hint: 'The reference of the threat on the master list. A tactical plan has one',
      kind: 'link',
      column: 'threat_reference',
      max: 100,
      optional: true,
      filter: 'equals',
      listed: true,
      sortable: true,
    },
    priority: {
      label: 'Priority',
      hint: 'Of a strategic plan: the priority of the control strategy',
      kind: 'listed',
      column: 'priority',
      list: 'crime-categories',
      max: 200,
      optional: true,
      shownWhenStated: true,
      filter: 'one-of',
    },
    organisation: {
      label: 'Organisation',
      kind: 'organisation',
      column: 'owner_id',
      filter: 'one-of',
      listed: true,
      sortable: true,
      whenUnstated: organisationOf,
    },
    owner: {
      label: 'Owner',
      question: 'Who owns the plan?',
      hint: 'The email address of one person: the lead responsible officer, who may come from a partner',
      kind: 'email',
      column: 'owner_email',
      optional: true,
      personal: true,
      filter: 'equals',
      listed: true,
      sortable: true,
    },
    seniorResponsibleOfficer: {
      label: 'Senior responsible officer',
      hint: 'Their email address: they set its strategic objectives',
      kind: 'email',
      column: 'senior_responsible_officer',
      optional: true,
      personal: true,
    },
    deputies: {
      label: 'Deputies',
      hint: 'Email addresses, with commas between them. Their reviews count as the owner’s',
      kind: 'text',
      column: 'deputies',
      max: 1000,
      optional: true,
      shownWhenStated: true,
      personal: true,
    },
    status: {
      label: 'Status',
      kind: 'choice',
      column: 'status',
      options: planStatuses,
      otherwise: 'Draft',
      filter: 'one-of',
      listed: true,
      sortable: true,
    },
    objective: {
      label: 'Objective',
      question: 'What is it for?',
      kind: 'text',
      column: 'objective',
      max: 4000,
      optional: true,
      shownWhenStated: true,
      personal: true,
    },
    nextReviewOn: {
      label: 'Next review on',
      kind: 'day',
      column: 'next_review_on',
      optional: true,
      filter: 'days',
      listed: true,
      sortable: true,
    },
    localProfile: {
      label: 'Local profile',
      hint: 'The local profile that it draws on: its name, date or address',
      kind: 'text',
      column: 'local_profile',
      max: 1000,
      optional: true,
    },
    whyNoLocalProfile: {
      label: 'Why no local profile',
      kind: 'text',
      column: 'why_no_local_profile',
      max: 1000,
      optional: true,
      shownWhenStated: true,
    },
    ...intendedMix(),
    ...reasonsForNone(),
    exitCriteria: {
      label: 'Exit criteria',
      hint: 'When is it done with? What must have been reached before it is closed',
      kind: 'text',
      column: 'exit_criteria',
      max: 4000,
      optional: true,
      shownWhenStated: true,
    },
    learning: {
      label: 'Learning',
      hint: 'When it is closed: what others should do, or not do again',
      kind: 'text',
      column: 'learning',
      max: 4000,
      optional: true,
      shownWhenStated: true,
    },
    debrief: {
      label: 'Debrief',
      hint: 'When it is closed: who talked it over, when, and against which of the exit criteria',
      kind: 'text',
      column: 'debrief',
      max: 4000,
      optional: true,
      shownWhenStated: true,
    },
  },
  rules: [
    { field: 'threat', problem: tacticalWithoutThreat },
    { field: 'mixPursue', problem: mixThatDoesNotAddUp },
  ],
})

export const mixFields = {
  Pursue: 'mixPursue',
  Prevent: 'mixPrevent',
  Protect: 'mixProtect',
  Prepare: 'mixPrepare',
} as const
export const reasonFields = {
  Pursue: 'whyNoPursue',
  Prevent: 'whyNoPrevent',
  Protect: 'whyNoProtect',
  Prepare: 'whyNoPrepare',
} as const

/** What share of the work each P is meant to be, in percent. */
function intendedMix() {
  const share = (word: string, column: string) =>
    ({ label: `${word} intended (%)`, kind: 'count', column, optional: true }) as const
  return {
    mixPursue: share('Pursue', 'mix_pursue'),
    mixPrevent: share('Prevent', 'mix_prevent'),
    mixProtect: share('Protect', 'mix_protect'),
    mixPrepare: share('Prepare', 'mix_prepare'),
  }
}

/** A P without an aim has a reason for having none. */
function reasonsForNone() {
  const reason = (word: string, column: string) =>
    ({ label: `Why no ${word} aim`, kind: 'text', column, max: 1000, optional: true, shownWhenStated: true }) as const
  return {
    whyNoPursue: reason('Pursue', 'why_no_pursue'),
    whyNoPrevent: reason('Prevent', 'why_no_prevent'),
    whyNoProtect: reason('Protect', 'why_no_protect'),
    whyNoPrepare: reason('Prepare', 'why_no_prepare'),
  }
}

/**
 * Whose a plan in a file is that does not say so: whose this state of it is here already, or whose it is today, so that the same
 * file changes nothing; or the threat's owner, the plan owner's organisation, or the importer's; of those that the importer
 * records for.
 */
function organisationOf(row: string) {
  const mine = sql`any ((select organisations.actor_records_for())::integer[])`
  return sql`coalesce(
    (select s.owner_id from plans.plan_state s
      where s.reference = ${sql.ref(`${row}.reference`)} and s.recorded_from = ${sql.ref(`${row}.recorded_from`)}
        and s.owner_id = ${mine}),
    (select h.owner_id from plans.plan h where h.reference = ${sql.ref(`${row}.reference`)} and h.owner_id = ${mine}),
    (select t.owner_id from threats.threat t
      where t.reference = ${sql.ref(`${row}.threat_reference`)} and t.owner_id = ${mine}),
    (select p.organisation_id from organisations.person p
      where p.email = ${sql.ref(`${row}.owner_email`)} and p.organisation_id = ${mine}),
    (select p.organisation_id from organisations.person p
      join organisations.organisation o on o.id = p.organisation_id and o.kind <> 'Administration'
      where p.id = organisations.actor_id() and p.organisation_id = ${mine}))`
}

/** What is wrong with a tactical plan against no threat; undefined when nothing is. */
function tacticalWithoutThreat(values: RecordValues): string | undefined {
  if (values['kind'] !== 'Tactical' || values['threat'] !== null) return undefined
  return 'A tactical plan is against one threat. Enter its reference, or make it a strategic plan'
}

function mixThatDoesNotAddUp(values: RecordValues): string | undefined {
  const shares = Object.values(mixFields).map(name => values[name])
  if (shares.every(share => share === null)) return undefined
  const total = shares.reduce<number>((sum, share) => sum + Number(share ?? 0), 0)
  return total === 100 ? undefined : `The intended shares add up to ${total}%. Make them 100%, or leave all four empty`
}
