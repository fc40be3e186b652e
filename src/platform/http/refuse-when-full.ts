import { waitingFor } from '#platform/database'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Reply } from './asked.ts'
import { plainReply } from './fault-reply.tsx'
import type { Kit } from './kit.ts'
import type { Route } from './route.ts'
import { sendReply } from './send-reply.ts'

/** A second or two of work on two processors. */
const mostWaiting = 300
/** By then the queue is a short one again, or has been refused in its turn. */
const waitSeconds = 5

/**
 * Keeps the answers that are given quick when more is asked than can be answered: what comes while very many wait is refused at
 * once (decision 0030), before it is known whose it is. A form that a person sends is taken all the same, since what was typed is
 * never to be lost.
 */
export function refuseWhenFull(
  kit: Pick<Kit, 'database' | 'mostWaiting'>,
  area: Route['area'],
): (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined> {
  const most = kit.mostWaiting ?? mostWaiting
  return async (request, reply) => {
    const isForm = area === 'page' && request.method === 'POST'
    return isForm || waitingFor(kit.database) < most ? undefined : sendReply(reply, fullReply(area))
  }
}

function fullReply(area: Route['area']): Reply {
  const says = `Too much is asked of Fourfold at this moment. Nothing was changed. Wait ${waitSeconds} seconds, then try again.`
  const reply = plainReply(area, 503, 'Fourfold is busy', says)
  return { ...reply, headers: { ...reply.headers, 'retry-after': String(waitSeconds) } }
}
