import { setImmediate } from 'node:timers/promises'

/** A plan's text: hashes of its words in order, by whatever seed, with a 0 where one text ends and the next begins. */
export interface TextOfPlan {
  readonly key: number
  readonly words: Int32Array
}

export interface NearCopy {
  /** The key of the earlier plan that most of the text stands in. */
  readonly original: number
  /** Of the later plan's words, in percent, those that stand there in the same order. */
  readonly share: number
}

export interface CopyLimits {
  /** From which share on, in percent. */
  readonly share: number
  /** Shorter texts are not judged: short ones are alike by chance. */
  readonly fewestWords: number
}

/**
 * Which plans are nearly copies of one that was recorded before them, and of which most. Texts are compared by runs of three words
 * (shorter ones whole), so that a word changed, added or left out here and there hides nothing, and a common phrase shows nothing.
 *
 * A plan can't share so much with another unless they share one of its rarer runs: only those are looked up, in an index of the
 * runs of all earlier plans, so that thousands of plans take no longer than their likeness asks for. Others get their turn meanwhile.
 *
 * @param plans in the order in which they were first recorded.
 * @param judged which of them are asked about, by key; all when left out.
 */
export async function nearCopies(
  plans: readonly TextOfPlan[],
  limits: CopyLimits,
  judged: (key: number) => boolean = () => true,
): Promise<ReadonlyMap<number, NearCopy>> {
  const giveWay = turns()
  const texts: Runs[] = []
  const spread = new Map<number, number>()
  for (const plan of plans) {
    const text = runsOf(plan)
    texts.push(text)
    for (const run of text.runs.keys()) spread.set(run, (spread.get(run) ?? 0) + 1)
    await giveWay()
  }
  const holders = new Map<number, number[]>()
  const found = new Map<number, NearCopy>()
  for (const [place, text] of texts.entries()) {
    if (judged(text.key) && text.words >= limits.fewestWords) {
      const best = bestOriginal(text, { texts, holders, spread }, limits.share)
      if (best !== undefined) found.set(text.key, best)
      await giveWay()
    }
    for (const run of text.runs.keys()) {
      if (spread.get(run) === 1) continue
      const those = holders.get(run)
      if (those === undefined) holders.set(run, [place])
      else those.push(place)
    }
  }
  return found
}

/** So long, in milliseconds, the server may be kept from its other requests. */
const longestTurn = 20

function turns(): () => Promise<void> {
  let begun = performance.now()
  return async () => {
    if (performance.now() - begun < longestTurn) return
    await setImmediate()
    begun = performance.now()
  }
}

interface Runs {
  readonly key: number
  /** How many words there are. */
  readonly words: number
  /** Where each run begins, and how many words it has; in order. */
  readonly inOrder: readonly { readonly run: number; readonly from: number; readonly length: number }[]
  /** Where in that order each run stands. */
  readonly runs: ReadonlyMap<number, readonly number[]>
}

function runsOf({ key, words }: TextOfPlan): Runs {
  const inOrder: { readonly run: number; readonly from: number; readonly length: number }[] = []
  const runs = new Map<number, number[]>()
  const add = (from: number, length: number) => {
    const run = runKey(words, from, length)
    const places = runs.get(run)
    if (places === undefined) runs.set(run, [inOrder.length])
    else places.push(inOrder.length)
    inOrder.push({ run, from, length })
  }
  let count = 0
  for (let start = 0; start < words.length;) {
    const zero = words.indexOf(0, start)
    const end = zero === -1 ? words.length : zero
    const length = end - start
    count += length
    if (length > 0 && length < runLength) add(start, length)
    for (let from = start; from + runLength <= end; from += 1) add(from, runLength)
    start = end + 1
  }
  return { key, words: count, inOrder, runs }
}

const runLength = 3

/** Folds the words of a run into one number, exact in 53 bits. */
function runKey(words: Int32Array, from: number, length: number): number {
  let low = length
  let high = length
  for (let place = from; place < from + length; place += 1) {
    const word = words[place] ?? 0
    low = Math.imul(low ^ word, 0x9e3779b1) ^ (low >>> 15)
    high = Math.imul(high + word, 0x85ebca6b) ^ (high >>> 13)
  }
  return (high & 0x1fffff) * 0x1_0000_0000 + (low >>> 0)
}

/** So many of the likeliest are compared before it is enough that one of them was found. */
const mostCompared = 20

interface Earlier {
  readonly texts: readonly Runs[]
  /** By run, the places of the texts that have it. */
  readonly holders: ReadonlyMap<number, readonly number[]>
  /** By run, how many texts have it. */
  readonly spread: ReadonlyMap<number, number>
}

function bestOriginal(text: Runs, earlier: Earlier, share: number): NearCopy | undefined {
  let best: NearCopy | undefined
  for (const [rank, one] of likeliestOf(text, earlier, share).entries()) {
    if (best !== undefined && rank >= mostCompared) break
    const covered = (coveredWords(text, run => one.runs.has(run)) * 100) / text.words
    const isBest = best === undefined ? covered >= share : covered > best.share
    if (isBest) best = { original: one.key, share: covered }
  }
  return best
}

/** Those that have enough of the text in its rarer runs to be copied in it, first those that have most. */
function likeliestOf(text: Runs, { texts, holders, spread }: Earlier, share: number): readonly Runs[] {
  const { common, least } = commonRuns(text, spread, share)
  // By place: how many words it has of the text, and up to where they were counted.
  const covered = new Int32Array(texts.length)
  const upTo = new Int32Array(texts.length)
  const touched: number[] = []
  for (const { run, from, length } of text.inOrder) {
    const those = common.has(run) ? undefined : holders.get(run)
    for (const place of those ?? []) {
      if (covered[place] === 0) touched.push(place)
      covered[place] = (covered[place] ?? 0) + Math.min(length, from + length - (upTo[place] ?? 0))
      upTo[place] = from + length
    }
  }
  return touched
    .filter(place => (covered[place] ?? 0) >= least)
    .toSorted((a, b) => (covered[b] ?? 0) - (covered[a] ?? 0) || a - b)
    .flatMap(place => texts[place] ?? [])
}

interface CommonRuns {
  readonly common: ReadonlySet<number>
  /** How many words a copy has of the other runs, at least. */
  readonly least: number
}

/** What of a copy its rarer runs have to tell. The less it is, the fewer texts are counted and the more are compared. */
const toldByRarer = 0.1

/** The commonest runs, which together cover less than nine tenths of what makes a copy: it has the other tenth of the rarer ones. */
function commonRuns(text: Runs, spread: ReadonlyMap<number, number>, share: number): CommonRuns {
  const enough = (text.words * share) / 100
  const common = new Set<number>()
  const covered = new Set<number>()
  let before = 0
  const commonFirst = [...text.runs]
    .map(([run, places]) => ({ run, places, times: spread.get(run) ?? 0 }))
    .filter(({ times }) => times > 1)
    .toSorted((a, b) => b.times - a.times)
  for (const { run, places } of commonFirst) {
    for (const { from, length } of places.flatMap(place => text.inOrder[place] ?? [])) {
      for (let word = from; word < from + length; word += 1) covered.add(word)
    }
    if (covered.size >= enough * (1 - toldByRarer)) break
    before = covered.size
    common.add(run)
  }
  return { common, least: enough - before }
}

function coveredWords({ inOrder }: Runs, isShared: (run: number) => boolean): number {
  let covered = 0
  let upTo = 0
  for (const { run, from, length } of inOrder) {
    if (!isShared(run)) continue
    covered += Math.min(length, from + length - upTo)
    upTo = from + length
  }
  return covered
}
