import type { Statement } from './captured.ts'

/** A script for pgbench, with what its variables hold. */
export interface StatementScript {
  readonly text: string
  readonly variables: Readonly<Record<string, string>>
}

/** What differs from one replay to the next. */
export interface Flow {
  /** What stands in the place of a parameter: an expression of SQL over pgbench's variables. Undefined where the parameter stays. */
  readonly replaces: (parameter: string) => string | undefined
  /** The statement that gives it: its one row's columns become variables. Before it nothing is replaced. Without one the opening does. */
  readonly setBy?: RegExp
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
  const set = new Set(flows.filter(({ setBy }) => setBy === undefined))
  const written = statements.map(({ text, parameters }, at) => {
    const places = parameters.map((value, index) => {
      if (value === null) return 'null'
      // pgbench takes no empty variable.
      if (value === '') return "''"
      const replaced = [...set].map(flow => flow.replaces(value)).find(expression => expression !== undefined)
      if (replaced !== undefined) return replaced
      const name = `${prefix}_${at}_${index + 1}`
      variables[name] = value
      return `:${name}`
    })
    const setting = flows.filter(({ setBy }) => setBy?.test(text))
    for (const flow of setting) set.add(flow)
    const replayed = withoutColons(text).replaceAll(/\$(\d+)/g, (_, place) => places[Number(place) - 1] ?? 'null')
    return `${replayed}${setting.length > 0 ? String.raw` \gset` : ';'}`
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
