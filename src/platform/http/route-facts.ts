import type { z } from 'zod'

/** What a route is, without what it does: the permissions table, OpenAPI and the tests over all routes read it. */
export interface RouteFacts<Params = unknown, Query = unknown, Body = unknown> {
  readonly method: 'GET' | 'POST' | 'PATCH'
  /** '/threats/:reference' */
  readonly path: string
  /** The permission a part must give; 'signed-in' for everyone signed in, 'anyone' before sign-in too. */
  readonly permission: string
  /** What it is for, in one line. */
  readonly summary: string
  /** The audit event, in the past tense: 'threat.viewed'. */
  readonly event: string
  readonly params?: z.ZodType<Params>
  readonly query?: z.ZodType<Query>
  readonly body?: z.ZodType<Body>
  /** Pages answer in HTML and need a session; the API answers in JSON and takes a bearer token. */
  readonly area: 'page' | 'api'
  /** A file may come with it: in a form's field `file`, or as the body itself. Most bytes it may have. */
  readonly upload?: { readonly maxBytes: number }
  /** A change that is allowed while the site is on a past day, because it changes no record. */
  readonly whilePast?: boolean
  /**
   * Its answer may come from a reading replica, a few seconds behind: it only reads, and nothing is changed by what it shows.
   * Never a form, for what is sent from one is checked against what stands now.
   */
  readonly fromReplica?: boolean
  /** The same request sent again with the same Idempotency-Key acts once. For the API. */
  readonly idempotent?: boolean
  /** Its good answers carry an ETag. For the API. */
  readonly etag?: boolean
  /** Needs If-Match: the version that is changed. For the API. */
  readonly conditional?: boolean
  /** Requests a minute from one address. */
  readonly limit?: number
  /** For OpenAPI: what its body holds, where the handler itself reads it to say all that is wrong at once. */
  readonly takes?: z.ZodType
  /** For OpenAPI: what a good answer holds. */
  readonly answers?: z.ZodType
}
