import { type Database, onlyRow } from '#platform/database'
import { sql } from 'kysely'

/** What tells one database of one PostgreSQL cluster from all others; a cluster and its replicas have the same. */
export interface ClusterFacts {
  readonly inRecovery: boolean
  readonly databaseOid: string
  /** Undefined where the role may not read it. */
  readonly systemIdentifier: string | undefined
}

/** Reads which cluster and database this is, and whether it is a replica. */
export async function clusterFacts(database: Database): Promise<ClusterFacts> {
  const facts = onlyRow(
    await sql<Omit<ClusterFacts, 'systemIdentifier'>>`
      select pg_is_in_recovery() as "inRecovery", oid::text as "databaseOid" from pg_database
      where datname = current_database()`.execute(database),
  )
  return { ...facts, systemIdentifier: await systemIdentifier(database) }
}

const insufficientPrivilege = '42501'

async function systemIdentifier(database: Database): Promise<string | undefined> {
  try {
    const { rows } = await sql<{ id: string }>`select system_identifier::text as id from pg_control_system()`.execute(
      database,
    )
    return rows[0]?.id
  } catch (fault) {
    if (fault instanceof Error && 'code' in fault && fault.code === insufficientPrivilege) return undefined
    throw fault
  }
}
