import { sixCharacters } from '#platform/record'
import { notFound, redirect, refused, type Route, route, type Visit } from '#platform/http'
import { z } from 'zod'
import { assessmentHref } from '../assessment.ts'
import { assessmentsOf, beginAssessment, type BeginOutcome, readAssessment } from '../assessment-store.ts'
import { modelInForce } from '../model-store.ts'
import { scoreAssessment } from '../score-assessment.ts'

/** Begins an assessment of a threat, or a blind second scoring of one; leads to the one under way when there is one. */
export const beginRoute: Route = route({
  method: 'POST',
  path: '/threats/:reference/assess',
  area: 'page',
  permission: 'assessment.record',
  event: 'assessment.begun',
  summary: 'Begin an assessment of a threat, or a blind second scoring of one that was submitted',
  params: z.object({ reference: z.string() }),
  body: z.object({ second: z.string().default('').catch('') }),
  handle: async (visit, { params, body }) => {
    const threat = params.reference.replaceAll('\u0000', '\uFFFD')
    const first = body.second === '' ? undefined : await readAssessment(visit, body.second)
    const asked = { register: 'threats', references: [threat.slice(0, 200)] }
    if (body.second !== '' && (first === undefined || first.threat !== threat)) return notFound(asked)
    const model = first?.model ?? (await modelInForce(visit))
    const reference = `${threat}-A-${sixCharacters()}`
    const outcome = await beginAssessment(visit.tx, {
      threat,
      reference,
      modelVersion: model.version,
      ...(first === undefined ? {} : { secondTo: first.id }),
      working: scoreAssessment(model.definition, {}),
    })
    if (outcome === 'not there') return notFound(asked)
    if (outcome === 'open already') return redirect(await openOne(visit, threat), { shown: asked })
    if (outcome !== 'done')
      return refused({ status: 409, title: 'It can’t be assessed', says: whyNot[outcome], shown: asked })
    return redirect(assessmentHref(reference, '/scores'), {
      shown: [asked, { register: 'assessments', references: [reference] }],
      details: { model: model.version, second: first !== undefined },
    })
  },
})

const whyNot: Readonly<Record<Exclude<BeginOutcome, 'done' | 'not there' | 'open already'>, string>> = {
  'not yours': 'A threat is assessed by its owner’s analysts. You can score an assessment blind once it was submitted.',
  'in error': 'The threat was recorded in error. Record it again first.',
  'not to second':
    'Only an assessment that was submitted can be scored blind, once by each person, and by nobody who had a part in it.',
}

async function openOne(visit: Visit, threat: string): Promise<string> {
  const open = (await assessmentsOf(visit, threat)).find(
    ({ kind, latest }) => kind === 'first' && ['Draft', 'Submitted', 'Returned'].includes(latest.state),
  )
  return open === undefined ? `/threats/${encodeURIComponent(threat)}` : assessmentHref(open.reference)
}
