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
  readonly parsedStatements: Readonly<Record<string, string | undefined>>
  bind: (config: object) => void
  execute: (config: object) => void
}
interface Answered {
  submit: (wire: Wire) => unknown
  handleDataRow: (message: unknown) => void
  handleCommandComplete: (message: unknown, wire: Wire) => void
}

const { prepareValue } = (pg as unknown as { readonly utils: { readonly prepareValue: (value: unknown) => unknown } })
  .utils

/** A value as `pg` sends it. */
export const sentValue = prepareValue

/** Whether a connection has prepared all of these, so that nothing but their values has to be sent. */
export function areKnown(client: pg.Client, statements: readonly Prepared[]): boolean {
  const { parsedStatements } = client.connection as unknown as Wire
  return statements.every(({ name, text }) => parsedStatements[name] === text)
}

/**
 * Statements whose results nobody waits for, and the one after them, all known to the connection: sent in one write, and answered
 * in one. To write to a socket, and to wake whoever reads from it, takes longer than many a statement. Where one of them fails,
 * none after it is run, and it is the last of them that is told so.
 */
export function sentTogether(
  before: readonly Prepared[],
  last: Prepared,
  done: (fault: Error | undefined, result: unknown) => void,
): pg.Query {
  // Given no values it would be sent as text, with an answer of its own.
  const query = new pg.Query({ ...last, values: [...last.values], queryMode: 'extended' } as pg.QueryConfig, done)
  const { submit, handleDataRow, handleCommandComplete } = query as unknown as Answered
  let unanswered = before.length
  const together: Answered = {
    submit: wire => {
      wire.stream.cork()
      try {
        for (const { name, values } of before) {
          wire.bind({ portal: '', statement: name, values: [...values] })
          wire.execute({ portal: '', rows: 0 })
        }
        return submit.call(query, wire)
      } finally {
        wire.stream.uncork()
      }
    },
    handleDataRow: message => {
      if (unanswered === 0) handleDataRow.call(query, message)
    },
    handleCommandComplete: (message, wire) => {
      if (unanswered === 0) handleCommandComplete.call(query, message, wire)
      else unanswered -= 1
    },
  }
  return Object.assign(query, together) as pg.Query
}
