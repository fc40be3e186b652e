import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type RunImportResult, runImport } from '#modules/exchange'
import { personIdByEmail } from '#modules/organisations'
import type { RecordDeclaration } from '#platform/record'
import type { TestServer } from '../server.ts'

interface SentFile {
  readonly record: RecordDeclaration
  /** Its content says what it is, not its name. */
  readonly content: Buffer | string
}

/** Imports a file as a person does, in one go. */
export async function importFile(
  site: TestServer,
  email: string,
  { record, content }: SentFile,
): Promise<RunImportResult> {
  const folder = await mkdtemp(join(tmpdir(), 'fourfold-hostile-'))
  try {
    const path = join(folder, 'rows')
    await writeFile(path, content)
    const { app } = site.database
    const personId = await app.transaction().execute(tx => personIdByEmail(tx, email))
    if (personId === undefined) throw new Error(`There is no ${email}`)
    return await runImport({ database: app, record, path, mode: 'accept', personId, present: new Date() })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
