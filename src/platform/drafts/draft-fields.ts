/** What was typed, by the names of the form. */
export type DraftFields = Readonly<Record<string, string | readonly string[]>>

/** Characters of JSON that a draft holds at most: the limit of the table is wider, since JSON is written there with spaces. */
export const mostCharacters = 300_000

/** Names that are the form's own: its token, its draft, which button was pressed. */
const ownNames: ReadonlySet<string> = new Set(['_csrf', '_draft', '_save'])

/** The texts of a form that was sent, whatever else was sent with it. */
export function readFields(body: unknown): DraftFields {
  if (typeof body !== 'object' || body === null) return {}
  return Object.fromEntries(
    Object.entries(body).flatMap(([name, value]): [string, string | readonly string[]][] => {
      if (typeof value === 'string') return [[name, value]]
      return Array.isArray(value) ? [[name, value.filter(one => typeof one === 'string')]] : []
    }),
  )
}

/** What of a form a draft keeps. The database holds no NUL and no half of a character: their stand-in is kept. */
export function fieldsToKeep(fields: DraftFields): DraftFields {
  return Object.fromEntries(
    Object.entries(readFields(fields))
      .filter(([name]) => !ownNames.has(name))
      .map(([name, value]) => [storable(name), typeof value === 'string' ? storable(value) : value.map(storable)]),
  )
}

function storable(text: string): string {
  return text.replaceAll('\u0000', '\uFFFD').toWellFormed()
}

/** The one text of a name; empty when there is none. */
export function textOf(fields: DraftFields, name: string): string {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined
  return (typeof value === 'string' ? value : value?.[0]) ?? ''
}
