import { raw } from 'hono/html'
import type { Content } from './content.ts'
import { escapeHtml } from './escape-html.ts'

/**
 * Characters that are kept as typed but cannot be seen, or that turn the order of what follows, so that two different values
 * could look the same: format and control characters, line separators, fillers, variation selectors, tags, the blank Braille
 * pattern. Line feed, carriage return and tab are ordinary white space.
 */
const HIDDEN = /(?![\t\n\r])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u
const EVERY_HIDDEN = new RegExp(HIDDEN.source, 'gu')

export interface TextProps {
  /** What somebody typed. */
  readonly value: string
  /** Keep line breaks as they were typed. */
  readonly lines?: boolean | undefined
}

/** Shows a value that somebody typed: escaped, its direction kept to itself, and invisible characters shown as marks. */
export function Text({ value, lines }: TextProps): Content {
  return raw(textHtml(value, lines))
}

/** The same as `Text`, as an HTML string, for markup that is built as a string. */
export function textHtml(value: string, lines = false): string {
  const shown = HIDDEN.test(value) ? markHidden(value) : escapeHtml(value)
  return lines ? `<bdi class="ff-text-lines">${shown}</bdi>` : `<bdi>${shown}</bdi>`
}

/** The same marks as plain text, "[U+202E]", for places that cannot hold markup: page titles, attribute values. */
export function shownText(value: string): string {
  return HIDDEN.test(value) ? value.replace(EVERY_HIDDEN, character => `[${codePoint(character)}]`) : value
}

function markHidden(value: string): string {
  let html = ''
  let from = 0
  for (const match of value.matchAll(EVERY_HIDDEN)) {
    html += escapeHtml(value.slice(from, match.index)) + mark(match[0])
    from = match.index + match[0].length
  }
  return html + escapeHtml(value.slice(from))
}

function mark(character: string): string {
  return `<span class="ff-hidden-mark" title="Invisible character">${codePoint(character)}</span>`
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}
