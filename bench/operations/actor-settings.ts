import type { Asker } from '../people.ts'
import type { Scene } from '../scene.ts'

const settings = ['fourfold.person', 'fourfold.purpose', 'fourfold.audiences', 'fourfold.records_for'] as const

/** What stating an actor leaves in a transaction's settings, for connections that act for them throughout. */
export async function actorSettings({ client }: Scene, { email }: Asker): Promise<Readonly<Record<string, string>>> {
  await client.query('begin')
  try {
    await client.query(
      `select organisations.state_actor((select id from organisations.person where email = $1), 'read')`,
      [email],
    )
    const stated: Record<string, string> = {}
    for (const name of settings) {
      const { rows } = await client.query<{ value: string }>('select current_setting($1) as value', [name])
      stated[name] = rows[0]?.value ?? ''
    }
    return stated
  } finally {
    await client.query('rollback')
  }
}
