import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { settledInstant, type Transaction } from '#platform/database'
import { csvWriter } from '#platform/files'
import type { Actor } from '#platform/http'
import { cellsOf, columnsOf } from './extraction-columns.ts'
import { figuresCounter } from './extraction-figures.ts'
import type { ExtractionRequest } from './extraction-request.ts'
import { countFirstDay, type ExtractedRow, type ExtractionScope, streamExtraction } from './extraction-rows-store.ts'
import { keepExtraction, type KeptExtraction, type NewExtraction } from './extraction-store.ts'
import type { Preset } from './preset.ts'

/**
 * Runs an extraction under the actor's authority and keeps it: what was asked, the instant it was taken, its rows, their hash
 * and its figures. The instant is settled: nothing that was entered before it can still come.
 */
export async function runExtraction(
  tx: Transaction,
  request: ExtractionRequest,
  actor: Actor,
): Promise<KeptExtraction> {
  await allowLongWork(tx)
  const takenAt = await settledInstant(tx)
  const { preset, dates } = request
  const asked = request.asAt.when === 'past' ? request.asAt.instant : takenAt
  // The clock of the database may be a little behind the one that the request was read by.
  const scope: ExtractionScope = { preset, dates, takenAt, asAt: asked < takenAt ? asked : takenAt }
  const read = await readWhole(tx, scope)
  const kept: NewExtraction = {
    ...scope,
    ...read,
    preset: preset.name,
    presetVersion: preset.version,
    asAtText: request.asAtText,
    authority: { person: actor.name, email: actor.email, organisation: actor.organisation },
    personId: actor.personId,
    organisationId: actor.organisationId,
    droppedRows: dates?.literal ? await countFirstDay(tx, scope) : undefined,
  }
  return { ...kept, id: await keepExtraction(tx, kept) }
}

/** Extractions of a whole country take longer than a page may. */
export async function allowLongWork(tx: Transaction): Promise<void> {
  await sql`set local statement_timeout = '10min'`.execute(tx)
}

type ReadWhole = Pick<NewExtraction, 'rowCount' | 'sha256' | 'figures' | 'stateIds'>

async function readWhole(tx: Transaction, scope: ExtractionScope): Promise<ReadWhole> {
  const stateIds: number[] = []
  const counter = figuresCounter(scope.preset)
  const digest = rowsDigest(scope.preset)
  for await (const row of streamExtraction(tx, scope)) {
    stateIds.push(row.stateId)
    counter.add(row.state.values)
    digest.add(row)
  }
  return { rowCount: stateIds.length, sha256: digest.end(), figures: counter.figures(), stateIds }
}

const rowsInBatch = 250

/** The SHA-256 of an extraction's rows as a CSV file has them, header included: 64 hexadecimal digits. */
export function rowsDigest(preset: Preset): {
  readonly add: (row: ExtractedRow) => void
  readonly end: () => string
} {
  const writer = csvWriter(columnsOf(preset))
  const hash = createHash('sha256').update(writer.opening)
  let batch: (readonly string[])[] = []
  let written = 0
  const write = () => {
    if (batch.length === 0) return
    hash.update(writer.batch(batch, written))
    written += batch.length
    batch = []
  }
  return {
    add: row => {
      batch.push(cellsOf(preset, row))
      if (batch.length >= rowsInBatch) write()
    },
    end: () => {
      write()
      return hash.update(writer.closing).digest('hex')
    },
  }
}
