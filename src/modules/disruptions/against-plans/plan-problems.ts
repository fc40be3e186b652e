import type { Visit } from '#platform/http'
import type { RecordState, RecordValues } from '#platform/record'
import type { disruption } from '../disruption.ts'
import { actionPart, aimPart, type PlanPart } from './plan-part.ts'

type Name = keyof typeof disruption.fields
interface Problem {
  readonly field: Name
  readonly problem: string
}

/**
 * What speaks against the action and the aim that a disruption names. The same words for one that is not there and for one that
 * may not be seen. What was recorded before is let be as long as it is left as it is.
 */
export async function planProblems(
  visit: Visit,
  values: RecordValues<Name>,
  before: RecordState<Name> | undefined,
): Promise<readonly Problem[]> {
  const isAsBefore = (['planAction', 'aim', 'threatReference'] as const).every(
    name => values[name] === before?.values[name],
  )
  if (isAsBefore) return []
  const action = typeof values.planAction === 'string' ? await actionPart(visit.tx, values.planAction) : undefined
  const aim = typeof values.aim === 'string' ? await aimPart(visit.tx, values.aim) : undefined
  return [
    ...partProblems('planAction', values, before, action),
    ...partProblems('aim', values, before, aim),
    ...aimProblems(action, aim),
  ]
}

function partProblems(
  field: 'planAction' | 'aim',
  values: RecordValues<Name>,
  before: RecordState<Name> | undefined,
  part: PlanPart | undefined,
): readonly Problem[] {
  if (values[field] === null) return []
  const noun = field === 'aim' ? 'aim' : 'action'
  if (part === undefined) {
    if (values[field] === before?.values[field]) return []
    return [{ field, problem: `There is no ${noun} of that reference that you may see. Check it, or leave it empty` }]
  }
  if (part.threat === undefined || part.threat === values.threatReference) return []
  return [{ field, problem: `That ${noun} is of a plan against another threat. Check it, or leave it empty` }]
}

function aimProblems(action: PlanPart | undefined, aim: PlanPart | undefined): readonly Problem[] {
  if (action === undefined || aim === undefined) return []
  if (action.plan !== aim.plan) {
    return [{ field: 'aim', problem: 'That aim is of another plan than the action. Check it, or leave it empty' }]
  }
  if (action.aim === undefined || action.aim === aim.reference) return []
  return [{ field: 'aim', problem: `The action is for the aim ${action.aim}. Enter that one, or leave it empty` }]
}
