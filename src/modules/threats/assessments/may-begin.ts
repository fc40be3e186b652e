import type { Visit } from '#platform/http'
import type { Assessment } from './assessment.ts'

type Asking = Pick<Visit, 'actor' | 'asAt'>

/** Whether the actor may begin an assessment of a threat of this owner, if none is under way. */
export function mayAssess({ actor, asAt }: Asking, ownerId: number | undefined): boolean {
  return (
    asAt.when === 'now' &&
    actor.permissions.has('assessment.record') &&
    ownerId !== undefined &&
    actor.recordsFor.includes(ownerId)
  )
}

/** Whether an assessment may be offered to the actor for a blind second scoring. Who had a part in it is told so on trying. */
export function mayScoreBlind({ actor, asAt }: Asking, { kind, latest, assessorId }: Assessment): boolean {
  return (
    asAt.when === 'now' &&
    actor.permissions.has('assessment.record') &&
    kind === 'first' &&
    (latest.state === 'Submitted' || latest.state === 'Moderated') &&
    latest.person.email !== actor.email &&
    assessorId !== actor.personId
  )
}
