import { hostileTexts } from './hostile-texts.ts'

const texts = hostileTexts.map(one => one.text)

/** All texts, joined to as few values of a field of several lines as it takes characters. */
export function packsOfLines(most: number): readonly string[] {
  return packed(texts, '\n|\n', most)
}

/** The texts of one line, joined to as few values of a field of one line as it takes characters; the longest stand alone. */
export function packsOfOneLine(most: number): readonly string[] {
  const fitting = oneLineTexts.filter(text => lengthOf(text) <= most)
  const isLong = (text: string) => lengthOf(text) > most - marksAround
  return [
    ...packed(
      fitting.filter(text => !isLong(text)),
      ' | ',
      most,
    ),
    ...fitting.filter(isLong),
  ]
}

/** How many characters the marks at both ends of a line take. */
const marksAround = 4

export const oneLineTexts = texts.filter(text => !/[\r\n]/.test(text))

/** What a form sends when this stands in its text box: each line break as two characters. */
export function asSent(text: string): string {
  return text.replaceAll(/\r?\n/g, '\r\n')
}

/** What is kept of it: one character for each line break, and composed characters. */
export function asKept(text: string): string {
  return text.replaceAll('\r\n', '\n').normalize('NFC')
}

/** How many characters it takes, composed or as typed: some texts grow by one, some by the other. */
export function lengthOf(text: string): number {
  return Math.max(Array.from(text).length, Array.from(text.normalize('NFC')).length)
}

/** Each begins and ends with a mark, so that the spaces around a text within it are kept. */
function packed(some: readonly string[], between: string, most: number): readonly string[] {
  const [begins, ends] = [between.trimStart(), between.trimEnd()]
  const found: string[] = []
  let current = begins
  for (const text of some) {
    if (current !== begins && lengthOf(`${current}${text}${ends}`) > most) {
      found.push(`${current.slice(0, -between.length)}${ends}`)
      current = begins
    }
    current += `${text}${between}`
  }
  return [...found, `${current.slice(0, -between.length)}${ends}`]
}
