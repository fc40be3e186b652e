import { type LookAlikes, withheldHandlings } from '#platform/register-pages'
import { nearNames } from './near-names-store.ts'
import type { threat } from './threat.ts'

/** Threats that one about to be recorded may be: called the same, or nearly. */
export const nearNamed: LookAlikes<keyof typeof threat.fields> = {
  field: 'name',
  find: async (visit, name, except) => {
    const found = await nearNames(visit.tx, name, except)
    const withheld = found.length === 0 ? [] : await withheldHandlings(visit)
    return found.map(one => ({
      reference: one.reference,
      title: withheld.includes(one.handling) ? undefined : one.name,
      says: `${one.threatType.toLowerCase()} of ${one.owner}`,
    }))
  },
}
