const words = new Intl.ListFormat('en-GB', { type: 'conjunction' })

/** "one, two and three"; "none" for an empty list. */
export function listInWords(items: readonly string[]): string {
  return items.length === 0 ? 'none' : words.format(items)
}
