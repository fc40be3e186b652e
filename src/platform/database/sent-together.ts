import pg from 'pg'

/** A statement under the name that a connection has prepared it by, with its values as they are sent. */
export interface Prepared {
  readonly name: string
  readonly text: string
  readonly values: readonly unknown[]
}

/** What `pg` has of a connection and of a query, as its own cursors use them, and its types do not tell. */
interface Wire {
  readonly stream: { cork: () => void; uncork: () => void }
  readonly parsedStatements: Record<string, string | undefined>
  parse: (config: object) => void
  bind: (config: object) => void
  describe: (config: object) => void
  execute: (config: object) => void
  close: (config: object) => void
  sync: () => void
}
interface Answered {
  name: string
  submit: (wire: Wire) => unknown
  handleRowDescription: (message: Described) => void
  handleDataRow: (message: unknown) => void
  handleCommandComplete: (message: unknown, wire: Wire) => void
}
/** What the columns of a result are. */
interface Described {
  readonly fields: readonly object[]
}

/** The columns of what a connection has prepared, by name: a prepared statement has the same for ever, or fails. */
export type KnownColumns = Map<string, Described>

const { prepareValue } = (pg as unknown as { readonly utils: { readonly prepareValue: (value: unknown) => unknown } })
  .utils

/** A value as `pg` sends it. */
export const sentValue = prepareValue

/** Whether a connection has prepared all of these, so that nothing but their values has to be sent. */
export function areKnown(client: pg.Client, statements: readonly Prepared[]): boolean {
  const { parsedStatements } = client.connection as unknown as Wire
  return statements.every(({ name, text }) => parsedStatements[name] === text)
}

/** Has a connection forget what it prepared under a name: with whatever is sent next, and whether a transaction failed or not. */
export function forget(client: pg.Client, name: string): void {
  const wire = client.connection as unknown as Wire
  delete wire.parsedStatements[name]
  wire.close({ type: 'S', name })
}

/**
 * Statements whose results nobody waits for, and the one after them, which may be without a name: sent in one write, and answered
 * in one. To write to a socket, and to wake whoever reads from it, takes longer than many a statement. Where one of them fails,
 * none after it is run, and it is the last of them that is told so.
 *
 * @param columns of the connection: what it was told once need not be told again.
 */
export function sentTogether(
  before: readonly Prepared[],
  last: Prepared,
  columns: KnownColumns,
  done: (fault: Error | undefined, result: unknown) => void,
): pg.Query {
  const query = new pg.Query(last.text, undefined, done)
  // What can't be sent fails before anything is.
  const values = last.values.map(sentValue)
  const { handleRowDescription, handleDataRow, handleCommandComplete } = query as unknown as Answered
  const known = columns.get(last.name)
  let unanswered = before.length
  let described = known ?? nothing
  const together: Answered = {
    name: last.name,
    submit: wire => {
      wire.stream.cork()
      try {
        for (const told of before) {
          wire.bind({ portal: '', statement: told.name, values: told.values })
          wire.execute({ portal: '', rows: 0 })
        }
        if (last.name === '') wire.parse({ text: last.text, name: '' })
        wire.bind({ portal: '', statement: last.name, values })
        if (known === undefined) wire.describe({ type: 'P', name: '' })
        else handleRowDescription.call(query, known)
        wire.execute({ portal: '', rows: 0 })
        wire.sync()
      } finally {
        wire.stream.uncork()
      }
      return null
    },
    handleRowDescription: message => {
      described = message
      handleRowDescription.call(query, message)
    },
    handleDataRow: message => {
      if (unanswered === 0) handleDataRow.call(query, message)
    },
    handleCommandComplete: (message, wire) => {
      if (unanswered > 0) {
        unanswered -= 1
        return
      }
      if (last.name !== '') columns.set(last.name, described)
      handleCommandComplete.call(query, message, wire)
    },
  }
  return Object.assign(query, together)
}

/** Of a statement that gives no rows. */
const nothing: Described = { fields: [] }
