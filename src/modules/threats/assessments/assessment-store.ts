import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { type AsAt, asAtInstant } from '#platform/clock'
import type { Transaction } from '#platform/database'
import type { Visit } from '#platform/http'
import type { Assessment, Step } from './assessment.ts'
import type { Tier } from './model.ts'
import { modelsOf } from './model-store.ts'
import { answers, working } from './score-assessment.ts'
import type { Act, AssessmentState } from './steps.ts'

type Asking = Pick<Visit, 'tx' | 'asAt' | 'present'>

/** One assessment as it was known at the visit's moment; undefined when there is none that the actor may see. */
export async function readAssessment(visit: Asking, reference: string): Promise<Assessment | undefined> {
  const found = await select(visit, sql`a.reference = ${stored(reference)}`)
  return found[0]
}

/** Every assessment of a threat that was known at the visit's moment, the one begun last first. */
export async function assessmentsOf(visit: Asking, threat: string): Promise<readonly Assessment[]> {
  return select(visit, sql`t.reference = ${stored(threat)}`)
}

/** Every step of an assessment that the actor may see and that was taken by the visit's moment, the latest first. */
export async function stepsOf(visit: Asking, id: string): Promise<readonly Step[]> {
  const { rows } = await sql<StepRow>`
    select ${stepColumns} from threats.assessment_step s
    join organisations.person sp on sp.id = s.person_id join organisations.organisation so on so.id = s.organisation_id
    where s.assessment_id = ${id}::uuid and ${takenBy(visit.asAt)} order by s.number desc`.execute(visit.tx)
  return rows.map(toStep)
}

/** The assessment that a threat's tier comes from: of those given, the one moderated last. */
export function inForce(assessments: readonly Assessment[]): Assessment | undefined {
  return assessments
    .filter(one => one.kind === 'first' && one.latest.state === 'Moderated')
    .toSorted((a, b) => b.latest.at.getTime() - a.latest.at.getTime())[0]
}

export interface Beginning {
  readonly threat: string
  /** Of the assessment to be. */
  readonly reference: string
  readonly modelVersion: number
  /** The id of the assessment that is scored a second time. */
  readonly secondTo?: string
  readonly working: unknown
}
export type BeginOutcome = 'done' | 'not there' | 'not yours' | 'in error' | 'open already' | 'not to second'

/** Begins an assessment, empty. The database decides whether the actor may (threats.begin_assessment). */
export async function beginAssessment(tx: Transaction, begun: Beginning): Promise<BeginOutcome> {
  const { rows } = await sql<{ outcome: BeginOutcome }>`
    select threats.begin_assessment(${begun.threat}, ${begun.reference}, ${begun.modelVersion},
      ${begun.secondTo ?? null}::uuid, ${JSON.stringify(begun.working)}::jsonb) as outcome`.execute(tx)
  return rows[0]?.outcome ?? 'not there'
}

export interface Taking {
  readonly reference: string
  /** The number of steps that whoever takes this one has seen. */
  readonly expected: number
  readonly act: Act
  readonly reason?: string | undefined
  readonly notes?: Readonly<Record<string, string>> | undefined
  /** With 'save' and 'submit'; other steps keep what was submitted. */
  readonly content?: Pick<Step, 'scores' | 'working' | 'proposedTier' | 'departure'>
}
export type StepOutcome = 'done' | 'not there' | 'not allowed' | 'changed meanwhile' | 'in error'

/** Takes a step, and makes of the threat what follows from it. The database decides whether the actor may. */
export async function takeStep(tx: Transaction, { content, ...taken }: Taking): Promise<StepOutcome> {
  const json = (value: unknown) => (value === undefined ? null : JSON.stringify(value))
  const { rows } = await sql<{ outcome: StepOutcome }>`
    select outcome from threats.take_assessment_step(${taken.reference}, ${taken.expected}, ${taken.act},
      ${taken.reason ?? null}, ${json(taken.notes)}::jsonb, ${json(content?.scores)}::jsonb,
      ${json(content?.working)}::jsonb, ${content?.proposedTier ?? null}, ${content?.departure ?? null})`.execute(tx)
  return rows[0]?.outcome ?? 'not there'
}

async function select(visit: Asking, which: RawBuilder<unknown>): Promise<readonly Assessment[]> {
  const { rows } = await sql<AssessmentRow & StepRow>`
    select a.id, a.reference, t.reference as threat, a.model_version as "modelVersion", a.assessor_id as "assessorId",
      ap.name as "assessorName", ap.email as "assessorEmail", a.organisation_id as "organisationId", ao.name as organisation,
      t.owner_id as "ownerId", first.reference as "secondTo", a.begun_at as "begunAt", a.steps, ${stepColumns}
    from threats.assessment a
    join threats.threat t on t.id = a.record_id
    join organisations.person ap on ap.id = a.assessor_id
    join organisations.organisation ao on ao.id = a.organisation_id
    left join threats.assessment first on first.id = a.second_to
    join lateral (select * from threats.assessment_step s where s.assessment_id = a.id and ${takenBy(visit.asAt)}
      order by s.number desc limit 1) s on true
    join organisations.person sp on sp.id = s.person_id join organisations.organisation so on so.id = s.organisation_id
    where ${which} order by a.begun_at desc, a.id limit 200`.execute(visit.tx)
  const models = await modelsOf(
    visit.tx,
    rows.map(row => row.modelVersion),
  )
  return rows.flatMap(row => {
    const model = models.get(row.modelVersion)
    return model === undefined ? [] : [toAssessment(row, model)]
  })
}

function takenBy(asAt: AsAt): RawBuilder<boolean> {
  return asAt.when === 'now' ? sql<boolean>`true` : sql<boolean>`s.at <= ${asAtInstant(asAt, asAt.instant)}`
}

interface AssessmentRow {
  readonly id: string
  readonly reference: string
  readonly threat: string
  readonly modelVersion: number
  readonly assessorId: number
  readonly assessorName: string
  readonly assessorEmail: string
  readonly organisationId: number
  readonly organisation: string
  readonly ownerId: number
  readonly secondTo: string | null
  readonly begunAt: Date
  readonly steps: number
}

interface StepRow {
  readonly number: number
  readonly at: Date
  readonly act: Act
  readonly state: AssessmentState
  readonly personName: string
  readonly personEmail: string
  readonly stepOrganisation: string
  readonly reason: string | null
  readonly notes: unknown
  readonly scores: unknown
  readonly working: unknown
  readonly proposedTier: Tier | null
  readonly departure: string | null
}

const stepColumns = sql`s.number, s.at, s.act, s.state, sp.name as "personName", sp.email as "personEmail",
  so.name as "stepOrganisation", s.reason, s.notes, s.scores, s.working, s.proposed_tier as "proposedTier", s.departure`

const notes = z.record(z.string(), z.string())

function toStep(row: StepRow): Step {
  return {
    number: row.number,
    at: row.at,
    act: row.act,
    state: row.state,
    person: { name: row.personName, email: row.personEmail },
    organisation: row.stepOrganisation,
    reason: row.reason ?? undefined,
    notes: notes.parse(row.notes),
    scores: answers.parse(row.scores),
    working: working.parse(row.working),
    proposedTier: row.proposedTier ?? undefined,
    departure: row.departure ?? undefined,
  }
}

function toAssessment(row: AssessmentRow & StepRow, model: Assessment['model']): Assessment {
  return {
    id: row.id,
    reference: row.reference,
    threat: row.threat,
    model,
    assessorId: row.assessorId,
    assessor: { name: row.assessorName, email: row.assessorEmail },
    organisationId: row.organisationId,
    organisation: row.organisation,
    ownerId: row.ownerId,
    kind: row.secondTo === null ? 'first' : 'second',
    secondTo: row.secondTo ?? undefined,
    begunAt: row.begunAt,
    latest: toStep(row),
    steps: row.steps,
  }
}

/** No reference holds a NUL, which the database would not even take to compare. */
function stored(reference: string): string {
  return reference.replaceAll('\u0000', '\uFFFD')
}

/** The organisation that a threat belongs to today; undefined when the actor sees no such threat. */
export async function ownerOf(tx: Transaction, threat: string): Promise<number | undefined> {
  const { rows } = await sql<{ ownerId: number }>`
    select owner_id as "ownerId" from threats.threat where reference = ${stored(threat)}`.execute(tx)
  return rows[0]?.ownerId
}
