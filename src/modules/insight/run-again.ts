import type { Transaction } from '#platform/database'
import type { WrittenFile } from '#platform/files'
import { type ExtractionFormat, passing, readRowsOnce } from './extraction-file.ts'
import {
  allowLongWork,
  countBeyond,
  countErased,
  type ExtractionScope,
  streamExtraction,
} from './extraction-rows-store.ts'
import type { ExtractionCheck, KeptExtraction } from './extraction-store.ts'
import { presetOf } from './presets.ts'

/** The rows of a kept extraction in a temporary file, that are the actor's to see. */
export interface ExtractionFile extends WrittenFile {
  readonly references: readonly string[]
  /** These are the bytes that were taken, or the JSON of those rows. */
  readonly isWhole: boolean
}

/**
 * The scope of a kept extraction, by both of its instants.
 *
 * @throws Error when its preset is no longer there, or another version: kept extractions outlive no preset of ours.
 */
export function scopeOf(kept: KeptExtraction): ExtractionScope {
  const preset = presetOf(kept.preset)
  if (preset?.version !== kept.presetVersion) {
    throw new Error(`There is no version ${kept.presetVersion} of the preset ${kept.preset}.`)
  }
  return { preset, dates: kept.dates, asAt: kept.asAt, takenAt: kept.takenAt }
}

/** Writes the rows of a kept extraction to a temporary file, read anew by both of its instants. The caller removes it. */
export async function writeExtraction(
  tx: Transaction,
  kept: KeptExtraction,
  format: ExtractionFormat,
): Promise<ExtractionFile> {
  await allowLongWork(tx)
  const scope = scopeOf(kept)
  const references: string[] = []
  const rows = passing(streamExtraction(tx, scope, kept.id), batch => {
    for (const { reference } of batch) references.push(reference)
  })
  const { sha256, file } = await readRowsOnce(scope.preset, rows, format)
  if (file === undefined) throw new Error('Rows that were to be written came to no file.')
  return { ...file, references, isWhole: sha256 === kept.sha256 }
}

/** Runs a kept extraction again by both of its instants, and says whether the same bytes come out of it, or why they don't. */
export async function checkExtraction(
  tx: Transaction,
  kept: KeptExtraction,
  by: { readonly email: string; readonly present: Date },
): Promise<ExtractionCheck> {
  await allowLongWork(tx)
  const scope = scopeOf(kept)
  let rowsSeen = 0
  const rows = passing(streamExtraction(tx, scope, kept.id), batch => {
    rowsSeen += batch.length
  })
  const { sha256 } = await readRowsOnce(scope.preset, rows, undefined)
  return {
    checkedAt: by.present,
    email: by.email,
    rowsSeen,
    rowsErased: await countErased(tx, scope.preset, kept.id),
    rowsBeyond: await countBeyond(tx, scope, kept.id),
    sameBytes: sha256 === kept.sha256,
  }
}

/** What came of running an extraction again, in sentences. */
export function verdictOf(kept: Pick<KeptExtraction, 'rowCount'>, check: ExtractionCheck): string {
  return [mainVerdict(kept.rowCount, check), ...beyond(check.rowsBeyond)].join(' ')
}

function mainVerdict(rowCount: number, check: ExtractionCheck): string {
  if (check.sameBytes) return `The same ${rowsText(rowCount)}, byte for byte.`
  if (check.rowsSeen < rowCount) {
    return `Only ${check.rowsSeen} of its ${rowsText(rowCount)} can be seen by ${check.email}: access has narrowed since it was taken, or is narrower than that of who took it. What is shown or downloaded is not the whole extraction, and its figures can’t be checked from it.`
  }
  if (check.rowsErased > 0) {
    return `The same ${rowsText(rowCount)}, but ${check.rowsErased} of their records have been erased since, so the bytes are not the same.`
  }
  return `The same ${rowsText(rowCount)}, but not the same bytes: a name in them, such as an organisation’s, has changed since.`
}

function beyond(rowsBeyond: number): readonly string[] {
  if (rowsBeyond === 0) return []
  return [
    `By access of today the preset finds ${rowsText(rowsBeyond)} more for the same two instants: they were not open to who took it then.`,
  ]
}

function rowsText(count: number): string {
  return `${count} ${count === 1 ? 'row' : 'rows'}`
}
