import { listRegions, membersOn } from '#modules/organisations'
import { asAtInstant, dayOf } from '#platform/clock'
import type { Narrowing } from '#platform/register-pages'
import { sql } from 'kysely'
import { liveThreat } from './live-threat.ts'

/** By region: the records of the organisations that made it up on the day the list is of. For every register with owners. */
export const ownersRegion: Narrowing = {
  name: 'region',
  label: 'Region',
  choices: async visit => (await listRegions(visit.tx)).map(({ name }) => ({ value: name, text: name })),
  condition: async (visit, regions) => {
    const owners = await membersOn(visit.tx, regions, dayOf(asAtInstant(visit.asAt, visit.present)))
    return sql<boolean>`s.owner_id = any (${owners}::integer[])`
  },
  ofOwners: true,
}

/** Live threats alone, as inspectors count them. */
export const onlyLive: Narrowing = {
  name: 'live',
  label: 'Live threats',
  choices: async () => [{ value: 'yes', text: 'As inspectors count them' }],
  condition: async (_visit, values) => (values.includes('yes') ? liveThreat : sql<boolean>`false`),
}
