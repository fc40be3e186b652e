import type { ReferenceValue } from '#modules/reference'

/** What the words of a description suggest, and which words did. It is shown beside the question and decides nothing. */
export interface Suggestion {
  readonly value: string
  /** Completes "because": of which words, as they were typed; of the tactic, when that was named; or what else says so. */
  readonly because: string
}

/** What stands beside the question: "Suggested: Prevent, because of “school”. You decide." */
export function suggestionWords({ value, because }: Suggestion): string {
  return `Suggested: ${value}, because ${because}. You decide.`
}

type Suggesting = Pick<ReferenceValue, 'value' | 'words' | 'fourP'>

/**
 * The P that a tactic, or else the words of a description, suggests by the tactics' list: a tactic that was named settles it;
 * among words the P for which most speaks, at a tie the one that stands first in the list.
 */
export function suggestFourP(
  text: string,
  tactic: string | undefined,
  tactics: readonly Suggesting[],
): Suggestion | undefined {
  const named = tactics.find(({ value, fourP }) => value === tactic && fourP !== undefined)
  if (named?.fourP !== undefined) return { value: named.fourP, because: `of the tactic “${named.value}”` }
  return suggestValue(
    text,
    tactics.flatMap(({ value, words, fourP }) =>
      fourP === undefined ? [] : [{ value: fourP, words: [value, ...words] }],
    ),
  )
}

/** The value for which the most words of a text speak; at a tie the one that comes first. Longer phrases speak louder. */
export function suggestValue(
  text: string,
  entries: readonly Pick<Suggesting, 'value' | 'words'>[],
): Suggestion | undefined {
  const typed = tokensOf(text)
  const spoken = new Map<string, Spoken[]>(entries.map(({ value }) => [value, []]))
  for (const { value, words } of entries) {
    for (const phrase of words) {
      const found = findPhrase(typed, tokensOf(phrase))
      if (found !== undefined) spoken.get(value)?.push(found)
    }
  }
  const [best] = [...spoken]
    .map(([value, all]) => ({ value, words: outermost(all) }))
    .map(one => ({ ...one, weight: one.words.reduce((sum, { length }) => sum + length, 0) }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
  return best && { value: best.value, because: quoted(text, best.words) }
}

/** Words of the text that speak for a value: where they stand, and how many they are. */
interface Spoken {
  readonly from: number
  readonly to: number
  readonly length: number
}

/** Without those that stand inside others: the longer phrase says it. */
function outermost(all: readonly Spoken[]): readonly Spoken[] {
  return all.filter(
    (one, index) =>
      !all.some((other, place) => {
        const isInside = other.from <= one.from && one.to <= other.to
        const isSame = other.from === one.from && other.to === one.to
        return isInside && (isSame ? place < index : true)
      }),
  )
}

interface Token {
  readonly folded: string
  readonly from: number
  readonly to: number
}

/** The words of a text: case, accents and a plural's s don't matter. */
function tokensOf(text: string): readonly Token[] {
  return [...text.matchAll(/[\p{L}\p{N}]+/gu)].map(match => ({
    folded: fold(match[0]),
    from: match.index,
    to: match.index + match[0].length,
  }))
}

function fold(word: string): string {
  const plain = word.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()
  return plain.length > 3 && /[^s]s$/.test(plain) ? plain.slice(0, -1) : plain
}

function findPhrase(typed: readonly Token[], phrase: readonly Token[]): Spoken | undefined {
  if (phrase.length === 0) return undefined
  for (let start = 0; start + phrase.length <= typed.length; start += 1) {
    const [first, last] = [typed[start], typed[start + phrase.length - 1]]
    if (first === undefined || last === undefined) return undefined
    const isFound = phrase.every((token, index) => typed[start + index]?.folded === token.folded)
    if (isFound) return { from: first.from, to: last.to, length: phrase.length }
  }
  return undefined
}

/** The two that speak loudest, as they were typed. */
function quoted(text: string, spoken: readonly Spoken[]): string {
  const loudest = [...spoken].sort((a, b) => b.length - a.length || a.from - b.from).slice(0, 2)
  return `of ${loudest.map(({ from, to }) => `“${text.slice(from, to)}”`).join(' and ')}`
}
