import { formatCount } from '#ui'

/** A number of things in words: "1 row", "2,961 rows". */
export function counted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`
}
