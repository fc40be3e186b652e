/** A sheet has so many rows and columns at most. */
export const mostRows = 1_048_576
export const mostColumns = 16_384

/** A cell's place: row from 1, column from 0. */
export interface CellPlace {
  readonly row: number
  readonly column: number
}

const form = /^\$?([A-Za-z]{1,3})\$?(\d{1,7})$/

/** The place of a cell by its name ('C5'), or undefined when no sheet has such a cell. */
export function cellPlace(name: string): CellPlace | undefined {
  const parts = form.exec(name)
  if (parts === null) return undefined
  const place = { column: columnNumber((parts[1] ?? '').toUpperCase()) - 1, row: Number(parts[2]) }
  return place.column < mostColumns && place.row >= 1 && place.row <= mostRows ? place : undefined
}

/** A cell's name by its place: 'C5'. */
export function cellName({ row, column }: CellPlace): string {
  return `${columnLetters(column + 1)}${row}`
}

/** A column's number from 1 by its letters. */
export function columnNumber(letters: string): number {
  let number = 0
  for (const letter of letters) number = number * 26 + letter.charCodeAt(0) - 64
  return number
}

/** A column's letters by its number from 1. */
export function columnLetters(number: number): string {
  let letters = ''
  for (let rest = number; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters
  }
  return letters
}
