import { listValues } from '#modules/reference'
import { londonToday } from '#platform/clock'
import type { DraftFields } from '#platform/drafts'
import { anotherValue } from '#platform/forms'
import type { Visit } from '#platform/http'
import { namePart } from '../against-plans/named-part.ts'
import type { ActionState, PlanPart } from '../against-plans/plan-part.ts'
import { tacticChoices } from '../disruption-writes.ts'
import { resultsIn } from './results-in.ts'
import { suggestValue } from './suggest.ts'
import { offeredThreat } from './threat-choices-store.ts'

/** A description has so many characters at most. */
const mostOfDescription = 4000

/**
 * How the form of a new disruption stands when it comes from an action: filled in from it as far as it says, so that one click
 * records it. Where the plan has no threat that the actor may see, it begins with that question.
 */
export async function fieldsFromAction(
  visit: Visit,
  part: PlanPart & { readonly state: ActionState },
): Promise<DraftFields> {
  const { values } = part.state
  const happened = descriptionOf(part.text, values.outcome)
  const threat = part.threat === undefined ? undefined : await offeredThreat(visit.tx, visit.actor, part.threat)
  const effects = await listValues(visit.tx, 'disruption-effects', londonToday(visit.present))
  const handling = part.state.handling === 'Shared' ? 'Region' : part.state.handling
  return {
    step: threat === undefined ? 'first' : 'second',
    ...(threat === undefined ? {} : { chosenThreat: threat.reference }),
    happened,
    when: dayOf(values.doneOn, londonToday(visit.present)),
    ...(await tacticOf(visit, values.tactic)),
    planPart: namePart(part),
    fourP: part.fourP,
    assessmentCategory: suggestValue(happened, effects)?.value ?? 'Not assessed',
    handling,
    ...resultsIn(happened),
  }
}

/** The title is what was done; what came of it are the details. */
function descriptionOf(text: string, outcome: unknown): string {
  const whole = typeof outcome === 'string' && outcome.trim() !== '' ? `${text}\n${outcome}` : text
  const characters = Array.from(whole)
  return characters.length <= mostOfDescription ? whole : `${characters.slice(0, mostOfDescription - 1).join('')}…`
}

function dayOf(doneOn: unknown, today: string): string {
  return typeof doneOn === 'string' && doneOn <= today ? doneOn : today
}

async function tacticOf(visit: Visit, tactic: unknown): Promise<DraftFields> {
  if (typeof tactic !== 'string' || tactic === '') return {}
  const listed = await tacticChoices(visit)
  return listed.some(({ value }) => value === tactic) ? { tactic } : { tactic: anotherValue, 'tactic-another': tactic }
}
