import type { WorkOffer } from '#platform/http'
import { formatDay } from '#ui'
import { countWaitingSides, waitingSides } from './side-store.ts'

/** For the list of work: events of others that name one's organisation as a supporter. */
export const sidesWork: WorkOffer = {
  name: 'sides',
  heading: 'Sides to confirm',
  permission: 'record.write',
  count: () => countWaitingSides,
  list: async visit => {
    const sides = await waitingSides(visit.tx)
    return {
      items: sides.map(({ id, eventReference, leadOrganisation, recordDate, namedAt }) => ({
        title: eventReference,
        href: `/disruption-sides/${id}`,
        says: `${leadOrganisation} says that you supported it on ${formatDay(recordDate)}`,
        since: namedAt,
      })),
      shown: { register: 'disruptions', references: sides.map(({ eventReference }) => eventReference) },
    }
  },
}
