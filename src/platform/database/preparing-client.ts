import { createHash } from 'node:crypto'
import pg from 'pg'

/** Begins a statement whose plan is to be kept from its first use on. */
export const preparedMark = '/* prepared */ '

/** Stands in a statement that is planned whenever it is asked: the best plan depends on the values. */
export const plannedAnewMark = '/* planned anew */'

/** At which time of being asked the same a connection prepares it. */
const preparedAt = 3

/** A prepared statement costs the server some tens of kilobytes for as long as the connection lasts, also one that is used no more. */
const mostPrepared = 300
const mostCounted = 1000

/** Of a prepared statement whose tables were changed since: PostgreSQL gives no rows of another shape under its name. */
const changedResult = '0A000'

/**
 * A connection that prepares what it is asked again and again: to plan a statement with row-level security takes as long as to
 * run it, and often longer. PostgreSQL compares, as for any prepared statement, what a plan for all values would cost with the
 * plans for the values it was given, and keeps the former if it is no worse. Of its own accord this does what other drivers do;
 * the two marks ask for more, or for less.
 */
export class PreparingClient extends pg.Client {
  readonly #names = new Map<string, string>()
  readonly #uses = new Map<string, number>()
  /** How many were ever prepared. */
  #prepared = 0

  override query(...asked: unknown[]): never {
    const [text, values] = asked
    const ask = (...given: unknown[]): unknown => (super.query as (...given: unknown[]) => unknown)(...given)
    const isPlain = typeof text === 'string' && Array.isArray(values) && asked.length === 2
    const name = isPlain ? this.#nameOf(text, values.length) : undefined
    if (name === undefined) return ask(...asked) as never
    const answered = ask({ name, text, values })
    if (answered instanceof Promise) answered.catch((fault: unknown) => this.#forgetIfChanged(String(text), fault))
    return answered as never
  }

  /** The name that a statement is prepared under; undefined for one that is asked as it is. */
  #nameOf(text: string, parameters: number): string | undefined {
    const known = this.#names.get(text)
    if (known !== undefined) return known
    const isWanted = text.startsWith(preparedMark)
    if (!isWanted && (parameters === 0 || text.includes(plannedAnewMark) || !this.#isUsual(text))) return undefined
    this.#prepared += 1
    const name = `${createHash('sha256').update(text).digest('base64url')}${this.#prepared}`
    this.#names.set(text, name)
    this.#uses.delete(text)
    return name
  }

  #isUsual(text: string): boolean {
    if (this.#prepared >= mostPrepared) return false
    const uses = (this.#uses.get(text) ?? 0) + 1
    if (uses >= preparedAt) return true
    if (this.#uses.size >= mostCounted) this.#uses.clear()
    this.#uses.set(text, uses)
    return false
  }

  #forgetIfChanged(text: string, fault: unknown): void {
    if (fault instanceof pg.DatabaseError && fault.code === changedResult) this.#names.delete(text)
  }
}
