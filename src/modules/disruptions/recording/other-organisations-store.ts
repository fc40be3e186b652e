import type { Transaction } from '#platform/database'
import type { Actor } from '#platform/http'
import { sql } from 'kysely'

/** An organisation that records disruptions. */
export interface RecordingOrganisation {
  readonly id: number
  readonly name: string
  /** One for which the actor records. */
  readonly own: boolean
  /** Of a region of the actor's organisation. */
  readonly near: boolean
}

/** The organisations that can record disruptions on a day, by name. */
export async function recordingOrganisations(
  tx: Transaction,
  actor: Actor,
  day: string,
): Promise<readonly RecordingOrganisation[]> {
  const onDay = (row: string) =>
    sql`coalesce(${sql.ref(`${row}.from_on`)} <= ${day}::date, true) and coalesce(${day}::date < ${sql.ref(`${row}.to_on`)}, true)`
  const { rows } = await sql<RecordingOrganisation>`
    select o.id, o.name, o.id = any (${actor.recordsFor}::integer[]) as own,
      exists (select from organisations.region_member mine
        join organisations.region_member other on other.region_id = mine.region_id
        where mine.organisation_id = any (${actor.recordsFor}::integer[]) and other.organisation_id = o.id
          and ${onDay('mine')} and ${onDay('other')}) as near
    from organisations.organisation o
    where o.kind in ('Police force', 'Regional organised crime unit', 'National agency') and ${onDay('o')}
    order by o.name, o.id`.execute(tx)
  return rows
}
