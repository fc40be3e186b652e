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
export type { Kit } from './kit.ts'
export { ReasonBody } from './page-frame.tsx'
export type { AuditedEvent, Ports } from './ports.ts'
export { anySignedIn, openRoute, type OpenRoute, type Route, route, type SignedInRoute } from './route.ts'
export { buildServer } from './server.ts'
export type { RouteFacts } from './route-facts.ts'
export type {
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
} from './visit.ts'
