import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyRequest, onRequestAsyncHookHandler } from 'fastify'
import type { Kit } from './kit.ts'
import type { RouteFacts } from './route-facts.ts'

/**
 * What keeps one program from taking the server away from everyone else: a hook for each route of the API, that counts by token
 * (by address where none is sent), reads and writes apart. Without limits in the kit nothing is counted.
 */
export function programLimits(
  server: FastifyInstance,
  { limits }: Pick<Kit, 'limits'>,
): (route: Pick<RouteFacts, 'area' | 'method'>) => readonly onRequestAsyncHookHandler[] {
  if (limits === undefined) return () => []
  const counting = (max: number) => server.rateLimit({ max, timeWindow: 60_000, keyGenerator: programOf })
  const [reads, writes] = [counting(limits.readsAMinute), counting(limits.writesAMinute)]
  return ({ area, method }) => (area === 'api' ? [method === 'GET' ? reads : writes] : [])
}

/** No token is kept, not even for a minute. */
function programOf(request: FastifyRequest): string {
  const { authorization } = request.headers
  return authorization === undefined ? request.ip : createHash('sha256').update(authorization).digest('base64')
}
