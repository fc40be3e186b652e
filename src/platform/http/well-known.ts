import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import type { Kit } from './kit.ts'

/** `/ping`, `/health` and `/info`: for whoever runs the server, without sign-in. */
export function addWellKnown(server: FastifyInstance, kit: Kit): void {
  server.get('/ping', async (_request, reply) => reply.type('text/plain').send('pong'))
  server.get('/health', async (_request, reply) => {
    const database = await databaseStatus(kit)
    const components = { database: { status: database }, ...replicaComponent(kit) }
    return reply.code(database === 'UP' ? 200 : 503).send({ status: database, components })
  })
  server.get('/info', async () => ({ name: 'fourfold', version: kit.version }))
}

async function databaseStatus(kit: Kit): Promise<'UP' | 'DOWN'> {
  try {
    await sql`select 1`.execute(kit.database)
    return 'UP'
  } catch {
    return 'DOWN'
  }
}

/** Without its replica a server answers all the same, so that is no reason to call it down. */
function replicaComponent({ replica }: Pick<Kit, 'replica'>) {
  if (replica === undefined) return {}
  return { replica: { status: replica.isInUse() ? 'UP' : 'DOWN', ...replica.counted() } }
}
