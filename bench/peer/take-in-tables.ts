import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { askDirectus } from './ask-directus.ts'
import type { RunningDirectus } from './start-directus.ts'

const made = z.object({ data: z.object({ id: z.string() }) })

/** What its role may do. Rows can't be left out by rule: that needs a licence that is paid for. */
const permissions = [
  ['threat', 'create'],
  ['threat', 'read'],
  ['threat_state', 'create'],
  ['threat_state', 'read'],
  ['disruption_state', 'read'],
  ['organisation', 'read'],
] as const

/**
 * Takes our tables in as collections with their activity and revisions kept, and adds someone who may read and record by a role.
 *
 * @returns their token.
 */
export async function takeInTables(directus: RunningDirectus): Promise<string> {
  for (const collection of new Set(permissions.map(([name]) => name))) {
    await askDirectus(directus, `/collections/${collection}`, {
      method: 'PATCH',
      body: { meta: { accountability: 'all' } },
    })
  }
  const policy = await make(directus, '/policies', { name: 'Analyst', admin_access: false, app_access: false })
  const role = await make(directus, '/roles', { name: 'Analyst' })
  await make(directus, '/access', { role, policy })
  for (const [collection, action] of permissions) {
    await askDirectus(directus, '/permissions', { method: 'POST', body: { policy, collection, action, fields: ['*'] } })
  }
  const token = `peer-${randomBytes(24).toString('hex')}`
  await make(directus, '/users', { email: 'analyst@bench.example.com', role, token })
  return token
}

async function make(directus: RunningDirectus, path: string, body: unknown): Promise<string> {
  return made.parse(await askDirectus(directus, path, { method: 'POST', body })).data.id
}
