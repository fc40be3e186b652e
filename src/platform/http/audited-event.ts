import { type AsAt, asAtInstant } from '#platform/clock'
import type { Actor } from './actor.ts'
import type { Answer, Shown } from './answer.ts'
import type { Asked } from './asked.ts'
import type { AuditedEvent } from './ports.ts'
import type { Route } from './route.ts'

/** The entry of the audit that an answer is worth. */
export function eventOf(
  route: Route,
  asked: Asked,
  actor: Actor | undefined,
  asAt: AsAt,
  answer: Answer,
  present: Date,
): AuditedEvent {
  const shown = answer.kind === 'not-found' ? answer.asked : 'shown' in answer ? answer.shown : undefined
  return {
    requestId: asked.requestId,
    actor: ('actor' in answer ? answer.actor : undefined) ?? actor,
    event: ('event' in answer ? answer.event : undefined) ?? route.event,
    outcome: isRefusal(answer) ? ('refused' as const) : ('done' as const),
    shown: shownList(shown),
    details: 'details' in answer ? answer.details : undefined,
    reason: asked.memory.get('reason'),
    asAt: asAt.when === 'past' ? asAtInstant(asAt, present) : undefined,
  }
}

function shownList(shown: Shown | readonly Shown[] | undefined): readonly string[] {
  const all = shown === undefined ? [] : Array.isArray(shown) ? (shown as readonly Shown[]) : [shown as Shown]
  return all.flatMap(({ register, references }) => references.map(reference => `${register}:${reference}`))
}

/** Whether what was asked was not done: a form that comes back with its errors changed nothing. */
export function isRefusal(answer: Answer): boolean {
  return answer.kind === 'not-found' || ('status' in answer && (answer.status ?? 200) >= 400)
}
