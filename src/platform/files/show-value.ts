const longest = 60
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu

/** A value of a file as a message may quote it: in quote marks, otherwise as `printable` gives it. */
export function shown(value: string): string {
  return `‘${printable(value)}’`
}

/**
 * The start of a text of a file, at most 60 characters, with control, invisible and direction-changing characters as their
 * code points, so that it can't change what a terminal or a page shows around it.
 */
export function printable(value: string): string {
  // 60 characters take 120 code units at most: a cell of megabytes is not taken apart.
  const start = Array.from(value.slice(0, longest * 2 + 2))
  const text = start.slice(0, longest).join('').replace(unprintable, codePointName)
  return start.length > longest ? `${text}…` : text
}

/** A character's name for people who have to find it: 'U+0007'. */
export function codePointName(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}
