import type { FastifyRequest } from 'fastify'
import type { Reply } from './asked.ts'
import type { Kit } from './kit.ts'
import { isCrossSite, personIdOf } from './session-memory.ts'

/**
 * A form that came in after its session had ended, or with a token of a session before: what was typed is kept by its draft's
 * random id, which can be written to and not read, and its person is led to where they continue.
 *
 * @returns undefined when the form has no draft that is open, or came from elsewhere.
 */
export async function keepSentForm(
  kit: Kit,
  request: FastifyRequest,
  body: Readonly<Record<string, unknown>> | undefined,
): Promise<Reply | undefined> {
  const after = personIdOf(request) === undefined ? 'the session ended' : 'another sign-in'
  const continuedAt = await keep(kit, request, body, after)
  if (continuedAt === undefined) return undefined
  const location =
    personIdOf(request) === undefined ? `/sign-in?return=${encodeURIComponent(continuedAt)}` : continuedAt
  return { status: 303, headers: { location }, body: '' }
}

/** After a fault nothing of the request stands, and what was typed is kept all the same: whether it is. */
export async function isKeptAfterFault(
  kit: Kit,
  request: FastifyRequest,
  body: Readonly<Record<string, unknown>> | undefined,
): Promise<boolean> {
  try {
    return (await keep(kit, request, body, 'a fault')) !== undefined
  } catch {
    // The fault itself is told of; a database that can't be reached keeps nothing.
    return false
  }
}

async function keep(
  kit: Kit,
  request: FastifyRequest,
  body: Readonly<Record<string, unknown>> | undefined,
  after: string,
): Promise<string | undefined> {
  const id = body?.['_draft']
  if (typeof id !== 'string' || isCrossSite(request)) return undefined
  return kit.database.transaction().execute(async tx => {
    const address = await kit.ports.keepDraft(tx, id, textsOf(body))
    if (address === undefined) return undefined
    const entry = { requestId: request.id, actor: undefined, event: 'draft.kept', outcome: 'done' } as const
    await kit.ports.writeAudit(tx, { ...entry, details: { after } })
    return address
  })
}

function textsOf(body: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, string | readonly string[]>> {
  const isText = (value: unknown): value is string => typeof value === 'string'
  return Object.fromEntries(
    Object.entries(body).flatMap(([name, value]): [string, string | readonly string[]][] => {
      if (isText(value)) return [[name, value]]
      return Array.isArray(value) ? [[name, value.filter(isText)]] : []
    }),
  )
}
