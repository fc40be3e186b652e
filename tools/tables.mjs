// Writes src/platform/database/tables.ts, the types of all rows, from a database that was just migrated.
import { writeFileSync } from 'node:fs'
import { generateTables, tablesFile } from '../test/generate-tables.ts'
import { prepare, startServer } from '../test/postgres-server.ts'

const server = await startServer()
try {
  const template = new URL(await prepare(server.superuserUrl))
  template.pathname = '/fourfold_template'
  writeFileSync(tablesFile, await generateTables(template.toString()))
} finally {
  await server.stop()
}
