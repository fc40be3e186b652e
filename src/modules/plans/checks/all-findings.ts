import type { Check, CheckScope, Finding, Offers, WorkAsker } from '#platform/http'

export interface CheckHouse extends WorkAsker {
  readonly house: Pick<Offers, 'checks'>
}

/** Every check that a module of the house offers, in the order of the map. */
export function allChecks({ checks }: Pick<Offers, 'checks'>): readonly Check[] {
  return checks.flatMap(offer => offer.checks)
}

/** What all of them find over a scope, in the order of the checks. */
export async function allFindings(asker: CheckHouse, scope: CheckScope): Promise<readonly Finding[]> {
  const findings: Finding[] = []
  for (const offer of asker.house.checks) {
    if (offer.checks.some(({ name }) => isAskedFor(scope, name))) {
      findings.push(...(await offer.find(asker, scope)))
    }
  }
  const place = new Map(allChecks(asker.house).map(({ name }, index) => [name, index]))
  return findings
    .filter(({ check }) => isAskedFor(scope, check))
    .toSorted(
      (a, b) =>
        (place.get(a.check) ?? 0) - (place.get(b.check) ?? 0) ||
        a.organisation.localeCompare(b.organisation) ||
        (a.about?.reference ?? '').localeCompare(b.about?.reference ?? ''),
    )
}

/** Whether a scope asks for a check, by its name. */
export function isAskedFor({ checks }: CheckScope, name: string): boolean {
  return checks === undefined || checks.includes(name)
}
