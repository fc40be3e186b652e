import type { AsAt } from '#platform/clock'
import type { Check, CheckOffer, CheckScope, Finding } from '#platform/http'
import { isAskedFor } from './all-findings.ts'
import type { CheckAsker } from './check-day.ts'
import { plansAtOnce, readFacts } from './facts-store.ts'
import { findCopies } from './find-copies.ts'
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
  const copies = ofPlans.includes(genericText) ? await findCopies(asker, scope, asked) : undefined
  const facts = await readFacts(asker, scope, copies)
  return [
    ...facts.threats.flatMap(threat => found('threats', ofThreats, threat, asked)),
    ...facts.plans.flatMap(plan => found('plans', ofPlans, plan, asked)),
  ]
}

/** Which of all plans are copies, as the check of generic text has it: the facts are read of those alone. */
export async function allGenericTexts(asker: CheckAsker, asAt: AsAt): Promise<readonly Finding[]> {
  const asked = await readAsked(asker, asAt)
  const copies = await findCopies(asker, { asAt }, asked)
  const findings: Finding[] = []
  for (let from = 0; from < copies.references.length; from += plansAtOnce) {
    const plans = copies.references.slice(from, from + plansAtOnce)
    const facts = await readFacts(asker, { asAt, plans }, copies)
    findings.push(...facts.plans.flatMap(plan => found('plans', [genericText], plan, asked)))
  }
  return findings
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
