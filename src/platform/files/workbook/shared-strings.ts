import type { FileLimits } from '../limits.ts'
import { unescaped } from './escaped-text.ts'
import { type PackedTexts, packedTexts } from './packed-texts.ts'
import type { XmlTaker } from './read-xml.ts'
import { cutText, mostCollected, textRun } from './text-run.ts'

/** The texts that a workbook keeps once for many cells. */
export interface SharedStrings {
  /** The text of a number, or undefined when there is none. */
  readonly at: (index: number) => string | undefined
}

/** Takes the part `sharedStrings`: each text without its formatting and without its phonetic reading. */
export function sharedStringsTaker(limits: FileLimits): { readonly taker: XmlTaker; readonly strings: SharedStrings } {
  const texts = packedTexts()
  const run = textRun(mostCollected(limits.fieldCharacters))
  let inText = false
  let inPhonetic = false
  const taker: XmlTaker = {
    open: ({ local }) => {
      if (local === 'si') run.begin()
      if (local === 'rPh') inPhonetic = true
      if (local === 't') inText = !inPhonetic
    },
    close: ({ local }) => {
      if (local === 't') inText = false
      if (local === 'rPh') inPhonetic = false
      if (local === 'si') texts.add(cutText(unescaped(run.end()), limits.fieldCharacters))
    },
    text: text => {
      if (inText) run.add(text)
    },
  }
  return { taker, strings: { at: remembered(texts) } }
}

const mostRemembered = 2000

/** A text that many cells share is one string for all of them. */
function remembered(texts: PackedTexts): SharedStrings['at'] {
  const known = new Map<number, string>()
  return index => {
    const before = known.get(index)
    if (before !== undefined) return before
    const text = texts.at(index)
    if (text === undefined) return undefined
    if (known.size >= mostRemembered) known.clear()
    known.set(index, text)
    return text
  }
}
