import type { Shown } from '#platform/http'
import type { ActionState, AimState } from '../plan-store.ts'

/** What a page showed of plans' aims and actions, for its audit entry. */
export function shownParts(aims: readonly AimState[], actions: readonly ActionState[]): readonly Shown[] {
  return [
    { register: 'plan-aims', references: aims.map(({ reference }) => reference) },
    { register: 'plan-actions', references: actions.map(({ reference }) => reference) },
  ]
}
