import { stateActor, systemPersonId } from '#modules/organisations'
import type { Database, Transaction } from '#platform/database'
import { removeSpooled, type SpooledFile, spoolToFile } from '#platform/files'
import type { Offers } from '#platform/http'
import { sql } from 'kysely'
import { Readable } from 'node:stream'
import { readFilePieces } from './file-store.ts'
import { keepProgress, keepRefusal, type KeptImport, moveImport, readImport } from './import-store.ts'
import { keepImportOutcome } from './keep-import.ts'
import { progressKeeper } from './progress-keeper.ts'
import { takeFile, type TakeResult } from './take-file.ts'

export interface RunOptions {
  readonly database: Database
  readonly house: Offers
  readonly importId: string
  readonly present: Date
}

/**
 * Checks or takes an import whose file is kept in the database, as it stands there. Whatever becomes of this process, all of
 * the file is taken or none; running it again does what is still to be done, and nothing when it is done or withdrawn.
 */
export async function runKeptImport(options: RunOptions): Promise<void> {
  const begun = await asSystem(options, tx => beginImport(tx, options.importId))
  if (begun === undefined) return
  const result = await takeOrFail(options, begun)
  if (result.kind === 'refused') await fail(options, result.says)
  if (result.kind === 'superseded' && (await asSystem(options, tx => isWanted(tx, options.importId)))) {
    throw new Error(`Import ${begun.number} is under way elsewhere. It is looked at again later.`)
  }
}

async function takeOrFail(options: RunOptions, kept: KeptImport): Promise<TakeResult> {
  try {
    return await takeKeptFile(options, kept)
  } catch (fault) {
    await fail(
      options,
      'Something went wrong on our side. Nothing was taken. Send the file again; if it goes on, tell an administrator.',
    )
    throw fault
  }
}

async function beginImport(tx: Transaction, importId: string): Promise<KeptImport | undefined> {
  const kept = await readImport(tx, importId)
  if (kept === undefined) return undefined
  const to = kept.mode === 'check' ? 'checking' : 'accepting'
  return (await moveImport(tx, importId, { from: ['waiting', to], to })) ? kept : undefined
}

async function takeKeptFile(options: RunOptions, kept: KeptImport): Promise<TakeResult> {
  const { database, importId, present } = options
  const register = options.house.registers.get(kept.register)
  const spooled = await asSystem(options, tx => spoolSent(tx, importId))
  const keeper = progressKeeper(rows => asSystem(options, tx => keepProgress(tx, importId, rows)))
  try {
    if (register === undefined || spooled === undefined)
      return { kind: 'refused', says: 'The file is no longer here. Send it again.' }
    return await takeFile({
      database,
      record: register.record,
      path: spooled.path,
      mode: kept.mode,
      personId: kept.takenBy ?? kept.personId,
      importId,
      present,
      progress: rows => keeper.tell(rows),
      begin: tx => isOurs(tx, importId),
      keep: async (tx, actor, outcome) => {
        await keeper.settle()
        const from = ['checking', 'accepting'] as const
        await keepImportOutcome(tx, { importId, register: kept.register, mode: kept.mode, from, actor, outcome })
      },
    })
  } finally {
    await keeper.settle()
    if (spooled !== undefined) await removeSpooled(spooled)
  }
}

/** A server that was thought dead may still be at it: only one of the two goes on. */
async function isOurs(tx: Transaction, importId: string): Promise<boolean> {
  const { rows } = await sql<{ held: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${importId}, 0)) as held`.execute(tx)
  return rows[0]?.held === true && (await isWanted(tx, importId))
}

async function isWanted(tx: Transaction, importId: string): Promise<boolean> {
  const kept = await readImport(tx, importId)
  return kept?.state === 'checking' || kept?.state === 'accepting'
}

async function spoolSent(tx: Transaction, importId: string): Promise<SpooledFile | undefined> {
  const spooled = await spoolToFile(Readable.from(readFilePieces(tx, importId, 'sent')))
  if (!spooled.ok) return undefined
  if (spooled.file.bytes > 0) return spooled.file
  await removeSpooled(spooled.file)
  return undefined
}

async function fail(options: RunOptions, says: string): Promise<void> {
  await asSystem(options, tx => keepRefusal(tx, options.importId, says))
}

async function asSystem<Result>(options: RunOptions, act: (tx: Transaction) => Promise<Result>): Promise<Result> {
  return options.database.transaction().execute(async tx => {
    await stateActor(tx, await systemPersonId(tx), 'read')
    return act(tx)
  })
}
