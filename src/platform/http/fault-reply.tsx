import { page } from '#ui'
import type { Reply } from './asked.ts'
import { RefusedBody } from './page-frame.tsx'
import { problem } from './problem.ts'

/** What ended a request before or outside its visit: a fault, or what the server itself refuses. */
export interface EndedRequest {
  readonly statusCode?: number
  readonly waitSeconds?: number
  readonly message?: string
  /** What was typed into the form is among its person's drafts. */
  readonly formIsKept?: boolean
}

/** What goes back when a request could not be taken as far as its visit: a page for people, a problem for programs. */
export function faultReply(area: 'page' | 'api', ended: EndedRequest): Reply {
  if (ended.statusCode === 429) {
    const wait = String(ended.waitSeconds ?? 60)
    const reply = plainReply(area, 429, 'Too many requests', `Wait ${wait} seconds, then try again.`)
    return { ...reply, headers: { ...reply.headers, 'retry-after': wait } }
  }
  if (ended.statusCode !== undefined && ended.statusCode < 500) {
    return plainReply(
      area,
      ended.statusCode,
      'The request can’t be read',
      ended.message ?? 'Check it and send it again.',
    )
  }
  return plainReply(
    area,
    503,
    'This can’t be answered now',
    `Nothing was changed and nothing is shown.${ended.formIsKept ? ' What you typed is kept among your drafts.' : ''} Try again in a moment; if it goes on, tell an administrator.`,
  )
}

/** A refusal in the language of who asked, on a page without anything around it that would need the database. */
export function plainReply(area: 'page' | 'api', status: number, title: string, says: string): Reply {
  if (area === 'api') return problem(status, title, says)
  const frame = { title, invented: false, csrfToken: '', currentPath: '', navigation: [] }
  return {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
    body: page(frame, <RefusedBody title={title} says={says} />),
  }
}

/** Whose language an address speaks. */
export function areaOf(url: string): 'page' | 'api' {
  return url.startsWith('/api/v1/') ? 'api' : 'page'
}
