import { hash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import pg from 'pg'
import { type Prepared, sentValue } from './sent-together.ts'

/** Stands in a statement whose best plan depends on its values, and whose values many ask for: nothing that a person typed. */
export const keptForValuesMark = '/* kept for its values */'

/** At which time of being asked the same, with the same values, a connection keeps it. */
const keptAt = 3
/** Each costs the server a hundred kilobytes or two. */
const mostKept = 50
const mostCounted = 1000

/**
 * The statements that a connection keeps with their values, for which they were planned: those that were asked for lately. PostgreSQL
 * plans what has no parameters once, and anew when it learns more of a table.
 */
export class KeptForValues {
  readonly #uses = new LRUCache<string, number>({ max: mostCounted })
  readonly #kept: LRUCache<string, Prepared>

  /** @param forget is told the name of what is kept no more. */
  constructor(forget: (name: string) => void) {
    this.#kept = new LRUCache({ max: mostKept, dispose: ({ name }) => forget(name) })
  }

  /** The statement with its values in its text, where it has been asked for often enough. */
  find(text: string, values: readonly unknown[]): Prepared | undefined {
    const whole = textWithValues(text, values)
    if (whole === undefined) return undefined
    const name = `kept ${hash('sha256', whole, 'base64url')}`
    const before = this.#kept.get(name)
    if (before !== undefined) return before
    const uses = (this.#uses.get(name) ?? 0) + 1
    this.#uses.set(name, uses)
    if (uses < keptAt) return undefined
    const kept = { name, text: whole, values: [] }
    this.#uses.delete(name)
    this.#kept.set(name, kept)
    return kept
  }

  /** Of a statement that can't be run under its name any more. */
  drop(name: string): void {
    this.#kept.delete(name)
  }
}

/** A statement with its values as literals in the place of its parameters; undefined where one can't be written so. */
function textWithValues(text: string, values: readonly unknown[]): string | undefined {
  const literals = values.map(asLiteral)
  if (literals.includes(undefined)) return undefined
  return text.replaceAll(/\$(\d+)/g, (_, place: string) => literals[Number(place) - 1] ?? 'null')
}

function asLiteral(value: unknown): string | undefined {
  const sent = sentValue(value)
  if (sent === null) return 'null'
  return typeof sent === 'string' ? pg.escapeLiteral(sent) : undefined
}
