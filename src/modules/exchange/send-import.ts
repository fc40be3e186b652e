import { fileLimits } from '#platform/files'
import type { UploadedFile, Visit } from '#platform/http'
import { enqueue } from '#platform/jobs'
import { randomUUID } from 'node:crypto'
import { keepFile, measureFile, removeFile } from './file-store.ts'
import { importJobName } from './import-job.ts'
import { insertImport, type KeptImport, moveImport } from './import-store.ts'
import type { ImportMode } from './take-file.ts'

/** Most bytes of a file that is sent. */
export const mostBytes = fileLimits.bytes

export interface SentFile {
  readonly register: string
  readonly file: UploadedFile
  readonly fileName: string
  readonly mode: ImportMode
}

/** Keeps a file that was sent, whole, and has it checked (or taken) outside the request. Gives the import's id. */
export async function sendImport(visit: Visit, { register, file, fileName, mode }: SentFile): Promise<string> {
  const id = randomUUID()
  await insertImport(visit.tx, {
    ...(await measureFile(file.path)),
    id,
    register,
    fileName: plainName(fileName) || `${register}.csv`,
    personId: visit.actor.personId,
    organisationId: visit.actor.organisationId,
    state: 'waiting',
    mode,
    sentAt: visit.present,
  })
  await keepFile(visit.tx, id, 'sent', file.path)
  await enqueue(visit.tx, importJobName, { importId: id })
  return id
}

/** Has a checked import taken, under the authority of whoever asks. False when it is no longer there to be taken. */
export async function acceptImport(visit: Visit, kept: KeptImport, mode: 'accept' | 'accept-good'): Promise<boolean> {
  const moved = await moveImport(visit.tx, kept.id, {
    from: ['checked'],
    to: 'accepting',
    mode,
    takenBy: visit.actor.personId,
  })
  if (moved) await enqueue(visit.tx, importJobName, { importId: kept.id })
  return moved
}

/** Withdraws an import of which nothing has been taken. False when it is too late. */
export async function withdrawImport(visit: Visit, kept: KeptImport): Promise<boolean> {
  const moved = await moveImport(visit.tx, kept.id, { from: ['waiting', 'checking', 'checked'], to: 'withdrawn' })
  if (moved) await removeFile(visit.tx, kept.id, 'sent')
  return moved
}

/** A file's name without its folders, as browsers of all kinds send it. */
function plainName(name: string): string {
  return (name.split(/[\\/]/).at(-1) ?? '').replaceAll(/\p{Cc}/gu, '').slice(0, 200)
}
