/** What a file may hold at most. */
export interface FileLimits {
  readonly bytes: number
  readonly columns: number
  /** Characters (Unicode code points) in one field. */
  readonly fieldCharacters: number
}

const mebibyte = 1024 * 1024

/** The limits of CSV files that people and force systems send us: 200 MB, 200 columns, 4,000 characters a field. */
export const fileLimits: FileLimits = { bytes: 200 * mebibyte, columns: 200, fieldCharacters: 4000 }

/** What a workbook may hold at most, besides. */
export interface WorkbookLimits {
  readonly parts: number
  /** Of all its parts together. */
  readonly unpackedBytes: number
  /** Characters (UTF-16 code units) of all its cells together: one text can be that of many cells. */
  readonly characters: number
}

/** The limits of XLSX files that people and force systems send us: 1,000 parts, 100 MB unpacked. */
export const workbookLimits: WorkbookLimits = {
  parts: 1000,
  unpackedBytes: 100 * mebibyte,
  characters: 200 * mebibyte,
}

/**
 * Characters (UTF-16 code units) after which a row is given up: twice what a row within the limits can take, when each
 * character is a pair of surrogates or a doubled quote mark.
 */
export function rowCharacters(limits: FileLimits): number {
  return limits.columns * (limits.fieldCharacters * 4 + 3)
}

/** A count of bytes as people write it: '200 MB', '3 KB', '12 bytes'. */
export function sizeInWords(bytes: number): string {
  if (bytes >= mebibyte) return `${Math.round(bytes / mebibyte)} MB`
  if (bytes >= 1024) return `${Math.round(bytes / 1024)} KB`
  return `${bytes} bytes`
}
