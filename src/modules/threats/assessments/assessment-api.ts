import { asAtText } from '#platform/clock'
import { type Answer, json, refused, type Route, route, type Visit } from '#platform/http'
import type { RecordState } from '#platform/record'
import { z } from 'zod'
import { tiers } from '../threat.ts'
import type { Assessment, Somebody, Step } from './assessment.ts'
import { assessmentsOf, readAssessment, stepsOf } from './assessment-store.ts'
import { modelTitle } from './model.ts'
import { noSuchAssessment, threatState } from './pages/asked-assessment.ts'
import { answers, working } from './score-assessment.ts'
import { acts, states } from './steps.ts'

const query = z.object({
  asAt: z.string().optional().describe('A day (all that was recorded up to its end, UTC) or an instant with its zone'),
  reason: z.string().optional().describe('Why the record is looked at, where its handling demands it'),
})
const params = z.object({ reference: z.string() })
const who = z.object({ name: z.string(), email: z.string() })

const summary = z.object({
  reference: z.string(),
  threat: z.string(),
  state: z.enum(states),
  secondTo: z.string().nullable(),
  assessor: who,
  organisation: z.string(),
  model: z.object({ version: z.number(), name: z.string() }),
  begunAt: z.string(),
  at: z.string(),
  proposedTier: z.enum(tiers).nullable(),
  departure: z.string().nullable(),
  scores: answers,
  working,
})
const step = z.object({
  number: z.number(),
  at: z.string(),
  act: z.enum(acts),
  state: z.enum(states),
  person: who,
  organisation: z.string(),
  reason: z.string().nullable(),
  notes: z.record(z.string(), z.string()),
})

const ofThreat = route({
  method: 'GET',
  fromReplica: true,
  path: '/api/v1/threats/:reference/assessments',
  area: 'api',
  permission: 'record.read',
  event: 'assessments.listed',
  summary: 'Every assessment of a threat, the one begun last first, as at any moment',
  params,
  query,
  answers: z.object({ reference: z.string(), items: z.array(summary) }),
  handle: async (visit, { params: { reference } }) => {
    const state = await threatState(visit, reference)
    if (state === undefined) return noSuchThreat(reference)
    const missing = await reasonMissing(visit, state)
    if (missing !== undefined) return missing
    const all = await assessmentsOf(visit, reference)
    return json(
      { reference, items: all.map(summaryOf) },
      {
        shown: [
          { register: 'threats', references: [reference] },
          { register: 'assessments', references: all.map(one => one.reference) },
        ],
        details: reasonDetails(visit),
      },
    )
  },
})

const one = route({
  method: 'GET',
  fromReplica: true,
  path: '/api/v1/assessments/:reference',
  area: 'api',
  permission: 'record.read',
  event: 'assessment.viewed',
  summary: 'One assessment with its scores, working and steps, as at any moment',
  params,
  query,
  answers: summary.extend({ steps: z.array(step) }),
  handle: async (visit, { params: { reference } }) => {
    const assessment = await readAssessment(visit, reference)
    const state = assessment && (await threatState(visit, assessment.threat))
    if (assessment === undefined || state === undefined) return noSuchAssessment(reference)
    const missing = await reasonMissing(visit, state)
    if (missing !== undefined) return missing
    const steps = await stepsOf(visit, assessment.id)
    return json(
      { ...summaryOf(assessment), steps: steps.map(stepOf) },
      {
        shown: [
          { register: 'threats', references: [assessment.threat] },
          { register: 'assessments', references: [assessment.reference] },
        ],
        details: reasonDetails(visit),
      },
    )
  },
})

/** Assessments for programs: to read. They are written on pages, by people. */
export const assessmentApi: readonly Route[] = [ofThreat, one]

function noSuchThreat(reference: string): Answer {
  return {
    kind: 'not-found',
    asked: { register: 'threats', references: [reference.replaceAll('\u0000', '\uFFFD').slice(0, 200)] },
  }
}

async function reasonMissing(visit: Visit, state: RecordState): Promise<Answer | undefined> {
  if (reasonOf(visit) !== undefined) return undefined
  const demanding = visit.actor.reasonDemandedFor
  if (!demanding.includes(state.handling)) return undefined
  return refused({
    status: 403,
    title: 'A reason is needed',
    says: 'The handling of this record demands a reason. Add it to the query: reason=… The audit keeps it.',
  })
}

function reasonOf(visit: Visit): string | undefined {
  return [visit.query['reason'] ?? []].flat().find(text => text.trim() !== '' && !text.includes('\u0000'))
}

function reasonDetails(visit: Visit): Readonly<Record<string, unknown>> {
  const [reason, asAt] = [reasonOf(visit), asAtText(visit.asAt)]
  return { ...(reason === undefined ? {} : { reason }), ...(asAt === undefined ? {} : { asAt }) }
}

function summaryOf({ latest, ...assessment }: Assessment): z.infer<typeof summary> {
  return {
    reference: assessment.reference,
    threat: assessment.threat,
    state: latest.state,
    secondTo: assessment.secondTo ?? null,
    assessor: person(assessment.assessor),
    organisation: assessment.organisation,
    model: { version: assessment.model.version, name: modelTitle(assessment.model) },
    begunAt: assessment.begunAt.toISOString(),
    at: latest.at.toISOString(),
    proposedTier: latest.proposedTier ?? null,
    departure: latest.departure ?? null,
    scores: { ...latest.scores },
    working: latest.working,
  }
}

function stepOf({ number, at, act, state, organisation, reason, notes, ...rest }: Step): z.infer<typeof step> {
  return {
    number,
    at: at.toISOString(),
    act,
    state,
    person: person(rest.person),
    organisation,
    reason: reason ?? null,
    notes,
  }
}

function person({ name, email }: Somebody) {
  return { name, email }
}
