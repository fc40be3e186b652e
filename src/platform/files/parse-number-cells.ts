import { type CellResult, read, unread } from './problem.ts'
import { shown } from './show-value.ts'

const wholePounds = '(?<pounds>\\d+|\\d{1,3}(?:,\\d{3})+)'
const money = new RegExp(`^${wholePounds}(?:\\.(?<pence>\\d{1,2}))?$`)
const count = /^(?:\d+|\d{1,3}(?:,\d{3})+)$/
const mostPence = 9_999_999_999_999
const mostCounted = 1_000_000

/**
 * Pounds from a cell as whole pence: a plain decimal from 0 to 99,999,999,999.99, with at most two decimals and, if
 * wished, commas between thousands ('4800', '4800.5', '4,800.50'). No pound sign, no minus. Spaces around it don't matter.
 */
export function parseMoneyCell(cell: string): CellResult<number> {
  const text = cell.trim()
  if (/^[-–−]/.test(text)) return unread(`${shown(text)} is less than zero. Enter an amount of 0 or more`)
  if (/[£$€]/.test(text))
    return unread(`${shown(text)} has a currency sign. Enter pounds as a number alone, such as 4800.00`)
  const parts = money.exec(text)?.groups
  if (parts === undefined) return unread(`${shown(text)} is not an amount of pounds. Enter a number such as 4800.00`)

  const pence = Number(withoutCommas(parts['pounds'] ?? '') + (parts['pence'] ?? '').padEnd(2, '0'))
  return pence <= mostPence ? read(pence) : unread(`${shown(text)} is too large. Enter 99,999,999,999.99 or less`)
}

/**
 * A count from a cell: a whole number from 0 to 1,000,000, if wished with commas between thousands. Spaces around it don't
 * matter.
 */
export function parseCountCell(cell: string): CellResult<number> {
  const text = cell.trim()
  if (/^[-–−]/.test(text)) return unread(`${shown(text)} is less than zero. Enter 0 or more`)
  if (!count.test(text)) return unread(`${shown(text)} is not a whole number. Enter a number such as 3`)

  const value = Number(withoutCommas(text))
  return value <= mostCounted ? read(value) : unread(`${shown(text)} is too large. Enter 1,000,000 or less`)
}

function withoutCommas(digits: string): string {
  return digits.replaceAll(',', '')
}
