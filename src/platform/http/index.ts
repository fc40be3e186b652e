export { ownPath } from './own-path.ts'
export type { Actor, Purpose } from './actor.ts'
export {
  type Answer,
  file,
  type FileAnswer,
  json,
  notFound,
  page,
  type PageAnswer,
  redirect,
  refused,
  type RefusedAnswer,
  type Shown,
} from './answer.ts'
export {
  collect,
  type Command,
  type CommandContext,
  type ExitCode,
  type House,
  type Job,
  type JobContext,
  type Module,
} from './house.ts'
export type { Kit, ProgramLimits } from './kit.ts'
export { ReasonBody } from './page-frame.tsx'
export { forgetKeptAnswersJob } from './forget-kept-answers.ts'
export type { AuditedEvent, Ports, Stated } from './ports.ts'
export { anySignedIn, openRoute, type OpenRoute, type Route, route, type SignedInRoute } from './route.ts'
export { buildServer } from './server.ts'
export type { RouteFacts } from './route-facts.ts'
export { countWork, type CountedWork, mayHaveWork, workOf } from './count-work.ts'
export type {
  AccountLink,
  AnonymousVisit,
  NavigationItem,
  Offers,
  Panel,
  PanelContent,
  Register,
  Signing,
  UploadedFile,
  Visit,
  VisitMemory,
  WorkAsker,
  WorkItem,
  WorkList,
  WorkOffer,
  Check,
  CheckOffer,
  CheckScope,
  Finding,
} from './visit.ts'
