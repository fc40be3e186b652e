import { sql } from 'kysely'
import { organisationIndex, personIdByEmail, stateActor } from '#modules/organisations'
import type { Transaction } from '#platform/database'
import type { Actor } from '#platform/http'
import type { TestDatabase } from './database.ts'

export interface Scene {
  readonly asOwner: <Result>(work: (tx: Transaction) => Promise<Result>) => Promise<Result>
  /** A transaction with a person stated, as a request has it. */
  readonly as: <Result>(email: string, work: (tx: Transaction, actor: Actor) => Promise<Result>) => Promise<Result>
  readonly organisationId: (name: string) => Promise<number>
  readonly personId: (email: string) => Promise<number>
  readonly addPerson: (email: string, organisation: string, ...parts: readonly string[]) => Promise<number>
  /** A threat with a state for each of these instants, the last the current one. */
  readonly addThreat: (reference: string, owner: string, ...recordedAt: readonly string[]) => Promise<void>
  /** How many states of a threat a person is shown. */
  readonly statesSeen: (email: string, reference: string) => Promise<number>
}

/** What the tests of who sees what set up and ask, behind the program's back and before its eyes. */
export function sceneOf(database: TestDatabase): Scene {
  const asOwner: Scene['asOwner'] = work => database.owner.transaction().execute(work)
  const as: Scene['as'] = (email, work) =>
    database.app.transaction().execute(async tx => {
      const actor = await stateActor(tx, (await personIdByEmail(tx, email)) ?? 0, 'read')
      if (actor === undefined) throw new Error(`${email} can't act`)
      return work(tx, actor)
    })
  const organisationId: Scene['organisationId'] = name =>
    asOwner(async tx => {
      const found = (await organisationIndex(tx)).find(name)
      if (found === undefined) throw new Error(`There is no ${name}`)
      return found.id
    })
  return {
    asOwner,
    as,
    organisationId,
    personId: email => asOwner(async tx => (await personIdByEmail(tx, email)) ?? 0),
    addPerson: async (email, organisation, ...parts) => {
      const id = await organisationId(organisation)
      return asOwner(async tx => {
        const { rows } = await sql<{ id: number }>`
          insert into organisations.person (email, name, organisation_id, parts)
          values (${email}, ${email}, ${id}, ${parts}::text[]) returning id`.execute(tx)
        return rows[0]?.id ?? 0
      })
    },
    addThreat: async (reference, owner, ...recordedAt) => {
      const ownerId = await organisationId(owner)
      await asOwner(tx => insertThreat(tx, reference, ownerId, recordedAt))
    },
    statesSeen: (email, reference) =>
      as(email, async tx => {
        const { rows } = await sql`select from threats.threat_state where reference = ${reference}`.execute(tx)
        return rows.length
      }),
  }
}

async function insertThreat(
  tx: Transaction,
  reference: string,
  ownerId: number,
  recordedAt: readonly string[],
): Promise<void> {
  await sql`
    with audience as (select organisations.audience_for('Region', ${ownerId}::integer) as id),
    head as (
      insert into threats.threat (reference, owner_id, audience_id)
      select ${reference}, ${ownerId}, id from audience returning id, audience_id
    )
    insert into threats.threat_state
      (record_id, audience_id, recorded_from, recorded_to, entered_at, reference, owner_id, name, threat_type, type, soc,
       moderation_status, tier, phase, crime_category)
    select head.id, head.audience_id, at, lead(at, 1, 'infinity') over (order by at), at, ${reference}, ${ownerId}, 'A name',
      'Organised crime group', 'Tactical', 'SOC', 'Moderated', 'Tier 1', 'Active', 'Drugs'
    from head, unnest(${recordedAt}::timestamptz[]) at`.execute(tx)
}
