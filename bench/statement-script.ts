import type { Statement } from './captured.ts'

/** A script for pgbench, with what its variables hold. */
export interface StatementScript {
  readonly text: string
  readonly variables: Readonly<Record<string, string>>
}

/**
 * What differs from one replay to the next: wherever a parameter has this value, the variable stands. It is set by the script's
 * opening lines, or by an earlier statement of the transaction itself.
 */
export interface Flow {
  readonly is: (parameter: string) => boolean
  readonly variable: string
  /** The statement whose result sets it: the column becomes the variable of its name. */
  readonly from?: RegExp
}

export interface ScriptOptions {
  /** Keeps the variables of scripts of one run apart. */
  readonly prefix: string
  /** pgbench's own commands, before everything else. */
  readonly opening?: readonly string[]
  readonly flows?: readonly Flow[]
}

/**
 * The captured transaction as pgbench replays it, statement by statement, with the same number of round trips and each parameter
 * sent as it was received: a text whose type the server infers.
 */
export function statementScript(
  statements: readonly Statement[],
  { prefix, opening = [], flows = [] }: ScriptOptions,
): StatementScript {
  const variables: Record<string, string> = {}
  const written = statements.map(({ text, parameters }, at) => {
    const named = parameters.map((value, index) => {
      if (value === null) return 'null'
      // pgbench takes no empty variable.
      if (value === '') return "''"
      const flow = flows.find(one => one.is(value))
      if (flow !== undefined) return `:${flow.variable}`
      const name = `${prefix}_${at}_${index + 1}`
      variables[name] = value
      return `:${name}`
    })
    const replayed = withoutColons(text).replaceAll(/\$(\d+)/g, (_, place) => named[Number(place) - 1] ?? 'null')
    const sets = flows.some(({ from }) => from?.test(text))
    return `${replayed}${sets ? ' \\gset' : ';'}`
  })
  return { text: [...opening, ...written, ''].join('\n'), variables }
}

/** pgbench takes `:name` for a variable wherever it stands, within texts too; `::name` and `:1` it leaves alone. */
function withoutColons(text: string): string {
  return text.replaceAll(/'(?:[^']|'')*'/g, literal =>
    /(?<!:):[A-Za-z_]/.test(literal)
      ? `u&${literal.replaceAll('\\', '\\\\').replaceAll(':', String.raw`\003a`)}`
      : literal,
  )
}
