/** One who is measured in every round. */
export interface Contestant<Result> {
  readonly name: string
  readonly measure: () => Promise<Result>
}

/** Numbers from 0 up to but not including 1, the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** The same things in random order. */
export function shuffled<Item>(items: readonly Item[], random: () => number): readonly Item[] {
  return items
    .map(item => ({ item, place: random() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ item }) => item)
}

export interface RoundsOptions {
  readonly rounds: number
  readonly random: () => number
  /** Done before each measurement, so that none pays for the one before. */
  readonly settle?: () => Promise<void>
}

/**
 * Measures every contestant once a round, in an order drawn anew for each round: what drifts on the machine meets all alike.
 *
 * @returns what each measured, by name, in the order of the rounds: figures of the same place are of the same round.
 */
export async function runRounds<Result>(
  contestants: readonly Contestant<Result>[],
  { rounds, random, settle = async () => undefined }: RoundsOptions,
): Promise<ReadonlyMap<string, readonly Result[]>> {
  const results = new Map<string, Result[]>(contestants.map(({ name }) => [name, []]))
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, measure } of shuffled(contestants, random)) {
      await settle()
      results.get(name)?.push(await measure())
    }
  }
  return results
}

/** The middle value; of an even number of values, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  return ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2
}

export interface Interval {
  readonly low: number
  readonly high: number
  /** How surely the true median lies within: at least 0.95, or less when there are fewer than six values. */
  readonly coverage: number
}

/**
 * The interval of the median by the sign test: the narrowest pair of values, as far from the lowest as from the highest, between
 * which the median lies with at least 95%. It supposes nothing of how the values are distributed. Of ten values it is the second
 * to the ninth.
 */
export function medianInterval(values: readonly number[]): Interval {
  const sorted = values.toSorted((a, b) => a - b)
  const places = Array.from({ length: Math.max(1, Math.floor(sorted.length / 2)) }, (_, place) => place)
  const place = places.findLast(one => coverageFrom(one, sorted.length) >= 0.95) ?? 0
  return {
    low: sorted[place] ?? Number.NaN,
    high: sorted.at(-1 - place) ?? Number.NaN,
    coverage: coverageFrom(place, sorted.length),
  }
}

/** The chance that of so many values at least `place + 1` lie on either side of the median. */
function coverageFrom(place: number, count: number): number {
  let outside = 0
  let ways = 1
  for (let below = 0; below <= place; below += 1) {
    outside += ways
    ways = (ways * (count - below)) / (below + 1)
  }
  return Math.max(0, 1 - (2 * outside) / 2 ** count)
}
