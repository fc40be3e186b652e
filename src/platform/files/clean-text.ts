import { countCharacters, isLongerThan } from './count-characters.ts'
import { grouped } from './grouped.ts'
import { type CellResult, read, unread } from './problem.ts'
import { codePointName } from './show-value.ts'

const controlOtherThanLineBreak = /(?![\n\r])\p{Cc}/u

/**
 * Text as it was typed, in Unicode NFC. Line breaks, spaces around it, invisible and direction-changing characters stay.
 * Text of spaces alone is empty (''). Refused: control characters other than line breaks (a tab is one), half a surrogate
 * pair, and more than `max` characters (code points, after NFC).
 */
export function cleanText(value: string, limits: { readonly max: number }): CellResult<string> {
  if (isBlank(value)) return read('')
  const control = controlOtherThanLineBreak.exec(value)
  if (control !== null) return unread(controlProblem(control[0]))
  if (!value.isWellFormed()) return unread('Contains half of a character (an unpaired surrogate). Type the text again')

  const text = value.normalize('NFC')
  if (!isLongerThan(text, limits.max)) return read(text)
  return unread(`Must be ${grouped(limits.max)} characters or fewer. It has ${grouped(countCharacters(text))}`)
}

/** Whether a cell says nothing: no characters, or spaces and line breaks alone. */
export function isBlank(value: string): boolean {
  return value.trim() === ''
}

function controlProblem(character: string): string {
  const name = character === '\t' ? 'a tab' : 'a control character'
  return `Contains ${name} (${codePointName(character)}). Remove it, or use a space`
}
