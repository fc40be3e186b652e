/** A blind second scoring and the first, on one dimension: both known. */
export interface ScoredPair {
  readonly pair: string
  readonly firstOrganisation: string
  readonly secondOrganisation: string
  /** '2026-Q4', of the day the second was submitted, UTC. */
  readonly quarter: string
  readonly dimension: string
  readonly first: number
  readonly second: number
}

/** How far an organisation's scores are from those of others for the same threats. */
export interface Agreement {
  /** Pairs of scorings that were counted. */
  readonly pairs: number
  /** Scores that both know. */
  readonly scores: number
  /** Its own score less the other's: above nought, it scores higher. To two decimals. */
  readonly meanDifference: number
  /** How far apart, whichever is higher. To two decimals. */
  readonly meanApart: number
  /** Of a hundred, to a whole number. */
  readonly withinOne: number
}

/** One side of a pair: whose score it is, and by how much it is above the other's. */
export interface Side extends Pick<ScoredPair, 'pair' | 'quarter' | 'dimension'> {
  readonly organisation: string
  readonly difference: number
  /** The side of the first scoring: every pair has it once. */
  readonly isFirst: boolean
}

/**
 * Each score as its organisation's own, beside the other. A pair of two organisations counts for both, each with its own sign; a
 * pair within one organisation once, as the first scoring against the second.
 */
export function sidesOf(pairs: readonly ScoredPair[]): readonly Side[] {
  return pairs.flatMap(({ firstOrganisation, secondOrganisation, first, second, ...rest }) => {
    const mine = { ...rest, organisation: firstOrganisation, difference: first - second, isFirst: true }
    if (firstOrganisation === secondOrganisation) return [mine]
    return [mine, { ...rest, organisation: secondOrganisation, difference: second - first, isFirst: false }]
  })
}

/** The agreement of some sides. Undefined when there are none. */
export function agreementOf(sides: readonly Side[]): Agreement | undefined {
  if (sides.length === 0) return undefined
  const mean = (of: (difference: number) => number) =>
    toHundredths(sides.reduce((sum, { difference }) => sum + of(difference), 0) / sides.length)
  const near = sides.filter(({ difference }) => Math.abs(difference) <= 1).length
  return {
    pairs: new Set(sides.map(({ pair }) => pair)).size,
    scores: sides.length,
    meanDifference: mean(difference => difference),
    meanApart: mean(Math.abs),
    withinOne: Math.round((100 * near) / sides.length),
  }
}

/** The agreement by what a side is grouped by, in the order of the groups' names. */
export function agreementBy(
  sides: readonly Side[],
  by: (side: Side) => string,
): readonly (readonly [string, Agreement])[] {
  const groups = Map.groupBy(sides, by)
  return [...groups]
    .toSorted(([a], [b]) => a.localeCompare(b, 'en-GB'))
    .flatMap(([name, group]) => {
      const agreement = agreementOf(group)
      return agreement === undefined ? [] : [[name, agreement] as const]
    })
}

/** Halves away from nought, so that one side of a pair is rounded as the other; and no nought with a sign. */
function toHundredths(value: number): number {
  return (Math.sign(value) * Math.round(100 * Math.abs(value))) / 100 + 0
}
