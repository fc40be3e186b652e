import { randomBytes } from 'node:crypto'
import type pg from 'pg'

/** The peer's own role and schema in the database that is run on. */
export interface PeerDatabase {
  /** The address, as its role. */
  readonly url: URL
  /** Where it looks for tables; it makes its own in the first. */
  readonly searchPath: readonly string[]
  readonly drop: () => Promise<void>
}

/** The role that Directus logs in as. */
export const peerRole = 'directus_peer'

// What it decides about access it decides itself, so row-level security is not asked a second time.
const attributes = 'login bypassrls'
const ownSchema = 'directus'

/**
 * Lets Directus at the very tables that we answer from, and at no other.
 *
 * @param client a superuser's connection to the database.
 */
export async function openPeerDatabase(client: pg.Client, ownerUrl: string): Promise<PeerDatabase> {
  const url = new URL(ownerUrl)
  url.username = peerRole
  url.password = `peer-${randomBytes(16).toString('hex')}`
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [peerRole])
  await client.query(`${rowCount === 1 ? 'alter' : 'create'} role ${peerRole} ${attributes} password '${url.password}'`)
  await client.query(`
    drop schema if exists ${ownSchema} cascade;
    create schema ${ownSchema} authorization ${peerRole};
    grant usage on schema threats, disruptions, organisations to ${peerRole};
    grant select, insert on threats.threat, threats.threat_state to ${peerRole};
    grant select on disruptions.disruption_state, organisations.organisation to ${peerRole}`)
  return {
    url,
    searchPath: [ownSchema, 'threats', 'disruptions', 'organisations'],
    drop: async () => void (await client.query(`drop owned by ${peerRole} cascade; drop role ${peerRole}`)),
  }
}
