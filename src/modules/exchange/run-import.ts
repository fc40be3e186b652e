import type { Database } from '#platform/database'
import type { RecordDeclaration } from '#platform/record'
import { randomUUID } from 'node:crypto'
import { basename } from 'node:path'
import { measureFile } from './file-store.ts'
import { insertImport } from './import-store.ts'
import { auditOutcome, keepImportOutcome } from './keep-import.ts'
import { type ImportMode, takeFile, type TakeOutcome, type TakeResult } from './take-file.ts'

export interface RunImportOptions {
  readonly database: Database
  readonly record: RecordDeclaration
  /** A file of this machine. */
  readonly path: string
  /** What the import is called by; otherwise the file's own name. */
  readonly fileName?: string
  readonly mode: ImportMode
  readonly personId: number
  readonly present: Date
  readonly progress?: (rows: number) => void
  /** Given the rows that were not taken, as a file that is removed afterwards. */
  readonly onRejected?: (path: string) => Promise<void>
}

/** What came of it, and the number under which it is kept when something was taken. */
export type RunImportResult = TakeResult & { readonly number?: number | undefined }

/**
 * Imports a file of this machine into a register: the same as an upload, in one go. What is only checked or not taken leaves
 * nothing but its entry in the audit.
 *
 * @throws Error when the file can't be read.
 */
export async function runImport(options: RunImportOptions): Promise<RunImportResult> {
  const importId = randomUUID()
  const measured = await measureFile(options.path)
  let number: number | undefined
  const result = await takeFile({
    ...options,
    importId,
    progress: options.progress ?? (() => undefined),
    keep: async (tx, actor, outcome) => {
      const about = { importId, register: options.record.register, actor, outcome }
      if (outcome.kind !== 'taken') return auditOutcome(tx, about)
      number = await insertImport(tx, {
        ...measured,
        id: importId,
        register: options.record.register,
        fileName: (options.fileName ?? basename(options.path)).slice(0, 200),
        personId: options.personId,
        organisationId: actor.organisationId,
        state: 'accepting',
        mode: options.mode,
        sentAt: options.present,
      })
      await keepImportOutcome(tx, { ...about, mode: options.mode, from: ['accepting'] })
      await handBack(options, outcome)
    },
  })
  return { ...result, number }
}

/** Before the transaction ends: rows that can't be handed back are not to be lost for good. */
async function handBack(options: RunImportOptions, outcome: TakeOutcome): Promise<void> {
  if (outcome.rejected !== undefined) await options.onRejected?.(outcome.rejected.path)
}
