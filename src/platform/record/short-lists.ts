import { hash } from 'node:crypto'
import type { CompiledQuery } from 'kysely'

/** Lists of which a server remembers at once that they were short. */
const mostKept = 10_000

const wereShort = new Set<string>()

/**
 * A list as somebody asks for it: whether it was short when it was asked for last, and what it is now. It is no more than a guess at how
 * the list is found sooner: whatever is remembered, the same is found.
 *
 * @param asker who asks: others see more of the same, or less.
 */
export function askedList(query: CompiledQuery, asker: number | undefined): AskedList {
  const key = hash('sha1', JSON.stringify([asker, query.sql, query.parameters]), 'base64')
  return {
    wasShort: wereShort.has(key),
    is: short => {
      wereShort.delete(key)
      if (short) wereShort.add(key)
      const [oldest] = wereShort
      if (wereShort.size > mostKept && oldest !== undefined) wereShort.delete(oldest)
    },
  }
}

export interface AskedList {
  readonly wasShort: boolean
  readonly is: (short: boolean) => void
}
