/** A finished action, as far as it may say that it was a disruption. */
export interface FinishedAction {
  readonly text: string
  readonly outcome: string | undefined
  readonly tactic: string | undefined
}

/** What speaks for a disruption: the tactics of the reference list, and words of theirs and of the list of signs. */
export interface Signs {
  readonly tactics: readonly string[]
  readonly words: readonly string[]
}

/**
 * Why a finished action looks like a disruption, to complete "It may be a disruption: "; undefined when nothing says so. The same
 * rule as the condition of `offered-action-store.ts` states in the database's words: its tactic is on the list, or what was done or
 * came of it holds a word of the lists, in any letter case, with or without an s.
 */
export function looksLikeDisruption(action: FinishedAction, signs: Signs): string | undefined {
  if (action.tactic !== undefined && signs.tactics.includes(action.tactic)) return `its tactic is “${action.tactic}”`
  const found = wordsIn(textOfAction(action), signs.words)
  return found.length === 0 ? undefined : `it says ${found.map(word => `“${word}”`).join(' and ')}`
}

/** What is looked through for words. */
function textOfAction({ text, outcome }: FinishedAction): string {
  return `${text} ${outcome ?? ''}`
}

const mostWords = 2

/** The first words of the lists in a text, as they were typed. */
function wordsIn(text: string, words: readonly string[]): readonly string[] {
  const usable = words.filter(word => /[\p{L}\p{N}]/u.test(word))
  if (usable.length === 0) return []
  const any = [...new Set(usable)].map(word => wordsOf(word).join(String.raw`[^\p{L}\p{N}_]+`))
  const pattern = new RegExp(String.raw`(?<![\p{L}\p{N}_])(?:${any.join('|')})s?(?![\p{L}\p{N}_])`, 'giu')
  const found = [...text.matchAll(pattern)].map(([word]) => word)
  return found.filter((word, place) => isFirst(found, word, place)).slice(0, mostWords)
}

/** Parted by whatever is neither letter, digit nor low line. */
function wordsOf(text: string): readonly string[] {
  return text.split(/[^\p{L}\p{N}_]+/u).filter(part => part !== '')
}

function isFirst(found: readonly string[], word: string, place: number): boolean {
  return found.findIndex(other => other.toLowerCase() === word.toLowerCase()) === place
}
