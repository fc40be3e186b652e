import { randomInt } from 'node:crypto'

/** Without what is mistaken for another when read out or copied by hand: 0 and O, 1 and I, L, U. */
const characters = '23456789ABCDEFGHJKMNPQRSTVWXYZ'

/**
 * A reference for a record made here: the owner's letters, the register's mark, six random characters: 'CHE-K7M2QX',
 * 'CHE-D-K7M2QX'. It tells nobody how many there are. One of some 700 million an organisation: the caller tries again when it
 * is taken.
 */
export function newReference(
  owner: { readonly name: string; readonly abbreviation: string | null },
  mark?: string,
): string {
  return [lettersOf(owner), ...(mark === undefined ? [] : [mark]), sixCharacters()].join('-')
}

/** Six random characters that can be read out. */
export function sixCharacters(): string {
  return Array.from({ length: 6 }, () => characters[randomInt(characters.length)]).join('')
}

function lettersOf({ name, abbreviation }: { readonly name: string; readonly abbreviation: string | null }): string {
  if (abbreviation !== null && /^[A-Za-z]{2,6}$/.test(abbreviation)) return abbreviation.toUpperCase()
  const letters = name.normalize('NFD').replaceAll(/[^A-Za-z]/g, '')
  return letters.slice(0, 3).toUpperCase().padEnd(3, 'X')
}
