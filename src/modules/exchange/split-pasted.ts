/**
 * The cells of text that was copied from a spreadsheet: rows on lines, cells between tabs. A cell that has a line break, a tab or
 * a quote mark in it comes in quote marks, each one inside it doubled, as Excel and LibreOffice copy it; other quote marks are what was
 * typed. Line breaks inside cells come out as LF.
 */
export function splitPasted(text: string): string[][] {
  const lines = text.replaceAll(/\r\n?/g, '\n')
  const rows: string[][] = [[]]
  // Quote marks that open nothing are looked along in vain: so often at most that no paste keeps the program busy.
  let inVain = lines.length * 4
  let at = 0
  while (at <= lines.length) {
    const look = lines[at] === '"' && inVain > 0 ? quotedCell(lines, at) : nothingQuoted
    if (look.value === undefined && look !== nothingQuoted) inVain -= look.end - at
    const end = look.value === undefined ? endOfPlain(lines, at) : look.end
    rows.at(-1)?.push(look.value ?? lines.slice(at, end))
    if (lines[end] === '\n') rows.push([])
    at = end + 1
  }
  return rows
}

function endOfPlain(text: string, from: number): number {
  for (let at = from; at < text.length; at++) if (text[at] === '\t' || text[at] === '\n') return at
  return text.length
}

const hasReasonForQuotes = /[\t\n"]/

interface Look {
  /** Undefined when the quote marks are part of what was typed. */
  readonly value: string | undefined
  /** Where the cell ends, or how far was looked. */
  readonly end: number
}

const nothingQuoted: Look = { value: undefined, end: 0 }

function quotedCell(text: string, start: number): Look {
  let at = start + 1
  for (;;) {
    const quote = text.indexOf('"', at)
    if (quote === -1) return { value: undefined, end: text.length }
    if (text[quote + 1] !== '"') {
      const isEnd = quote + 1 === text.length || text[quote + 1] === '\t' || text[quote + 1] === '\n'
      const value = isEnd ? text.slice(start + 1, quote).replaceAll('""', '"') : ''
      return { value: hasReasonForQuotes.test(value) ? value : undefined, end: quote + 1 }
    }
    at = quote + 2
  }
}
