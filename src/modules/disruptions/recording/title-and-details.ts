const mostOfTitle = 200

/** A description as it is recorded: what fits in a title is the title; of a longer one the title is how it begins. */
export interface TitleAndDetails {
  readonly title: string
  /** The whole description; null when the title is all of it. */
  readonly details: string | null
}

/**
 * A title, and details where the description has more than one line or more than 200 characters. The title then ends at the
 * end of a word, with an ellipsis; nothing that was typed is lost.
 */
export function titleAndDetails(description: string): TitleAndDetails {
  const [first = '', ...others] = description.trim().split(/\s*\n\s*/u)
  const characters = Array.from(first)
  if (characters.length <= mostOfTitle) return { title: first, details: others.length === 0 ? null : description }
  const begun = characters.slice(0, mostOfTitle - 1).join('')
  const atWord = /^(?<kept>.{80,})\s/su.exec(begun)?.groups?.['kept']
  return { title: `${(atWord ?? begun).trimEnd()}…`, details: description }
}
