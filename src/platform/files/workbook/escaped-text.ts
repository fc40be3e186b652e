const escape = /_x([\dA-Fa-f]{4})_/g

/**
 * Text of a cell as it was typed: workbooks write what XML can't hold, and a carriage return, as `_x000D_` (ISO/IEC 29500-1,
 * 22.9.2.19), and text that looks so as `_x005F_x000D_`.
 */
export function unescaped(text: string): string {
  if (!text.includes('_x')) return text
  return text.replaceAll(escape, (_all, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}

// What XML 1.0 has no place for, a carriage return (a reader of XML would make it a line feed), halves of pairs.
const unwritable = /[^\t\n\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu

/** Text as it is written between tags or quote marks of a workbook's XML; `unescaped` gives it back exactly. */
export function escaped(text: string): string {
  return text
    .replaceAll(/_(?=x[\dA-Fa-f]{4})/g, '_x005F_')
    .replaceAll(unwritable, character => `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
