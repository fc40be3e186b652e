import type { Transaction } from '#platform/database'
import { sql } from 'kysely'
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'

/** 'sent': as it came. 'rejected': the rows that were not taken. */
export type FileKind = 'sent' | 'rejected'

const pieceBytes = 1024 * 1024

/** Keeps a file of this machine in the database, so that any server can go on with it. */
export async function keepFile(tx: Transaction, importId: string, kind: FileKind, path: string): Promise<void> {
  let position = 0
  for await (const content of createReadStream(path, { highWaterMark: pieceBytes })) {
    await sql`insert into exchange.import_file (import_id, kind, position, content)
      values (${importId}::uuid, ${kind}, ${position}, ${content})`.execute(tx)
    position++
  }
}

/** The bytes of a kept file, piece by piece. */
export async function* readFilePieces(tx: Transaction, importId: string, kind: FileKind): AsyncGenerator<Buffer> {
  for (let position = 0; ; position++) {
    const { rows } = await sql<{ content: Buffer }>`
      select content from exchange.import_file
      where import_id = ${importId}::uuid and kind = ${kind} and position = ${position}`.execute(tx)
    if (rows[0] === undefined) return
    yield rows[0].content
  }
}

/** Removes a kept file. */
export async function removeFile(tx: Transaction, importId: string, kind: FileKind): Promise<void> {
  await sql`delete from exchange.import_file where import_id = ${importId}::uuid and kind = ${kind}`.execute(tx)
}

/** Size and SHA-256 (64 hexadecimal digits) of a file of this machine. */
export async function measureFile(path: string): Promise<{ readonly bytes: number; readonly sha256: string }> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const piece of createReadStream(path)) {
    bytes += piece.length
    hash.update(piece)
  }
  return { bytes, sha256: hash.digest('hex') }
}

/** Removes the files of imports sent before an instant. Those that were still to be taken are withdrawn. */
export async function forgetFilesBefore(tx: Transaction, before: Date): Promise<void> {
  await sql`
    update exchange.import set state = 'withdrawn', finished_at = clock_timestamp()
    where state in ('waiting', 'checked') and sent_at < ${before}`.execute(tx)
  await sql`
    delete from exchange.import_file f using exchange.import i
    where i.id = f.import_id and i.sent_at < ${before} and i.state in ('done', 'failed', 'withdrawn')`.execute(tx)
}
