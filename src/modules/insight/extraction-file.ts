import { createHash } from 'node:crypto'
import {
  csvWriter,
  jsonArrayWriter,
  oneByOne,
  problemOfRowCount,
  workbookType,
  type WrittenFile,
  writeSpooledBatches,
  writeSpooledWorkbook,
} from '#platform/files'
import { cellsOf, columnsOf, objectOf, sheetColumnsOf } from './extraction-columns.ts'
import type { ExtractedRow } from './extraction-rows-store.ts'
import type { KeptExtraction } from './extraction-store.ts'
import type { Preset } from './preset.ts'

export const extractionFormats = ['csv', 'json', 'xlsx'] as const
export type ExtractionFormat = (typeof extractionFormats)[number]

/** What a format is to browsers and programs. */
export const extractionTypes: Readonly<Record<ExtractionFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
  xlsx: workbookType,
}

/** What a file of an extraction is called. */
export function extractionFileName(
  { preset, asAtText }: Pick<KeptExtraction, 'preset' | 'asAtText'>,
  format: ExtractionFormat,
  isWhole = true,
): string {
  return `${preset}-${asAtText.replaceAll(':', '')}${isWhole ? '' : '-part'}.${format}`
}

/** Why a kept extraction can't be written in a format, and what to do; undefined when it can. */
export function problemOfFormat(kept: Pick<KeptExtraction, 'rowCount'>, format: ExtractionFormat): string | undefined {
  return format === 'xlsx' ? problemOfRowCount(kept.rowCount)?.problem : undefined
}

/** Rows as they come, in batches. */
export type ExtractedRows = AsyncIterable<readonly ExtractedRow[]>

/** What rows came to that were read once. */
export interface ReadRows {
  /** Of the rows as a CSV file has them, header included: 64 hexadecimal digits. */
  readonly sha256: string
  /** Undefined where no file was wanted. */
  readonly file: WrittenFile | undefined
}

/** Reads the rows of a preset to the last, for their hash and, in a format, for a temporary file. The caller removes it. */
export async function readRowsOnce(
  preset: Preset,
  rows: ExtractedRows,
  format: ExtractionFormat | undefined,
): Promise<ReadRows> {
  if (format === 'csv') {
    const file = await writeSpooledBatches(csvWriter(columnsOf(preset)), cells(preset, rows))
    return { sha256: file.sha256, file }
  }
  const digest = csvDigest(preset)
  if (format === undefined) {
    for await (const batch of rows) digest.add(batch)
    return { sha256: digest.end(), file: undefined }
  }
  const file = await writers[format](preset, passing(rows, digest.add))
  return { sha256: digest.end(), file }
}

/** The same rows, each batch looked at on its way. */
export async function* passing(rows: ExtractedRows, look: (batch: readonly ExtractedRow[]) => void): ExtractedRows {
  for await (const batch of rows) {
    look(batch)
    yield batch
  }
}

type Writer = (preset: Preset, rows: ExtractedRows) => Promise<WrittenFile>

const writers: Readonly<Record<Exclude<ExtractionFormat, 'csv'>, Writer>> = {
  json: (preset, rows) => writeSpooledBatches(jsonArrayWriter(), objects(preset, rows)),
  xlsx: async (preset, rows) => {
    const sheet = { name: preset.record.plural, columns: sheetColumnsOf(preset), rows: oneByOne(cells(preset, rows)) }
    const written = await writeSpooledWorkbook([sheet])
    // Whoever asks has looked at `problemOfFormat` first.
    if (!written.ok) throw new Error(written.problem.problem)
    return written.file
  },
}

async function* cells(preset: Preset, rows: ExtractedRows): AsyncGenerator<readonly (readonly string[])[]> {
  for await (const batch of rows) yield cellsOf(preset, batch)
}

async function* objects(preset: Preset, rows: ExtractedRows): AsyncGenerator<readonly object[]> {
  for await (const batch of rows) yield batch.map(row => objectOf(preset, row))
}

/** The SHA-256 of rows as a CSV file has them: however they are cut into batches, it is the same. */
function csvDigest(preset: Preset): {
  readonly add: (batch: readonly ExtractedRow[]) => void
  readonly end: () => string
} {
  const writer = csvWriter(columnsOf(preset))
  const hash = createHash('sha256').update(writer.opening)
  let written = 0
  return {
    add: batch => {
      hash.update(writer.batch(cellsOf(preset, batch), written))
      written += batch.length
    },
    end: () => hash.update(writer.closing).digest('hex'),
  }
}
