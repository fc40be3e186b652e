import type { WorkOffer } from '#platform/http'
import { draftHref, listDrafts, waitingDrafts } from './draft-store.ts'

/** For the list of work: what a person began and did not record yet. Everyone who may have one may record. */
export const draftsWork: WorkOffer = {
  name: 'drafts',
  heading: 'Drafts to finish',
  permission: 'record.write',
  count: () => waitingDrafts,
  list: async visit => {
    const drafts = await listDrafts(visit.tx)
    return {
      items: drafts.slice(0, 50).map(draft => ({
        title: draft.title,
        href: draftHref(draft),
        ...(draft.savedAt === undefined ? {} : { since: draft.savedAt }),
      })),
    }
  },
}
