import { type CheckAsker, isAskedFor, readAsked } from '#modules/plans'
import type { CheckOffer, CheckScope, Finding } from '#platform/http'
import { aimWithoutActivity } from './aim-without-activity.ts'
import type { DisruptionCheck } from './disruption-check.ts'
import { disruptionWithoutAim } from './disruption-without-aim.ts'
import { readDisruptionFacts } from './facts-store.ts'
import { pursueHeavy } from './pursue-heavy.ts'

/** A new check is a file and a line here. */
const all: readonly DisruptionCheck[] = [aimWithoutActivity, disruptionWithoutAim, pursueHeavy]

/** The checks of plans that need their disruptions. */
export const disruptionChecks: CheckOffer = {
  checks: all.map(({ name, heading, why, source, todo }) => ({ name, heading, why, source, todo })),
  find: findingsOf,
}

async function findingsOf(asker: CheckAsker, scope: CheckScope): Promise<readonly Finding[]> {
  const wanted = all.filter(({ name }) => isAskedFor(scope, name))
  if (wanted.length === 0) return []
  const asked = await readAsked(asker, scope.asAt)
  const facts = await readDisruptionFacts(asker, scope)
  return facts.flatMap(plan =>
    wanted.flatMap((check): readonly Finding[] => {
      const found = check.find(plan, asked)
      if (found === undefined) return []
      const { organisation, reference } = plan
      // Of what may not be seen no more is said than that it is so.
      if (reference === null) {
        const says = check.heading
        return [{ check: check.name, organisation, about: undefined, says, evidence: '', since: undefined }]
      }
      const about = { register: 'plans', reference }
      return [{ check: check.name, organisation, about, since: undefined, ...found }]
    }),
  )
}
