import { writeAudit } from '#modules/audit'
import type { Transaction } from '#platform/database'
import type { Actor } from '#platform/http'
import { noteChange } from '#platform/replica'
import { keepFile, removeFile } from './file-store.ts'
import { type ImportState, keepOutcome, moveImport } from './import-store.ts'
import type { ImportMode, TakeOutcome } from './take-file.ts'

export interface Outcome {
  readonly importId: string
  readonly register: string
  readonly mode: ImportMode
  readonly from: readonly ImportState[]
  readonly actor: Actor
  readonly outcome: TakeOutcome
}

/**
 * Keeps what came of an import in the transaction that takes it: its counts, problems and state, the rows that were not taken,
 * and the audit's entry (Data Protection Act 2018 s.62: collection).
 */
export async function keepImportOutcome(tx: Transaction, kept: Outcome): Promise<void> {
  const { importId, outcome } = kept
  await keepOutcome(tx, importId, outcome)
  const moved = await moveImport(tx, importId, { from: kept.from, to: stateAfter(kept.mode, outcome) })
  if (!moved && outcome.kind === 'taken') throw new Error('The import was ended while it was being taken.')
  if (outcome.kind !== 'checked') await removeFile(tx, importId, 'sent')
  if (outcome.rejected !== undefined) await keepFile(tx, importId, 'rejected', outcome.rejected.path)
  // Whoever imported looks at it next: no replica may answer that has not seen it.
  if (outcome.kind === 'taken') await noteChange(tx, kept.actor.personId)
  await auditOutcome(tx, kept)
}

/** Writes what came of an import to the audit: counts and the references of what was taken, never values. */
export async function auditOutcome(
  tx: Transaction,
  { importId, register, actor, outcome }: Omit<Outcome, 'from' | 'mode'>,
): Promise<void> {
  const { rows, good, bad, newRecords, newStates, unchanged } = outcome.counts
  await writeAudit(tx, {
    requestId: importId,
    actor,
    event: auditEvents[outcome.kind],
    outcome: outcome.kind === 'not-taken' ? 'refused' : 'done',
    shown: outcome.references.map(reference => `${register}:${reference}`),
    details: { importId, register, rows, good, bad, newRecords, newStates, unchanged },
  })
}

const auditEvents = {
  checked: 'import.checked',
  taken: 'import.taken',
  'not-taken': 'import.not-taken',
} as const

function stateAfter(mode: ImportMode, outcome: TakeOutcome): ImportState {
  if (outcome.kind === 'taken') return 'done'
  return outcome.kind === 'checked' && mode === 'check' ? 'checked' : 'failed'
}
