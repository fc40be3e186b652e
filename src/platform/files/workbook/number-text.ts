import type { NumberMeaning } from './cell-formats.ts'

const millisecondsADay = 86_400_000
const lastSerial = 2_958_466

/**
 * The text of a number in a cell. Numbers: the digits that were typed, of which a spreadsheet keeps 15 ("0.3", never
 * "0.30000000000000004" or "3E-1"). Moments: '2026-11-22' at midnight, '2026-11-22T09:30:00' at any other time, without a zone,
 * since a spreadsheet knows none. Times of no day: '09:30:00'.
 *
 * @param from1904 the workbook counts days from 1904, as older ones made on a Mac do.
 */
export function numberText(raw: string, meaning: NumberMeaning, from1904: boolean): string {
  const text = raw.trim()
  const value = Number(text)
  if (text === '' || !Number.isFinite(value)) return text
  const isMoment = meaning !== 'number' && value >= 0 && value < lastSerial
  return isMoment ? momentText(value, meaning, from1904) : digitsText(text, value)
}

function momentText(value: number, meaning: NumberMeaning, from1904: boolean): string {
  const milliseconds = Math.round(value * millisecondsADay)
  const days = Math.floor(milliseconds / millisecondsADay)
  const time = new Date(milliseconds % millisecondsADay).toISOString().slice(11, 23).replace('.000', '')
  if (days === 0 && (meaning === 'time' || time !== '00:00:00') && !from1904) return time
  if (meaning === 'time' && days === 0) return time
  const day = dayText(days, from1904)
  return time === '00:00:00' ? day : `${day}T${time}`
}

/** Days count from 1 for 1 January 1900, and 60 is a 29 February that there never was (ISO/IEC 29500-1, 18.17.4.1). */
function dayText(days: number, from1904: boolean): string {
  if (!from1904 && days === 60) return '1900-02-29'
  const first = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, days > 60 ? 30 : 31)
  return new Date(first + days * millisecondsADay).toISOString().slice(0, 10)
}

const plainForm = /^-?\d+(?:\.\d+)?$/

function digitsText(text: string, value: number): string {
  const digits = text.replaceAll(/[-.]/g, '').replace(/^0+/, '')
  if (plainForm.test(text) && (digits.length <= 15 || !text.includes('.'))) return text
  return withoutExponent(String(Number(value.toPrecision(15))))
}

function withoutExponent(text: string): string {
  const parts = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text)
  if (parts === null) return text
  const [, sign = '', first = '', rest = '', power = '0'] = parts
  const exponent = Number(power)
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${first}${rest}`
  return `${sign}${first}${rest.padEnd(exponent, '0')}`
}
