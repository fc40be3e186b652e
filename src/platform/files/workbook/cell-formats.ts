import type { SaxesTagNS } from 'saxes'
import { attributeOf, type XmlTaker } from './read-xml.ts'

/** What the number of a cell stands for, by its number format. */
export type NumberMeaning = 'number' | 'moment' | 'time'

/** The number formats of a workbook: what the number in a cell of a style means. */
export interface CellFormats {
  readonly meaning: (style: number) => NumberMeaning
}

/** ISO/IEC 29500-1, 18.8.30: the formats that every workbook has without naming them; others of these numbers are numbers. */
const builtIn: Readonly<Record<number, NumberMeaning>> = {
  ...Object.fromEntries([14, 15, 16, 17, 22].map(id => [id, 'moment'])),
  ...Object.fromEntries([18, 19, 20, 21].map(id => [id, 'time'])),
  // Dates of East Asian calendars.
  ...Object.fromEntries([27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58].map(id => [id, 'moment'])),
  ...Object.fromEntries([32, 33, 34, 35, 55, 56].map(id => [id, 'time'])),
}

// A spreadsheet program writes no more.
const mostFormats = 65_536

/** Takes the part `styles`: the number formats alone. */
export function formatsTaker(): { readonly taker: XmlTaker; readonly formats: CellFormats } {
  const named = new Map<number, NumberMeaning>()
  const ofStyle: NumberMeaning[] = []
  let inCellFormats = false
  const open = (tag: SaxesTagNS): void => {
    if (tag.local === 'cellXfs') inCellFormats = true
    else if (tag.local === 'numFmt' && named.size < mostFormats)
      named.set(numberOf(tag), meaningOfFormat(attributeOf(tag, 'formatCode') ?? ''))
    else if (tag.local === 'xf' && inCellFormats && ofStyle.length < mostFormats) {
      const id = numberOf(tag)
      ofStyle.push(named.get(id) ?? builtIn[id] ?? 'number')
    }
  }
  const close = (tag: SaxesTagNS): void => {
    if (tag.local === 'cellXfs') inCellFormats = false
  }
  return { taker: { open, close }, formats: { meaning: style => ofStyle[style] ?? 'number' } }
}

function numberOf(tag: SaxesTagNS): number {
  return Number(attributeOf(tag, 'numFmtId') ?? 0)
}

// Quoted text, escaped characters, spacing, fill, and what stands in brackets (colours, conditions, languages, lasting hours).
const noPlaceholder = /"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/gu

/** What a format code makes of a number: 'dd/mm/yyyy' a moment, 'h:mm' a time, '0.00 "days"' a number. A lasting time ([h]:mm) is a number. */
export function meaningOfFormat(code: string): NumberMeaning {
  const first = code.split(';')[0] ?? ''
  if (/\[(?:h+|m+|s+)\]/i.test(first)) return 'number'
  const placeholders = first
    .replaceAll(noPlaceholder, '')
    .replaceAll(/general|am\/pm|a\/p/gi, '')
    .toLowerCase()
  if (/[dy]/.test(placeholders)) return 'moment'
  if (/[hs]/.test(placeholders)) return 'time'
  return placeholders.includes('m') ? 'moment' : 'number'
}
