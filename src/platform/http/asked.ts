import type { Signing, UploadedFile, VisitMemory } from './visit.ts'

/** A request as it came in, whole, before anything was decided about it. */
export interface Asked {
  readonly requestId: string
  readonly path: string
  readonly method: string
  readonly params: unknown
  readonly query: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body: unknown
  readonly file: UploadedFile | undefined
  readonly cameFrom: string | undefined
  readonly memory: VisitMemory
  readonly signing: Signing
  readonly csrfToken: string
  /** From the session. */
  readonly personId: number | undefined
  /** From the Authorization header. */
  readonly bearer: string | undefined
  /** The version that a change is for, without its quotes. */
  readonly ifMatch: string | undefined
  readonly idempotencyKey: string | undefined
}

/** What goes back: whole, or a file to stream and then remove. */
export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | { readonly file: string }
}
