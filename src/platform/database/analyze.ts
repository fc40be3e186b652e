import pg from 'pg'

/**
 * Has the database look at what its tables hold now, as PostgreSQL does by itself a minute or so after much has come in: until
 * then it plans as if they were empty, and what reads many rows takes ten times as long.
 *
 * @param ownerUrl the address of the role that owns the tables: a lesser one may not.
 */
export async function analyze(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'fourfold-analyze' })
  await client.connect()
  try {
    await client.query('analyze')
  } finally {
    await client.end()
  }
}
