import type { Database, Transaction } from '#platform/database'
import type { Job } from '#platform/http'
import { chainHead, hashAt, holdHeadLock, sealBatch } from './audit-store.ts'
import { headPath, readHead, writeHead } from './head-file.ts'

const mostAtOnce = 10_000

export interface Sealed {
  readonly sealed: number
  /** Why nothing was sealed, or what else whoever runs the server should know. */
  readonly warning?: string
}

/**
 * Seals all entries that none can precede any more, then writes the end of the chain to a file outside the database. When that
 * file knows of more than the database holds, or of another chain, it stops: what is missing must not be sealed over.
 */
export async function sealAudit(database: Database, path: string): Promise<Sealed> {
  const objection = await database.transaction().execute(tx => objectionTo(tx, path))
  if (objection !== undefined) return { sealed: 0, warning: objection }
  let sealed = 0
  for (;;) {
    const batch = await database.transaction().execute(tx => sealBatch(tx, mostAtOnce))
    sealed += batch
    if (batch < mostAtOnce) break
  }
  const warning = await database.transaction().execute(tx => moveHead(tx, path, sealed))
  return warning === undefined ? { sealed } : { sealed, warning }
}

/** The job that seals. The same warning is said once. */
export function sealingJob(everySeconds = 5): Job {
  let said: string | undefined
  return {
    name: 'audit.seal',
    everySeconds,
    run: async ({ database, say, settings }) => {
      const { warning } = await sealAudit(database, headPath(settings))
      if (warning !== undefined && warning !== said) say(warning)
      said = warning
    },
  }
}

async function objectionTo(tx: Transaction, path: string): Promise<string | undefined> {
  const known = await readHead(path)
  if (known.kind === 'unreadable') return `The audit is not sealed: ${path} can't be read (${known.problem}).`
  if (known.kind === 'missing' || known.head.count === 0) return undefined
  const { count, hash } = known.head
  const found = await hashAt(tx, count)
  if (found === hash) return undefined
  const what = found === undefined ? `the database does not hold that many` : `the database holds another one there`
  return `The audit is not sealed: ${path} knows of ${count} sealed entries, and ${what}. Run "fourfold audit verify".`
}

async function moveHead(tx: Transaction, path: string, sealed: number): Promise<string | undefined> {
  await holdHeadLock(tx)
  const known = await readHead(path)
  const head = await chainHead(tx)
  if (head === undefined || (known.kind === 'known' && known.head.count >= head.count)) return undefined
  await writeHead(path, head)
  if (known.kind !== 'missing' || head.count === sealed) return undefined
  return `${path} was missing. It was written anew from the database: ${head.count} sealed entries.`
}
