/** What people type is never lost: a draft for each form that records something. */
export { type DraftFields, readFields, textOf } from './draft-fields.ts'
export { DraftInput, saveForLater } from './draft-input.tsx'
export { draftRoutes } from './draft-routes.tsx'
export {
  discardDraft,
  type Draft,
  draftHref,
  finishDraft,
  keepDraft,
  listDrafts,
  openDraft,
  readDraft,
  saveDraft,
  takeDraft,
} from './draft-store.ts'
export { DraftsNotice } from './drafts-notice.tsx'
export { draftsWork } from './drafts-work.ts'
export { forgetDraftsJob } from './forget-drafts.ts'
