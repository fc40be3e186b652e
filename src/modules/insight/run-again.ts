import type { Transaction } from '#platform/database'
import {
  csvWriter,
  jsonArrayWriter,
  problemOfRowCount,
  workbookType,
  type WrittenFile,
  writeSpooledFile,
  writeSpooledWorkbook,
} from '#platform/files'
import { cellsOf, columnsOf, objectOf, sheetColumnsOf } from './extraction-columns.ts'
import {
  countBeyond,
  countErased,
  type ExtractedRow,
  type ExtractionScope,
  streamExtraction,
} from './extraction-rows-store.ts'
import type { ExtractionCheck, KeptExtraction } from './extraction-store.ts'
import { presetOf } from './presets.ts'
import { allowLongWork, rowsDigest } from './run-extraction.ts'

export const extractionFormats = ['csv', 'json', 'xlsx'] as const
export type ExtractionFormat = (typeof extractionFormats)[number]

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
  const digest = rowsDigest(scope.preset)
  const rows = async function* <Row>(present: (row: ExtractedRow) => Row): AsyncGenerator<Row> {
    for await (const row of streamExtraction(tx, scope, kept.id)) {
      references.push(row.state.reference)
      digest.add(row)
      yield present(row)
    }
  }
  const cells = () => rows(row => cellsOf(scope.preset, row))
  const written = await writers[format](scope, cells, () => rows(row => objectOf(scope.preset, row)))
  return { ...written, references, isWhole: digest.end() === kept.sha256 }
}

type Writer = (
  scope: ExtractionScope,
  cells: () => AsyncIterable<readonly string[]>,
  objects: () => AsyncIterable<object>,
) => Promise<WrittenFile>

const writers: Readonly<Record<ExtractionFormat, Writer>> = {
  csv: ({ preset }, cells) => writeSpooledFile(csvWriter(columnsOf(preset)), cells()),
  json: (_scope, _cells, objects) => writeSpooledFile(jsonArrayWriter(), objects()),
  xlsx: async ({ preset }, cells) => {
    const sheet = { name: preset.record.plural, columns: sheetColumnsOf(preset), rows: cells() }
    const written = await writeSpooledWorkbook([sheet])
    // Whoever asks has looked at `problemOfFormat` first.
    if (!written.ok) throw new Error(written.problem.problem)
    return written.file
  },
}

/** Why a kept extraction can't be written in a format, and what to do; undefined when it can. */
export function problemOfFormat(kept: Pick<KeptExtraction, 'rowCount'>, format: ExtractionFormat): string | undefined {
  return format === 'xlsx' ? problemOfRowCount(kept.rowCount)?.problem : undefined
}

/** What a format is to browsers and programs. */
export const extractionTypes: Readonly<Record<ExtractionFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
  xlsx: workbookType,
}

/** Runs a kept extraction again by both of its instants, and says whether the same bytes come out of it, or why they don't. */
export async function checkExtraction(
  tx: Transaction,
  kept: KeptExtraction,
  by: { readonly email: string; readonly present: Date },
): Promise<ExtractionCheck> {
  await allowLongWork(tx)
  const scope = scopeOf(kept)
  const digest = rowsDigest(scope.preset)
  let rowsSeen = 0
  for await (const row of streamExtraction(tx, scope, kept.id)) {
    digest.add(row)
    rowsSeen += 1
  }
  return {
    checkedAt: by.present,
    email: by.email,
    rowsSeen,
    rowsErased: await countErased(tx, scope.preset, kept.id),
    rowsBeyond: await countBeyond(tx, scope, kept.id),
    sameBytes: digest.end() === kept.sha256,
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
