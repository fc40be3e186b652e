import type { Flow } from '../statement-script.ts'

/** Wherever the captured record's reference stands, alone or within a list, the variable `reference` does. */
export function referenceFlow(reference: string): Flow {
  return {
    replaces: parameter => {
      if (parameter === reference) return ':reference'
      const at = parameter.indexOf(reference)
      if (at < 0) return undefined
      return `('${quoted(parameter.slice(0, at))}' || :reference || '${quoted(parameter.slice(at + reference.length))}')`
    },
  }
}

/** The record's id, once the statement has run that gives it in a column of this name. */
export function recordIdFlow(id: string, name: 'id' | '_id', setBy: RegExp): Flow {
  return { replaces: parameter => (parameter === id ? `:${name}` : undefined), setBy }
}

/**
 * The instant that the states of the transaction are entered at, as the database gave it.
 *
 * @param name of the column that gives it.
 */
export function instantFlow(at: Date, name: 'at' | '_held'): Flow {
  return {
    replaces: parameter => (isInstant(parameter, at) ? `:${name}` : undefined),
    setBy: new RegExp(String.raw`date_trunc\('milliseconds', clock_timestamp\(\)\) as ${name}\b`),
  }
}

function isInstant(parameter: string, at: Date): boolean {
  return (
    /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/.test(parameter) && Date.parse(parameter.replace(/\+00$/, 'Z')) === at.getTime()
  )
}

function quoted(text: string): string {
  return text.replaceAll("'", "''")
}
