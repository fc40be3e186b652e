import { listValues, type ReferenceValue } from '#modules/reference'
import { asAtInstant, londonToday } from '#platform/clock'
import {
  type Draft,
  type DraftFields,
  finishDraft,
  listDrafts,
  openDraft,
  readDraft,
  saveDraft,
  textOf,
} from '#platform/drafts'
import { type Answer, notFound, redirect, type Visit } from '#platform/http'
import {
  errorsOf,
  notOnAPastDay,
  reasonFirst,
  sentDraft,
  keptForLater,
  keptOnAPastDay,
  withheldHandlings,
  writeRecord,
} from '#platform/register-pages'
import type { FieldError } from '#ui'
import { namePart, readNamedPart } from '../against-plans/named-part.ts'
import { planPartChoices } from '../against-plans/plan-part-choices.ts'
import { actionPart, type PlanPart } from '../against-plans/plan-part.ts'
import { disruptionPages } from '../disruption-pages.ts'
import { tacticChoices } from '../disruption-writes.ts'
import { nameSides } from '../sides/side-store.ts'
import { flagsOf } from '../standards/standard-flags.ts'
import { isForce, listStandards } from '../standards/standard-store.ts'
import { type FirstAnswers, readFirst } from './first-answers.ts'
import { firstPage } from './first-page.tsx'
import { fieldsFromAction } from './from-action.ts'
import { recordingOrganisations } from './other-organisations-store.ts'
import { beforeAnswers, readSecond } from './second-answers.ts'
import { secondPage } from './second-page.tsx'
import { suggestFourP, type Suggestion, suggestValue } from './suggest.ts'
import { type OfferedThreat, offeredThreat } from './threat-choices-store.ts'
import { threatOffers } from './threat-question.tsx'
import { titleAndDetails } from './title-and-details.ts'

const opening = { kind: 'disruptions.new', address: '/disruptions/new', title: 'New disruption' } as const

/** The form as it is first opened, for a threat or from an action when the address names one; or as a draft left it. */
export async function showForm(
  visit: Visit,
  asked: { readonly threat: string; readonly action: string; readonly draft: string },
): Promise<Answer> {
  if (visit.asAt.when === 'past') return notOnAPastDay()
  const kept = asked.draft === '' ? undefined : await readDraft(visit.tx, asked.draft)
  if (kept?.kind === opening.kind) {
    if (kept.doneHref !== undefined) return redirect(kept.doneHref)
    return showDraft(visit, kept)
  }
  if (asked.action !== '') return showFromAction(visit, asked.action)
  const threat = asked.threat === '' ? undefined : await offeredThreat(visit.tx, visit.actor, asked.threat)
  if (asked.threat !== '' && threat === undefined) {
    return notFound({ register: 'threats', references: [shownReference(asked.threat)] })
  }
  const others = await listDrafts(visit.tx, { kind: opening.kind })
  return askFirst(visit, { draft: await openDraft(visit, opening), fields: {}, threat, others })
}

/** Filled in from an action; what was begun from it before is gone on with. */
async function showFromAction(visit: Visit, reference: string): Promise<Answer> {
  const part = await actionPart(visit.tx, reference)
  if (part === undefined) return notFound({ register: 'plan-actions', references: [shownReference(reference)] })
  const asking = await reasonFirst(visit, part.state.handling)
  if (asking !== undefined) return asking
  const drafts = await listDrafts(visit.tx, { kind: opening.kind })
  const begun = drafts.find(({ fields }) => textOf(fields, 'planPart') === namePart(part))
  if (begun !== undefined) return showDraft(visit, begun)
  const draft = await openDraft(visit, opening)
  const fields = await fieldsFromAction(visit, part)
  await saveDraft(visit.tx, draft.id, fields, `New disruption: ${titleAndDetails(part.text).title}`)
  return showDraft(visit, { ...draft, fields })
}

/** Takes what was sent: nothing typed is lost, whatever comes of it. */
export async function takeForm(visit: Visit, sent: DraftFields): Promise<Answer> {
  const draft = await sentDraft(visit, sent, opening)
  if (draft.doneHref !== undefined) return redirect(draft.doneHref, { event: 'disruption.sent-again' })
  await saveDraft(visit.tx, draft.id, sent)
  if (visit.asAt.when === 'past') return keptOnAPastDay(draft)
  if (textOf(sent, '_save') === 'later') return keptForLater(visit)
  const first = await readFirst(visit, sent, await tacticChoices(visit))
  if (textOf(sent, 'go') === 'back') return askFirst(visit, { draft, fields: sent, threat: first.threat })
  if (first.threat === undefined || first.errors.length > 0) {
    const errors = first.found.length > 0 ? [] : first.errors
    return askFirst(visit, { draft, fields: sent, threat: first.threat, found: first.found, errors })
  }
  if (textOf(sent, 'step') === 'second') return record(visit, draft, sent, { ...first, threat: first.threat })
  // Kept and asked for anew, so that a page that is loaded again, or a phone that forgot it, sends nothing twice.
  await saveDraft(visit.tx, draft.id, { ...sent, ...settledThreat(first.threat), step: 'second' }, titleOf(first))
  return redirect(`/disruptions/new?draft=${draft.id}`, { event: 'disruption-form.continued' })
}

async function showDraft(visit: Visit, draft: Draft): Promise<Answer> {
  const { fields } = draft
  if (textOf(fields, 'step') === 'second') {
    const first = await readFirst(visit, fields, await tacticChoices(visit))
    const { threat } = first
    if (threat !== undefined && first.errors.length === 0)
      return askSecond(visit, draft, fields, { ...first, threat }, [])
  }
  const chosen = textOf(fields, 'threatReference') || textOf(fields, 'chosenThreat')
  const threat = chosen === '' ? undefined : await offeredThreat(visit.tx, visit.actor, chosen)
  return askFirst(visit, { draft, fields, threat })
}

interface Asking {
  readonly draft: Draft
  readonly fields: DraftFields
  readonly threat: OfferedThreat | undefined
  readonly found?: readonly OfferedThreat[]
  readonly errors?: readonly FieldError[]
  readonly others?: readonly Draft[]
}

async function askFirst(visit: Visit, { draft, fields, threat, found = [], errors = [], others = [] }: Asking) {
  const [offers, tactics] = [await threatOffers(visit, threat, found), await tacticChoices(visit)]
  return firstPage({ visit, draft, fields, offers, tactics, errors, others })
}

type Settled = FirstAnswers & { readonly threat: OfferedThreat }

async function askSecond(
  visit: Visit,
  draft: Draft,
  fields: DraftFields,
  first: Settled,
  errors: readonly FieldError[],
): Promise<Answer> {
  const today = londonToday(asAtInstant(visit.asAt, visit.present))
  const tactics = await listValues(visit.tx, 'tactics', today)
  const effects = await listValues(visit.tx, 'disruption-effects', today)
  const settled = settledOf(first)
  const answers = beforeAnswers(visit, fields)
  const text = `${textOf(fields, 'happened')} ${settled.tactic ?? ''}`
  const withheld = await withheldHandlings(visit)
  const part = await readNamedPart(visit.tx, textOf(fields, 'planPart'))
  const held = {
    recordDate: settled.recordDate,
    threatType: settled.threat.threatType,
    disruptionType: textOf(answers, 'disruptionType'),
    byForce: await isForce(visit.tx, textOf(answers, 'leadOrganisation')),
  }
  return secondPage({
    visit,
    draft,
    fields: { ...answers, ...settledThreat(settled.threat) },
    settled,
    withheld,
    organisations: await recordingOrganisations(visit.tx, visit.actor, today),
    planParts: await planPartChoices(visit, settled.threat.reference, ofThreat(part, settled.threat), withheld),
    fromAction: part?.isFinished ? part.reference : undefined,
    suggested: {
      fourP: suggestedByPart(part) ?? suggestFourP(text, settled.tactic, tactics),
      assessmentCategory: suggestValue(text, effects),
    },
    effects: hintsOf(effects),
    flags: flagsOf(await listStandards(visit.tx, visit.asAt), held),
    errors,
  })
}

async function record(visit: Visit, draft: Draft, sent: DraftFields, first: Settled): Promise<Answer> {
  const organisations = await recordingOrganisations(visit.tx, visit.actor, londonToday(visit.present))
  const second = await readSecond(visit, sent, organisations)
  if (second.errors.length > 0) return askSecond(visit, draft, sent, first, second.errors)
  const outcome = await writeRecord(visit, disruptionPages, {
    values: { ...first.values, ...second.values, threatReference: first.threat.reference },
    handling: second.handling,
  })
  if (outcome.kind !== 'recorded') {
    return askSecond(visit, draft, sent, first, errorsOf(disruptionPages, outcome).map(atPlanQuestion))
  }
  const { reference } = outcome.state
  const named = await nameSides(visit.tx, reference, second.supporting, visit.actor.personId)
  const href = `/disruptions/${encodeURIComponent(reference)}`
  await finishDraft(visit.tx, draft.id, href)
  visit.memory.set('done', 'Disruption recorded')
  return redirect(href, { shown: { register: 'disruptions', references: [reference] }, details: { sidesNamed: named } })
}

/** The action or the aim says its P itself. */
function suggestedByPart(part: PlanPart | undefined): Suggestion | undefined {
  return part && { value: part.fourP, because: `the ${part.kind} is ${part.fourP}` }
}

/** One that is of a plan against another threat is not offered with this one. */
function ofThreat(part: PlanPart | undefined, { reference }: OfferedThreat): PlanPart | undefined {
  return part?.threat === undefined || part.threat === reference ? part : undefined
}

/** The form asks for the action and the aim in one question. */
function atPlanQuestion(error: FieldError): FieldError {
  return error.field === 'planAction' || error.field === 'aim' ? { ...error, field: 'planPart' } : error
}

/** No text in the audit holds a NUL. */
function shownReference(asked: string): string {
  return asked.replaceAll('\u0000', '\uFFFD').slice(0, 200)
}

/** A threat that was found by its words is the one chosen from then on. */
function settledThreat({ reference }: OfferedThreat): DraftFields {
  return { chosenThreat: reference, threatReference: '', search: '' }
}

function settledOf({ threat, values }: Settled) {
  const { title, recordDate, tactic } = values
  return {
    threat,
    title: String(title),
    recordDate: String(recordDate),
    tactic: typeof tactic === 'string' ? tactic : undefined,
  }
}

function titleOf({ values }: FirstAnswers): string {
  return `New disruption: ${String(values['title'])}`
}

function hintsOf(values: readonly ReferenceValue[]): Readonly<Record<string, string>> {
  return Object.fromEntries(values.filter(({ hint }) => hint !== '').map(({ value, hint }) => [value, hint]))
}
