import { actorSettings } from '../operations/actor-settings.ts'
import type { Asker } from '../people.ts'
import type { Scene } from '../scene.ts'
import type { PeerSight } from './peer-query.ts'

/** What one of ours sees, so that Directus answers from the same rows. Records for named people demand a reason of programs. */
export async function sightOf(scene: Scene, asker: Asker): Promise<PeerSight> {
  const { 'fourfold.audiences': audiences } = await actorSettings(scene, asker)
  const { rows: seen } = await scene.client.query<{ id: number }>(
    `select id from organisations.audience where id = any ($1::integer[]) and handling <> 'Named' order by id`,
    [audiences],
  )
  const { rows: regions } = await scene.client.query<{ name: string; members: number[] }>(
    `select r.name, array_agg(distinct m.organisation_id) as members
     from organisations.region r join organisations.region_member m on m.region_id = r.id
     where coalesce(m.from_on <= current_date, true) and coalesce(current_date < m.to_on, true) group by r.name`,
  )
  return {
    audiences: seen.map(({ id }) => id),
    regions: new Map(regions.map(({ name, members }) => [name, members])),
  }
}
