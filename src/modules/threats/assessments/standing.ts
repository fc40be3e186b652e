import type { Visit } from '#platform/http'
import type { Assessment } from './assessment.ts'
import { type Act, actsIn, type Standing } from './steps.ts'

type Asking = Pick<Visit, 'actor' | 'asAt'>

/** Who the actor is to an assessment, as the database sees it too (threats.actor_to). */
export function standingOf({ actor }: Pick<Asking, 'actor'>, assessment: Assessment): Standing {
  const isAssessor = actor.personId === assessment.assessorId
  if (!actor.permissions.has('assessment.record')) return 'anyone else'
  if (assessment.kind === 'second') return isAssessor ? 'assessor' : 'anyone else'
  const moderates = actor.permissions.has('assessment.moderate')
  if ([assessment.organisationId, assessment.ownerId].some(id => actor.recordsFor.includes(id))) {
    return isAssessor ? 'assessor' : moderates ? 'moderator of the same' : 'colleague'
  }
  return moderates ? 'moderator' : 'anyone else'
}

/** What the actor may do with an assessment now. Nothing on a past day. */
export function actsOpenTo(visit: Asking, assessment: Assessment): ReadonlySet<Act> {
  if (visit.asAt.when === 'past') return new Set()
  return new Set(actsIn(assessment.kind, assessment.latest.state, standingOf(visit, assessment)))
}
