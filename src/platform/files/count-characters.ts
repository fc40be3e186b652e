/** Characters (code points) in a text, as PostgreSQL's char_length counts them: an emoji outside the basic plane is one. */
export function countCharacters(text: string): number {
  let count = 0
  for (const _ of text) count++
  return count
}

/** Whether a text has more characters than the limit; long texts within it are not counted one by one. */
export function isLongerThan(text: string, limit: number): boolean {
  return text.length > limit && countCharacters(text) > limit
}

/** The text's first characters, whole: a pair of surrogates is never cut in two. */
export function firstCharacters(text: string, limit: number): string {
  return Array.from(text.slice(0, limit * 2))
    .slice(0, limit)
    .join('')
}
