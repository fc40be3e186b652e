import { readText } from '../typed-says.ts'

export const longestValue = 200

/** A value's word as it was typed, on one line; or what is wrong with it, `missing` when nothing was typed. */
export function readWord(text: string, missing: string): { readonly text: string } | { readonly problem: string } {
  const read = readText(text, longestValue)
  if ('problem' in read) return read
  if (read.text === '') return { problem: missing }
  return read.text.includes('\n') ? { problem: 'Enter it on one line' } : read
}
