import type { Breadcrumb, Content, FieldError } from '#ui'
import type { Actor } from './actor.ts'

/** References that an answer showed, for its audit entry. */
export interface Shown {
  readonly register: string
  readonly references: readonly string[]
}

interface Audited {
  /** In place of the route's, where what was done is another act: a form that was sent was kept as a draft. */
  readonly event?: string
  readonly shown?: Shown | readonly Shown[]
  /** Names of fields, filters, formats: never values of records. */
  readonly details?: Readonly<Record<string, unknown>>
  /** Who acted, where the request itself settles that: someone signs in. */
  readonly actor?: Actor
}

export interface PageAnswer extends Audited {
  readonly kind: 'page'
  readonly title: string
  readonly body: Content
  readonly status?: number
  readonly errors?: readonly FieldError[]
  readonly breadcrumbs?: readonly Breadcrumb[]
  readonly backHref?: string
  /** The marking of the record on the page, at its top and in print. */
  readonly handling?: string
  /** A page of lists takes the whole width. */
  readonly wide?: boolean
  /** The place of the navigation that this is, where its address does not say so. */
  readonly place?: string
  /** Asked for again by the browser after so many seconds: for a page that waits for work, while it waits. */
  readonly refreshSeconds?: number
}

export interface RedirectAnswer extends Audited {
  readonly kind: 'redirect'
  readonly to: string
}

export interface JsonAnswer extends Audited {
  readonly kind: 'json'
  readonly body: unknown
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
}

/** A file that was written whole before the transaction ended; it is removed once sent. */
export interface FileAnswer extends Audited {
  readonly kind: 'file'
  readonly path: string
  readonly name: string
  readonly type: string
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
}

/** The same for what does not exist and for what the actor may not see. */
export interface NotFoundAnswer {
  readonly kind: 'not-found'
  /** What was asked for, for the audit only. */
  readonly asked?: Shown
}

/** The act was understood and is not allowed: `says` tells what to do. Nothing that the handler did is kept. */
export interface RefusedAnswer extends Audited {
  readonly kind: 'refused'
  readonly status: 400 | 403 | 409 | 412 | 413 | 422 | 428
  readonly title: string
  readonly says: string
  /** For programs: members added to the problem. */
  readonly problem?: Readonly<Record<string, unknown>>
}

export type Answer = PageAnswer | RedirectAnswer | JsonAnswer | FileAnswer | NotFoundAnswer | RefusedAnswer

export const notFound = (asked?: Shown): NotFoundAnswer =>
  asked ? { kind: 'not-found', asked } : { kind: 'not-found' }
export const redirect = (to: string, audited: Audited = {}): RedirectAnswer => ({ kind: 'redirect', to, ...audited })
export const page = (answer: Omit<PageAnswer, 'kind'>): PageAnswer => ({ kind: 'page', ...answer })
export const json = (body: unknown, rest: Omit<JsonAnswer, 'kind' | 'body'> = {}): JsonAnswer => ({
  kind: 'json',
  body,
  ...rest,
})
export const file = (answer: Omit<FileAnswer, 'kind'>): FileAnswer => ({ kind: 'file', ...answer })
export const refused = (answer: Omit<RefusedAnswer, 'kind'>): RefusedAnswer => ({ kind: 'refused', ...answer })
