import type { Assessment } from './assessment.ts'
import { type Dimension, dimensionsOf } from './model.ts'
import { lowered } from './read-scores.ts'
import { type Answer, isKnown } from './score-assessment.ts'

/** One dimension of two assessments. */
export interface ComparedDimension {
  readonly key: string
  readonly label: string
  /** In the words of each one's own model; undefined where that model has no such dimension. */
  readonly left: SaidOf | undefined
  readonly right: SaidOf | undefined
  /** How far the scores are apart; undefined when one of them is not known. */
  readonly apart: number | undefined
  /** "2 apart on psychological harm" */
  readonly words: string
}

interface SaidOf {
  readonly dimension: Dimension
  readonly given: Answer | undefined
}

/** Two assessments, dimension by dimension, in the order of the first one's model. */
export function compareScores(left: Assessment, right: Assessment): readonly ComparedDimension[] {
  const [ofLeft, ofRight] = [saidIn(left), saidIn(right)]
  const keys = new Set([...ofLeft.keys(), ...ofRight.keys()])
  return [...keys].map(key => {
    const [a, b] = [ofLeft.get(key), ofRight.get(key)]
    const label = a?.dimension.label ?? b?.dimension.label ?? key
    const apart = isKnown(a?.given) && isKnown(b?.given) ? Math.abs(a.given.score - b.given.score) : undefined
    return { key, label, left: a, right: b, apart, words: wordsFor(label, apart, a, b) }
  })
}

/** The differences in words, the widest first; empty when the two agree in all. */
export function differencesInWords(compared: readonly ComparedDimension[]): readonly string[] {
  return compared
    .filter(
      ({ apart, left, right }) =>
        apart !== 0 && (apart !== undefined || isKnown(left?.given) !== isKnown(right?.given)),
    )
    .toSorted((a, b) => (b.apart ?? 0) - (a.apart ?? 0))
    .map(({ words }) => words)
}

function wordsFor(label: string, apart: number | undefined, left?: SaidOf, right?: SaidOf): string {
  if (apart === 0) return `Same on ${lowered(label)}`
  if (apart !== undefined) return `${apart} apart on ${lowered(label)}`
  if (isKnown(left?.given) || isKnown(right?.given)) return `Known to one only: ${lowered(label)}`
  return `Not known to either: ${lowered(label)}`
}

function saidIn({ model, latest }: Assessment): ReadonlyMap<string, SaidOf> {
  return new Map(
    dimensionsOf(model.definition).map(dimension => [
      dimension.key,
      { dimension, given: latest.scores[dimension.key] },
    ]),
  )
}
