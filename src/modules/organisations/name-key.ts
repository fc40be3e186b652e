/**
 * What an organisation's names have in common: letter case, a leading "The", and "&" for "and" make no difference. The same as
 * `organisations.name_key` in the database; a test holds the two together.
 */
export function nameKey(name: string): string {
  return name
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('&', ' and ')
    .replace(/^\s*the\s+/, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
}
