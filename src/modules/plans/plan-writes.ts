import { referenceChoices } from '#modules/reference'
import { threat } from '#modules/threats'
import { londonToday } from '#platform/clock'
import type { Visit } from '#platform/http'
import {
  fieldsOf,
  type FieldValue,
  type Handling,
  handlings,
  readRecord,
  type RecordState,
  type RecordValues,
} from '#platform/record'
import { type RegisterWrites, visibleReferences } from '#platform/register-pages'
import { sql } from 'kysely'
import { menuBeside } from './menu/menu-beside.tsx'
import { plan, planStatuses } from './plan.ts'
import { closedProblem } from './plan-store.ts'

type Name = keyof typeof plan.fields
type Values = RecordValues<Name>
type Before = RecordState<Name> | undefined
interface Problem {
  readonly field: Name
  readonly problem: string
}

const closingFields = ['exitCriteria', 'learning', 'debrief'] as const
const mixAndReasons = [
  'mixPursue',
  'mixPrevent',
  'mixProtect',
  'mixPrepare',
  'whyNoPursue',
  'whyNoPrevent',
  'whyNoProtect',
  'whyNoPrepare',
] as const

/**
 * How plans are recorded, by a form and by programs. Who owns one already hands it over; a closed one stays as it stood. What an
 * inspector would find refuses nothing: the checks tell it.
 */
export const planWrites: RegisterWrites<Name> = {
  permission: 'record.write',
  fields: [
    'threat',
    'title',
    'objective',
    'owner',
    'seniorResponsibleOfficer',
    'deputies',
    'nextReviewOn',
    'localProfile',
    'whyNoLocalProfile',
    ...closingFields,
    'kind',
    'priority',
    'organisation',
    'status',
    ...mixAndReasons,
  ],
  beside: ['kind', 'priority', 'organisation', 'status', ...mixAndReasons],
  notAskedWhenNew: ['status', ...closingFields, 'whyNoPursue', 'whyNoPrevent', 'whyNoProtect', 'whyNoPrepare'],
  otherwise: (visit, stated) => ({
    ...Object.fromEntries(
      fieldsOf(plan)
        .filter(([, field]) => field.optional)
        .map(([name]) => [name, null]),
    ),
    organisation: visit.actor.organisation,
    kind: 'Tactical',
    status: 'Draft',
    ...usualTitle(stated),
  }),
  begins: { names: ['threat', 'kind', 'priority'], values: begun },
  choices: async (visit, field, current) => {
    if (field === 'status') return openStatuses(current)
    const { list } = plan.fields[field]
    return list === undefined ? undefined : referenceChoices(visit.tx, list, londonToday(visit.present), current)
  },
  besideForm: async (visit, { state, asked }) =>
    menuBeside(visit, {
      threat: state === undefined ? asked['threat'] : textOf(state.values['threat']),
      priority: state === undefined ? asked['priority'] : textOf(state.values['priority']),
      plan: state?.reference,
    }),
  handling: handlingOfPlan,
  frozen: async (_visit, values, act) => (act === 'change' && values.status === 'Closed' ? closedProblem : undefined),
  checks: async (visit, values, before) => [
    ...(await threatProblems(visit, values, before)),
    ...(await ownerProblems(visit, values, before)),
    ...deputyProblems(values),
  ],
}

/** A form closes a plan on a page of its own, which asks what came of it; a program may bring one that was closed without. */
function openStatuses(current: string | undefined) {
  const offered = planStatuses.filter(status => status !== 'Closed' || status === current)
  return offered.map(status => ({ value: status, text: status }))
}

function textOf(value: FieldValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** "Plan against CHE-00001", "Plan for Drugs"; nothing where neither was stated. */
function usualTitle({ threat: reference, priority }: Partial<Values>): { readonly title?: string } {
  if (typeof reference === 'string') return { title: `Plan against ${reference}` }
  return typeof priority === 'string' ? { title: `Plan for ${priority}` } : {}
}

/** A plan that is opened from a threat begins with what stands there, to be changed before it is recorded. */
async function begun(visit: Visit, asked: Readonly<Record<string, string>>) {
  const kind = asked['kind'] === 'Strategic' ? { kind: 'Strategic' } : {}
  const priority = asked['priority'] === undefined ? {} : { priority: asked['priority'] }
  const stated = { ...kind, ...priority }
  const reference = asked['threat']
  const against = reference === undefined ? undefined : await readThreat(visit, reference)
  if (against === undefined) return { values: { ...stated, ...usualTitle(stated) } }
  const { leadResponsibleOfficer, owner } = against.values
  const isOurs = await recordsFor(visit, String(owner))
  return {
    values: {
      ...stated,
      threat: against.reference,
      ...usualTitle({ threat: against.reference }),
      owner: leadResponsibleOfficer,
      ...(isOurs ? { organisation: owner } : {}),
    },
    handling: against.handling,
  }
}

async function readThreat(visit: Visit, reference: string) {
  return readRecord(visit.tx, threat, reference, { asAt: { when: 'now' } })
}

async function recordsFor(visit: Visit, organisation: string): Promise<boolean> {
  const { rows } = await sql<{ id: number }>`
    select id from organisations.organisation where name = ${organisation}`.execute(visit.tx)
  return rows.some(({ id }) => visit.actor.recordsFor.includes(id))
}

/** A plan tells of its threat, so it is never seen more widely; where nothing is stated it is handled as its threat is. */
async function handlingOfPlan(visit: Visit, values: Values, stated: Handling | undefined) {
  const reference = values.threat
  const against = typeof reference === 'string' ? await readThreat(visit, reference) : undefined
  if (against === undefined) return { handling: stated }
  if (stated === undefined) return { handling: against.handling }
  if (handlings.indexOf(stated) >= handlings.indexOf(against.handling)) return { handling: stated }
  return {
    problem: `The threat is handled as ${against.handling}, and a plan against it tells of it. Select ${against.handling} or narrower`,
  }
}

/** The same words for a threat that is not there and for one that may not be seen. One that was recorded before is let be. */
async function threatProblems(visit: Visit, values: Values, before: Before): Promise<readonly Problem[]> {
  const reference = values.threat
  if (typeof reference !== 'string') return []
  if (reference === before?.values.threat && values.kind === before.values.kind) return []
  const visible = await visibleReferences(visit.tx, threat, [reference], { asAt: { when: 'now' } })
  if (!visible.has(reference) && reference !== before?.values.threat) {
    return [{ field: 'threat', problem: 'There is no threat of that reference that you may see. Check it' }]
  }
  if (values.kind !== 'Tactical') return []
  const other = await otherPlanAgainst(visit, reference, before?.reference)
  return other === undefined
    ? []
    : [{ field: 'threat', problem: `There is a plan against this threat already: ${other}` }]
}

/** Of the plans that the actor sees. Two that open one at once come one after the other. */
async function otherPlanAgainst(
  visit: Visit,
  reference: string,
  except: string | undefined,
): Promise<string | undefined> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`plan against ${reference}`}, 0))`.execute(visit.tx)
  const { rows } = await sql<{ reference: string }>`
    select s.reference from plans.plan_state s
    where s.threat_reference = ${reference} and s.recorded_to = 'infinity' and s.in_error is null
      and s.kind = 'Tactical' and s.status <> 'Closed' and s.reference is distinct from ${except ?? null}
    order by s.reference limit 1`.execute(visit.tx)
  return rows[0]?.reference
}

/** One person owns a plan, and nobody finds themselves its owner unasked once somebody was. */
async function ownerProblems(visit: Visit, values: Values, before: Before): Promise<readonly Problem[]> {
  const standing = before?.values.owner ?? null
  if (standing === null || values.owner === standing) return []
  if (!(await isActiveHere(visit, standing))) return []
  return [{ field: 'owner', problem: 'Hand the plan over on its page: the new owner accepts it' }]
}

async function isActiveHere(visit: Visit, email: FieldValue): Promise<boolean> {
  const { rows } = await sql`
    select from organisations.person where email = ${email} and disabled_at is null`.execute(visit.tx)
  return rows.length > 0
}

const emailForm = /^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+$/u

function deputyProblems({ deputies }: Values): readonly Problem[] {
  const wrong = String(deputies ?? '')
    .split(/[\s,;]+/u)
    .find(text => text !== '' && !emailForm.test(text))
  if (wrong === undefined) return []
  return [
    { field: 'deputies', problem: `“${wrong}” is not an email address. Enter email addresses with commas between` },
  ]
}
