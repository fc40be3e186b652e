export { apiReasonMissing } from './api-reason.ts'
export { type ListChoices, listChoices } from './list-choices-store.ts'
export { listAddress, recordAddress } from './list-request.ts'
export { reasonFirst, withheldHandlings, withheldValue } from './reason-first.tsx'
export { visibleReferences } from './record-store.ts'
export type {
  ApiMembers,
  FormSubject,
  LookAlike,
  LookAlikes,
  Narrowing,
  RegisterPages,
  RegisterWrites,
} from './register-pages.ts'
export { registerRoutes } from './register-routes.ts'
export { columnKind, fileValue, listMarking, marking, showValue } from './show-value.tsx'
export { type WrittenRecord, writeRecord } from './write-record.ts'
export { errorsOf } from './form-errors.ts'
export { keptForLater, keptOnAPastDay, keptTexts, sentDraft } from './sent-draft.tsx'
export { mayChange, mayWrite, notOnAPastDay } from './write-view.ts'
