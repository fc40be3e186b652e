import type { Handling } from '#platform/record'

/** Who may see records of each handling, beside those they are shared with. */
export const handlingMeanings: Readonly<Record<Handling, string>> = {
  Shared: 'All law enforcement that uses Fourfold, and inspectors',
  Region: 'Its owner, the organisations of its owner’s region, and inspectors',
  Organisation: 'Its owner only, and inspectors',
  Named: 'Only people named one by one, whatever their organisation. Inspectors do not see it',
}
