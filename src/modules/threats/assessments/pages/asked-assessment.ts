import { asAtText } from '#platform/clock'
import { type Answer, notFound, type PageAnswer, redirect, type Shown, type Visit } from '#platform/http'
import { readRecord, type RecordState } from '#platform/record'
import { marking, reasonFirst, recordAddress } from '#platform/register-pages'
import { shownText } from '#ui'
import { z } from 'zod'
import { threat } from '../../threat.ts'
import { type Assessment, assessmentHref } from '../assessment.ts'
import { readAssessment } from '../assessment-store.ts'

export const assessmentParams = z.object({ reference: z.string() })

/** An assessment that an address names, with its threat, both as they are known at the visit's moment. */
export interface AskedAssessment {
  readonly assessment: Assessment
  readonly threat: RecordState
}

/** The assessment of an address, or the answer to give: that there is none, or the question why it is needed. */
export async function askedAssessment(
  visit: Visit,
  reference: string,
): Promise<{ readonly asked: AskedAssessment } | { readonly answer: Answer }> {
  const assessment = await readAssessment(visit, reference)
  const state = assessment && (await threatState(visit, assessment.threat))
  if (assessment === undefined || state === undefined) return { answer: noSuchAssessment(reference) }
  const asking = await reasonFirst(visit, state.handling)
  return asking === undefined ? { asked: { assessment, threat: state } } : { answer: asking }
}

/** The same for a form that was sent: who was not asked why yet is led to the page that asks. */
export async function askedByForm(
  visit: Visit,
  reference: string,
): Promise<{ readonly asked: AskedAssessment } | { readonly answer: Answer }> {
  const found = await askedAssessment(visit, reference)
  if ('asked' in found || found.answer.kind === 'not-found') return found
  return { answer: redirect(assessmentHref(reference)) }
}

/** The state of a threat as known at the visit's moment, also one that closes it as recorded in error. */
export async function threatState(visit: Visit, reference: string): Promise<RecordState | undefined> {
  return readRecord(visit.tx, threat, reference, { asAt: visit.asAt, withErrors: true })
}

/** The one answer for an assessment that is not there and for one that may not be seen. */
export function noSuchAssessment(reference: string): Answer {
  return notFound({ register: 'assessments', references: [reference.replaceAll('\u0000', '\uFFFD').slice(0, 200)] })
}

/** For the audit: the assessment and its threat. */
export function shownOf({ assessment }: Pick<AskedAssessment, 'assessment'>): readonly Shown[] {
  return [
    { register: 'threats', references: [assessment.threat] },
    { register: 'assessments', references: [assessment.reference] },
  ]
}

/** What every page of an assessment has around it. */
export function assessmentFrame(visit: Visit, asked: AskedAssessment, part: string) {
  const { assessment, threat: state } = asked
  return {
    title: `${part}: ${shownText(assessment.reference)}`,
    handling: marking(state.handling),
    breadcrumbs: [
      { text: 'Threats', href: recordAddress('/threats', visit) },
      { text: threatName(state), href: onDay(visit, `/threats/${encodeURIComponent(assessment.threat)}`) },
      ...(part === 'Assessment'
        ? []
        : [{ text: 'Assessment', href: onDay(visit, assessmentHref(assessment.reference)) }]),
    ],
    shown: shownOf(asked),
  } satisfies Partial<PageAnswer>
}

export function threatName(state: RecordState): string {
  return String(state.values[threat.titleField] ?? state.reference)
}

/** An address on the visit's day, whatever is in its query already. */
export function onDay(visit: Pick<Visit, 'asAt'>, href: string): string {
  const text = asAtText(visit.asAt)
  if (text === undefined) return href
  return `${href}${href.includes('?') ? '&' : '?'}asAt=${encodeURIComponent(text)}`
}
