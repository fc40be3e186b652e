import type { Panel } from '#platform/http'
import { StandardFlags } from './standard-flags-list.tsx'
import { flagsOfState } from './held-disruption.ts'

/** On a disruption's page: that it is outside the recording standard of its day, why, and by which source. */
export const standardPanel: Panel = {
  on: 'disruptions',
  permission: 'record.read',
  show: async (visit, state) => {
    const flags = await flagsOfState(visit, state)
    if (flags.length === 0) return undefined
    return { heading: 'Against the standard of its day', body: <StandardFlags flags={flags} /> }
  },
}
