import { londonToday } from '#platform/clock'
import type { WorkOffer } from '#platform/http'
import { withheldHandlings } from '#platform/register-pages'
import { formatDay } from '#ui'
import { sql } from 'kysely'
import { looksLikeDisruption } from './looks-like-disruption.ts'
import { listOfferedActions, offeredActions, readSigns } from './offered-action-store.ts'

/** For the list of work: finished actions of plans that look like a disruption nobody recorded. */
export const offeredActionsWork: WorkOffer = {
  name: 'actions-to-record',
  heading: 'Finished actions that may be disruptions',
  permission: 'record.write',
  count: asker => sql<number>`(select count(*) from ${offeredActions(asker)})`,
  list: async visit => {
    const actions = await listOfferedActions(visit)
    const withheld = actions.length === 0 ? [] : await withheldHandlings(visit)
    const signs = await readSigns(visit.tx, londonToday(visit.present))
    return {
      items: actions.map(action => ({
        title: withheld.includes(action.handling) ? action.reference : action.text,
        href: `/disruptions/new?action=${encodeURIComponent(action.reference)}`,
        says: withheld.includes(action.handling)
          ? `${action.fourP}, done on ${formatDay(action.doneOn)}`
          : `${action.fourP}, done on ${formatDay(action.doneOn)}: ${looksLikeDisruption(action, signs) ?? 'it may be one'}`,
      })),
      shown: { register: 'plan-actions', references: actions.map(({ reference }) => reference) },
    }
  },
}
