import type { Check, CheckOffer, CheckScope, Finding } from '#platform/http'
import { isAskedFor } from './all-findings.ts'
import type { CheckAsker } from './check-day.ts'
import { readFacts } from './facts-store.ts'
import { genericText } from './generic-text.ts'
import type { Asked, Found, PlanFacts, ThreatFacts } from './plan-check.ts'
import { checksOfPlans, threatChecks } from './registry.ts'
import { readAsked } from './threshold-store.ts'

/** The checks of plans, and of threats that have none. */
export const planChecks: CheckOffer = {
  checks: [...threatChecks, ...checksOfPlans],
  find: findingsOf,
}

async function findingsOf(asker: CheckAsker, scope: CheckScope): Promise<readonly Finding[]> {
  const wanted = <One extends Check>(checks: readonly One[]) => checks.filter(({ name }) => isAskedFor(scope, name))
  const [ofPlans, ofThreats] = [wanted(checksOfPlans), wanted(threatChecks)]
  if (ofPlans.length + ofThreats.length === 0) return []
  const asked = await readAsked(asker, scope.asAt)
  const facts = await readFacts(asker, scope, asked, ofPlans.includes(genericText))
  return [
    ...facts.threats.flatMap(threat => found('threats', ofThreats, threat, asked)),
    ...facts.plans.flatMap(plan => found('plans', ofPlans, plan, asked)),
  ]
}

interface Findable<Facts> extends Check {
  readonly find: (facts: Facts, asked: Asked) => Found | undefined
}

function found<Facts extends PlanFacts | ThreatFacts>(
  register: 'plans' | 'threats',
  checks: readonly Findable<Facts>[],
  facts: Facts,
  asked: Asked,
): readonly Finding[] {
  return checks.flatMap(({ name, heading, find }): readonly Finding[] => {
    const one = find(facts, asked)
    if (one === undefined) return []
    const { organisation, reference } = facts
    // Of what may not be seen no more is said than that it is so.
    if (reference === null) {
      return [{ check: name, organisation, about: undefined, says: heading, evidence: '', since: undefined }]
    }
    return [{ check: name, organisation, about: { register, reference }, since: undefined, ...one }]
  })
}
