import { countOf, namedActions, ofOpenActions } from './in-words.ts'
import { isOpen, northWest, type OpenAction, type PlanCheck } from './plan-check.ts'

/** Open actions that don't begin with a verb, or are too short for another to know what is to be done. */
export const actionUnclear: PlanCheck = {
  name: 'action-unclear',
  heading: 'Action not clear',
  why: 'Whoever is given an action has to know from its words what to do.',
  source: `${northWest}: Cheshire, “Actions weren’t always clear”; how many words, and which verbs are known, local default`,
  todo: 'Begin it with a verb, and say enough that another could do it.',
  find: (plan, { threshold }) => {
    const fewest = threshold('action-unclear')
    const isShort = ({ words }: OpenAction) => words < fewest
    const unclear = plan.doubtful.filter(action => isShort(action) || !action.verbFirst)
    if (!isOpen(plan) || unclear.length === 0) return undefined
    const reasons = [
      reason(unclear.filter(isShort), `under ${countOf(fewest, 'word')}`),
      reason(
        unclear.filter(({ verbFirst }) => !verbFirst),
        'does not start with a verb that is known here',
      ),
    ]
    return {
      says: `${ofOpenActions(unclear.length, plan.openActions, 'is', 'are')} not clear.`,
      evidence: reasons.flatMap(words => words ?? []).join('; '),
    }
  },
}

function reason(actions: readonly OpenAction[], words: string): string | undefined {
  if (actions.length === 0) return undefined
  const named = namedActions(actions)
  return `${words}: ${named === '' ? actions.length : named}`
}
