import type { Answer } from './answer.ts'
import type { RouteFacts } from './route-facts.ts'
import type { AnonymousVisit, UploadedFile, Visit } from './visit.ts'

/** A route for those signed in whose part gives the permission. */
export interface SignedInRoute<Params = unknown, Query = unknown, Body = unknown> extends RouteFacts<
  Params,
  Query,
  Body
> {
  readonly permission: string
  readonly handle: (visit: Visit, input: RouteInput<Params, Query, Body>) => Promise<Answer>
}

/** A route for anyone. */
export interface OpenRoute<Params = unknown, Query = unknown, Body = unknown> extends RouteFacts<Params, Query, Body> {
  readonly permission: 'anyone'
  readonly open: true
  readonly handle: (visit: AnonymousVisit, input: RouteInput<Params, Query, Body>) => Promise<Answer>
}

export interface RouteInput<Params, Query, Body> {
  readonly params: Params
  readonly query: Query
  readonly body: Body
  readonly file: UploadedFile | undefined
}

export type Route = SignedInRoute<never, never, never> | OpenRoute<never, never, never>

/** Permission of a route that everyone signed in may use. */
export const anySignedIn = 'signed-in'

/** Declares a route for those signed in; its schemas give the handler its types. */
export function route<Params, Query, Body>(declared: SignedInRoute<Params, Query, Body>): Route {
  return declared as unknown as Route
}

/** Declares a route for anyone. */
export function openRoute<Params, Query, Body>(
  declared: Omit<OpenRoute<Params, Query, Body>, 'permission' | 'open'>,
): Route {
  return { ...declared, permission: 'anyone', open: true } as unknown as Route
}
