/** A statement as the server received it, with its parameters as texts. */
export interface Statement {
  readonly text: string
  readonly parameters: readonly (string | null)[]
}

/** A line of PostgreSQL's log in JSON, as far as it is looked at. */
export interface LogLine {
  readonly pid: number
  readonly message?: string
  readonly detail?: string
}

/**
 * The statements of the one transaction among the lines that a parameter of this text belongs to: from its beginning to its end.
 * Undefined when there is none.
 */
export function transactionWith(lines: readonly LogLine[], parameter: string): readonly Statement[] | undefined {
  const open = new Map<number, Statement[]>()
  for (const line of lines) {
    const statement = readStatement(line)
    if (statement === undefined) continue
    if (isBegin(statement.text)) open.set(line.pid, [])
    const transaction = open.get(line.pid)
    transaction?.push(statement)
    if (transaction === undefined || !isEnd(statement.text)) continue
    open.delete(line.pid)
    if (transaction.some(({ parameters }) => parameters.includes(parameter))) return transaction
  }
  return undefined
}

function isBegin(text: string): boolean {
  return /^\s*(begin|start transaction)\b/i.test(text)
}

function isEnd(text: string): boolean {
  return /^\s*(commit|rollback)\s*$/i.test(text)
}

function readStatement({ message = '', detail = '' }: LogLine): Statement | undefined {
  const text = /^(?:statement|execute (?:fetch from )?[^:]+): ([\s\S]*)$/.exec(message)?.[1]
  return text === undefined ? undefined : { text, parameters: readParameters(detail) }
}

/** `parameters: $1 = 'it''s', $2 = NULL` */
export function readParameters(detail: string): readonly (string | null)[] {
  const start = /^parameters: /i.exec(detail)
  if (start === null) return []
  return [...detail.slice(start[0].length).matchAll(/\$\d+ = (?:NULL|'((?:[^']|'')*)')/g)].map(([, text]) =>
    text === undefined ? null : text.replaceAll("''", "'"),
  )
}
