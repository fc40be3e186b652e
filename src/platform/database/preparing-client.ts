import { createHash } from 'node:crypto'
import pg from 'pg'
import { KeptForValues, keptForValuesMark } from './kept-for-values.ts'
import { areKnown, forget, type KnownColumns, type Prepared, sentTogether, sentValue } from './sent-together.ts'

/** Begins a statement whose plan is to be kept from its first use on. */
export const preparedMark = '/* prepared */ '

/** Stands in a statement that is planned whenever it is asked: the best plan depends on the values. */
export const plannedAnewMark = '/* planned anew */'

const dependsOnValues = [plannedAnewMark, keptForValuesMark]

/** Begins a statement whose result nobody waits for: it is sent with the one after it, in the same transaction. */
export const toldMark = '/* with the next */ '

/** At which time of being asked the same a connection prepares it. */
const preparedAt = 3

/** A prepared statement costs the server some tens of kilobytes for as long as the connection lasts, also one that is used no more. */
const mostPrepared = 300
const mostCounted = 1000

const beginning = /^(begin|start transaction)\b/
const isOfTransaction = /^(begin|start transaction|commit)\b/

/** Of a prepared statement whose tables were changed since: PostgreSQL gives no rows of another shape under its name. */
const changedResult = '0A000'

/**
 * A connection that prepares what it is asked again and again: to plan a statement with row-level security takes as long as to
 * run it, and often longer. PostgreSQL compares, as for any prepared statement, what a plan for all values would cost with the
 * plans for the values it was given, and keeps the former if it is no worse. Of its own accord this does what other drivers do;
 * the marks ask for more, or for less: what is kept for its values (`kept-for-values.ts`) stands there with them in its text.
 *
 * What begins a transaction, and what is marked as told, is sent together with the next statement, so that a request takes no more
 * round trips than it has questions.
 */
export class PreparingClient extends pg.Client {
  readonly #names = new Map<string, string>()
  readonly #uses = new Map<string, number>()
  /** What is sent with the next statement. */
  readonly #told: Prepared[] = []
  readonly #columns: KnownColumns = new Map()
  readonly #kept = new KeptForValues(name => {
    this.#columns.delete(name)
    forget(this, name)
  })
  /** How many were ever prepared. */
  #prepared = 0

  override query(...asked: unknown[]): never {
    const [text, values] = asked
    if (typeof text !== 'string' || !Array.isArray(values) || asked.length !== 2) {
      for (const told of this.#told.splice(0)) this.#ask(told).catch(() => undefined)
      return this.#asIs(...asked) as never
    }
    const isTold = text.startsWith(toldMark) || beginning.test(text)
    if (isTold) return this.#tell(text, values) as never
    const told = this.#told.splice(0)
    const before = text === 'rollback' ? [] : told
    const last = this.#asKept(text, values) ?? { name: this.#nameOf(text, values.length) ?? '', text, values }
    if (before.length === 0 && last.name === '') return this.#asIs(text, values) as never
    const answered = this.#askAfter(before, last)
    answered.catch((fault: unknown) => this.#forgetIfChanged(last, fault))
    return answered as never
  }

  #asIs(...asked: unknown[]): unknown {
    return (super.query as (...asked: unknown[]) => unknown).apply(this, asked)
  }

  async #ask({ name, text, values }: Prepared): Promise<unknown> {
    return this.#asIs({ name, text, values })
  }

  /** Held until the next statement, with which it succeeds or fails. */
  async #tell(text: string, values: readonly unknown[]): Promise<unknown> {
    const name = this.#nameOf(text, values.length) ?? ''
    this.#told.push({ name, text, values: values.map(sentValue) })
    return { command: '', rowCount: 0, rows: [] }
  }

  async #askAfter(before: readonly Prepared[], last: Prepared): Promise<unknown> {
    if (this.#canBeTogether(before, last)) {
      return new Promise((resolve, reject) => {
        const done = (fault: Error | undefined, result: unknown): void => (fault ? reject(fault) : resolve(result))
        this.#asIs(sentTogether(before, last, this.#columns, done))
      })
    }
    for (const told of before) await this.#ask(told)
    return last.name === '' ? this.#asIs(last.text, last.values) : this.#ask(last)
  }

  /** A text without a name and values may be of several statements, which are only sent as they are. */
  #canBeTogether(before: readonly Prepared[], last: Prepared): boolean {
    if (last.name === '') return last.values.length > 0 && areKnown(this, before)
    return areKnown(this, before) && areKnown(this, [last])
  }

  #asKept(text: string, values: readonly unknown[]): Prepared | undefined {
    return text.includes(keptForValuesMark) ? this.#kept.find(text, values) : undefined
  }

  /** The name that a statement is prepared under; undefined for one that is asked as it is. */
  #nameOf(text: string, parameters: number): string | undefined {
    const known = this.#names.get(text)
    if (known !== undefined) return known
    const isWanted = [preparedMark, toldMark].some(mark => text.startsWith(mark)) || isOfTransaction.test(text)
    const staysAsIs = parameters === 0 || dependsOnValues.some(mark => text.includes(mark))
    if (!isWanted && (staysAsIs || !this.#isUsual(text))) return undefined
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

  #forgetIfChanged({ name, text }: Prepared, fault: unknown): void {
    if (!(fault instanceof pg.DatabaseError) || fault.code !== changedResult) return
    this.#names.delete(text)
    this.#kept.drop(name)
  }
}
