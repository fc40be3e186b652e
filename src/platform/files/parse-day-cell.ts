import { type CellResult, read, unread } from './problem.ts'
import { problemOfDay } from './real-day.ts'
import { shown } from './show-value.ts'

const form = /^(\d{4})-(\d{2})-(\d{2})$/

/**
 * A day from a cell: an ISO 8601 calendar day, 1900-01-01 or later, that exists. Gives it as it is stored, 'YYYY-MM-DD';
 * whether it may be in the future is the caller's rule. Spaces around it don't matter.
 */
export function parseDayCell(cell: string): CellResult<string> {
  const text = cell.trim()
  const parts = form.exec(text)
  if (parts === null) return unread(`${shown(text)} is not a date. Enter the year, month and day, such as 2026-11-22`)
  const wrong = problemOfDay(Number(parts[1]), Number(parts[2]), Number(parts[3]))
  return wrong === undefined ? read(text) : unread(`${shown(text)} ${wrong}. Enter a date such as 2026-11-22`)
}
