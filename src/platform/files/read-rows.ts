import { open } from 'node:fs/promises'
import type { FileForm } from './check-row.ts'
import { type FileLimits, fileLimits, type WorkbookLimits, workbookLimits } from './limits.ts'
import { readDelimited } from './read-delimited.ts'
import { refuseOfficeFile } from './refuse-office-file.ts'
import type { DelimitedItem } from './row-sorter.ts'
import { readWorkbook } from './workbook/read-workbook.ts'

export interface ReadRowsOptions {
  readonly limits?: Partial<FileLimits>
  readonly workbookLimits?: Partial<WorkbookLimits>
}

/**
 * Reads the rows of a file that people or programs sent, CSV or XLSX by its content, not by its name: the header once, then rows
 * with their lines (in a sheet, its row numbers), then `stopped` if the rest, or all of it, can't be read. Rejects only when the
 * file can't be opened or read at all.
 */
export async function* readRows(path: string, options: ReadRowsOptions = {}): AsyncGenerator<DelimitedItem> {
  const limits = { ...fileLimits, ...options.limits }
  const refusal = await refuseOfficeFile(path)
  if (refusal !== undefined) yield { kind: 'stopped', problem: refusal }
  else if ((await fileForm(path)) === 'delimited') yield* readDelimited(path, { limits })
  else yield* readWorkbook(path, limits, { ...workbookLimits, ...options.workbookLimits })
}

const zipStart = Buffer.from([0x50, 0x4b, 0x03, 0x04])

/** Whether a file is a sheet (a zip, as all workbooks are) or to be read as separated values. */
export async function fileForm(path: string): Promise<FileForm> {
  const file = await open(path, 'r')
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(zipStart.length), 0, zipStart.length, 0)
    return buffer.subarray(0, bytesRead).equals(zipStart) ? 'sheet' : 'delimited'
  } finally {
    await file.close()
  }
}
