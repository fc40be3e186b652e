import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { FastifyRequest, Session } from 'fastify'
import type { Signing, VisitMemory } from './visit.ts'

declare module 'fastify' {
  interface Session {
    personId?: number
    csrfToken?: string
    memory?: Record<string, string>
  }
}

/** The person who signed in to the session of a request; nobody where there are no sessions, as for programs. */
export function personIdOf(request: FastifyRequest): number | undefined {
  return sessionOf(request)?.personId
}

function sessionOf({ session }: { readonly session?: Session }): Session | undefined {
  return session
}

/** What the session remembers between requests; nothing where there are none. */
export function memoryOf(request: FastifyRequest): VisitMemory {
  return {
    get: name => sessionOf(request)?.memory?.[name],
    set: (name, value) => {
      const { [name]: _forgotten, ...rest } = request.session.memory ?? {}
      request.session.memory = value === undefined ? rest : { ...rest, [name]: value }
    },
  }
}

/** Beginning and ending a visit: what a handler asked for is done by `settle`, once its transaction holds. */
export interface HeldSigning extends Signing {
  readonly settle: () => Promise<void>
}

/**
 * How a request signs its person in or out. A new visit has nothing of the session before: neither its id nor what it
 * remembered. Held back until the transaction is committed: an entry that the audit did not take signs nobody in, and a
 * session that the transaction itself has locked can be ended.
 */
export function signingOf(request: FastifyRequest): HeldSigning {
  let asked: (() => Promise<void>) | undefined
  return {
    begin: personId => {
      asked = async () => {
        await request.session.regenerate()
        request.session.personId = personId
        // Two pages opened at once would each make one of their own, and one of the two would not count.
        csrfTokenOf(request)
      }
    },
    end: () => {
      asked = () => request.session.destroy()
    },
    settle: async () => asked?.(),
  }
}

/** The synchroniser token of a session: the same for the whole visit, so that the same page is the same bytes. */
export function csrfTokenOf(request: FastifyRequest): string {
  request.session.csrfToken ??= randomBytes(32).toString('base64url')
  return request.session.csrfToken
}

/** Whether a change was sent by another site, or by a form that is not of this session. */
export function isForged(request: FastifyRequest, body: Readonly<Record<string, unknown>> | undefined): boolean {
  if (request.method === 'GET' || request.method === 'HEAD') return false
  if (isCrossSite(request)) return true
  const [sent, held] = [body?.['_csrf'], request.session.csrfToken]
  if (typeof sent !== 'string' || held === undefined) return true
  const [a, b] = [Buffer.from(sent), Buffer.from(held)]
  return a.length !== b.length || !timingSafeEqual(a, b)
}

/** Whether a browser says that another site sent it here. */
export function isCrossSite(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site']
  return site !== undefined && site !== 'same-origin' && site !== 'none'
}
