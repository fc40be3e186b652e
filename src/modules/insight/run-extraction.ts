import { settledInstant, type Transaction } from '#platform/database'
import { removeSpooled } from '#platform/files'
import type { Actor } from '#platform/http'
import type { Handling } from '#platform/record'
import { type ExtractionFormat, passing, readRowsOnce } from './extraction-file.ts'
import { figuresCounter } from './extraction-figures.ts'
import type { ExtractionRequest } from './extraction-request.ts'
import { allowLongWork, countFirstDay, type ExtractionScope, streamExtraction } from './extraction-rows-store.ts'
import { keepExtraction, type KeptExtraction, type NewExtraction } from './extraction-store.ts'
import type { ExtractionFile } from './run-again.ts'

/** An extraction that was taken, and its rows where they were wanted at once. */
export interface TakenExtraction {
  readonly kept: KeptExtraction
  /** In a temporary file, which the caller removes. */
  readonly file: ExtractionFile | undefined
  /** The handlings that its records have today. */
  readonly handlings: ReadonlySet<Handling>
}

/** The formats that any number of rows fits into. */
export type StreamedFormat = Exclude<ExtractionFormat, 'xlsx'>

/**
 * Runs an extraction under the actor's authority and keeps it: what was asked, the instant it was taken, its rows, their hash
 * and its figures. The instant is settled: nothing that was entered before it can still come. In a format that takes any number
 * of rows they can be had at once, read no second time.
 */
export async function runExtraction(
  tx: Transaction,
  request: ExtractionRequest,
  actor: Actor,
  format?: StreamedFormat,
): Promise<TakenExtraction> {
  await allowLongWork(tx)
  const takenAt = await settledInstant(tx)
  const { preset, dates } = request
  const asked = request.asAt.when === 'past' ? request.asAt.instant : takenAt
  // The clock of the database may be a little behind the one that the request was read by.
  const scope: ExtractionScope = { preset, dates, takenAt, asAt: asked < takenAt ? asked : takenAt }
  const droppedRows = dates?.literal ? await countFirstDay(tx, scope) : undefined
  const { file, references, handlings, ...read } = await readWhole(tx, scope, format)
  const taken: NewExtraction = {
    ...scope,
    ...read,
    preset: preset.name,
    presetVersion: preset.version,
    asAtText: request.asAtText,
    authority: { person: actor.name, email: actor.email, organisation: actor.organisation },
    personId: actor.personId,
    organisationId: actor.organisationId,
    droppedRows,
  }
  try {
    const kept = { ...taken, id: await keepExtraction(tx, taken) }
    return { kept, file: file && { ...file, references, isWhole: true }, handlings }
  } catch (fault) {
    if (file !== undefined) await removeSpooled(file)
    throw fault
  }
}

async function readWhole(tx: Transaction, scope: ExtractionScope, format: StreamedFormat | undefined) {
  const stateIds: number[] = []
  const references: string[] = []
  const handlings = new Set<Handling>()
  const counter = figuresCounter(scope.preset)
  const rows = passing(streamExtraction(tx, scope), batch => {
    for (const { stateId, reference, handling, values } of batch) {
      stateIds.push(stateId)
      references.push(reference)
      handlings.add(handling)
      counter.add(values)
    }
  })
  const { sha256, file } = await readRowsOnce(scope.preset, rows, format)
  return { rowCount: stateIds.length, sha256, figures: counter.figures(), stateIds, references, handlings, file }
}
