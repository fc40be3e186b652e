import { type Draft, type DraftFields, openDraft, readDraft, readFields, takeDraft, textOf } from '#platform/drafts'
import type { Visit } from '#platform/http'
import { assessmentHref } from '../assessment.ts'
import type { AskedAssessment } from './asked-assessment.ts'

/** The draft of one of an assessment's forms: the one its address names, when it is open and of this form; else a new one. */
export async function formDraft(visit: Visit, asked: AskedAssessment, part: string, title: string): Promise<Draft> {
  const { reference, threat } = asked.assessment
  const kind = `assessments.${part}`
  const named = [visit.query['draft'] ?? []].flat()[0]
  const draft = named === undefined ? undefined : await readDraft(visit.tx, named)
  if (draft !== undefined && draft.kind === kind && draft.subject === reference && draft.doneHref === undefined)
    return draft
  return openDraft(visit, {
    kind,
    subject: reference,
    address: assessmentHref(reference, `/${part}`),
    title: `${title} ${threat}`,
  })
}

export interface SentForm {
  readonly fields: DraftFields
  readonly draft: Draft | undefined
  /** The number of steps that its person had seen. */
  readonly expected: number
}

/** A form as it was sent, with its draft: whoever sends it twice waits, and finds what came of it in `draft.doneHref`. */
export async function sentForm(visit: Visit, body: unknown): Promise<SentForm> {
  const fields = readFields(body)
  const id = textOf(fields, '_draft')
  return {
    fields,
    draft: id === '' ? undefined : await takeDraft(visit.tx, id),
    expected: Number(/^\d{1,9}$/.exec(textOf(fields, 'step'))?.[0] ?? -1),
  }
}
