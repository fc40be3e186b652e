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

/** Which plans are compared, by key. */
export interface Compared {
  /** Those that are asked about; all when left out. */
  readonly judged?: (key: number) => boolean
  /** Those that they may be copies of; all when left out. */
  readonly originals?: (key: number) => boolean
}

const anyPlan = (): boolean => true

/**
 * Which plans are nearly copies of one that was recorded before them, and of which most. Texts are compared by runs of three words
 * (shorter ones whole), so that a word changed, added or left out here and there hides nothing, and a common phrase shows nothing.
 *
 * A plan can't share so much with another unless they share one of its rarer runs: only those are looked up, in an index of the
 * runs of those asked about, so that tens of thousands of plans take no longer than their likeness asks for. Others get their turn
 * meanwhile.
 *
 * @param plans in the order in which they were first recorded.
 */
export async function nearCopies(
  plans: readonly TextOfPlan[],
  limits: CopyLimits,
  { judged = anyPlan, originals = anyPlan }: Compared = {},
): Promise<ReadonlyMap<number, NearCopy>> {
  if (!plans.some(({ key }) => judged(key))) return new Map()
  const giveWay = turns()
  const holders = await holdersOfRuns(plans, { judged, originals }, giveWay)
  const counts = { covered: new Int32Array(plans.length), upTo: new Int32Array(plans.length) }
  const found = new Map<number, NearCopy>()
  for (const [place, plan] of plans.entries()) {
    if (!judged(plan.key)) continue
    await giveWay()
    const words = countWords(plan.words)
    if (words < limits.fewestWords) continue
    if (wordsBefore(plan, place, holders) * 100 < words * limits.share) continue
    const text = runsOf(plan)
    const best = bestOriginal(text, { plans, place, holders, counts }, limits.share)
    if (best !== undefined) found.set(plan.key, best)
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

/** In which texts each run stands, of those that are asked about. Runs are many millions: they are kept in plain numbers, by a part of their keys. */
interface Holders {
  /** The places of texts, those of a run together and in order. */
  readonly places: Int32Array
  /** Where those of a run begin. */
  readonly from: (run: number) => number
  /** And where they end. So a run stands in `to - from` texts, and seldom in fewer: others share its part of the key. */
  readonly to: (run: number) => number
}

async function holdersOfRuns(
  plans: readonly TextOfPlan[],
  { judged, originals }: Required<Compared>,
  giveWay: () => Promise<void>,
): Promise<Holders> {
  const mostRuns = plans.reduce((sum, { words }) => sum + words.length, 0)
  const slots = 2 ** Math.floor(Math.log2(Math.max(2, mostRuns)))
  const slotOf = (run: number) => run & (slots - 1)
  const isAskedFor = new Uint8Array(slots)
  for (const { key, words } of plans) {
    if (judged(key)) eachRun(words, run => (isAskedFor[slotOf(run)] = 1))
    await giveWay()
  }
  // Where the places of a slot begin; first how many they are, one slot further on.
  const starts = new Int32Array(slots + 1)
  const last = new Int32Array(slots).fill(-1)
  for (const [place, { key, words }] of plans.entries()) {
    if (!originals(key)) continue
    eachRun(words, run => {
      const slot = slotOf(run)
      if (isAskedFor[slot] === 0 || last[slot] === place) return
      last[slot] = place
      starts[slot + 1] = (starts[slot + 1] ?? 0) + 1
    })
    await giveWay()
  }
  for (let slot = 0; slot < slots; slot += 1) starts[slot + 1] = (starts[slot + 1] ?? 0) + (starts[slot] ?? 0)
  const places = new Int32Array(starts[slots] ?? 0)
  const filled = last
  filled.set(starts.subarray(0, slots))
  for (const [place, { key, words }] of plans.entries()) {
    if (!originals(key)) continue
    eachRun(words, run => {
      const slot = slotOf(run)
      if (isAskedFor[slot] === 0) return
      const at = filled[slot] ?? 0
      if (at > (starts[slot] ?? 0) && places[at - 1] === place) return
      places[at] = place
      filled[slot] = at + 1
    })
    await giveWay()
  }
  return { places, from: run => starts[slotOf(run)] ?? 0, to: run => starts[slotOf(run) + 1] ?? 0 }
}

/** How many words of a text stand in any that was recorded before it: no one of them can have more. */
function wordsBefore({ words }: TextOfPlan, place: number, holders: Holders): number {
  let covered = 0
  let upTo = 0
  eachRun(words, (run, from, length) => {
    const first = holders.from(run)
    if (first === holders.to(run) || (holders.places[first] ?? place) >= place) return
    covered += Math.min(length, from + length - upTo)
    upTo = from + length
  })
  return covered
}

const runLength = 3

/** Tells every run of a text: its key, where it begins and how many words it has, counted without the ends of texts. */
function eachRun(words: Int32Array, tell: (run: number, from: number, length: number) => void): void {
  for (let start = 0; start < words.length;) {
    const zero = words.indexOf(0, start)
    const end = zero === -1 ? words.length : zero
    const length = end - start
    if (length > 0 && length < runLength) tell(runKey(words, start, length), start, length)
    for (let from = start; from + runLength <= end; from += 1) tell(runKey(words, from, runLength), from, runLength)
    start = end + 1
  }
}

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

interface Runs {
  /** How many words there are. */
  readonly words: number
  /** Where each run begins, and how many words it has; in order. */
  readonly inOrder: readonly { readonly run: number; readonly from: number; readonly length: number }[]
  /** Where in that order each run stands. */
  readonly runs: ReadonlyMap<number, readonly number[]>
}

function runsOf({ words }: TextOfPlan): Runs {
  const inOrder: { readonly run: number; readonly from: number; readonly length: number }[] = []
  const runs = new Map<number, number[]>()
  eachRun(words, (run, from, length) => {
    const places = runs.get(run)
    if (places === undefined) runs.set(run, [inOrder.length])
    else places.push(inOrder.length)
    inOrder.push({ run, from, length })
  })
  return { words: countWords(words), inOrder, runs }
}

/** How many words a text has, without the ends of its parts. */
export function countWords(words: Int32Array): number {
  let count = 0
  for (const word of words) if (word !== 0) count += 1
  return count
}

/** So many of the likeliest are compared before it is enough that one of them was found. */
const mostCompared = 20

interface Earlier {
  readonly plans: readonly TextOfPlan[]
  /** Of the text itself: those before it were recorded earlier. */
  readonly place: number
  readonly holders: Holders
  /** By place, all 0 between texts: how many words one has of the text, and up to where they were counted. */
  readonly counts: { readonly covered: Int32Array; readonly upTo: Int32Array }
}

function bestOriginal(text: Runs, earlier: Earlier, share: number): NearCopy | undefined {
  let best: NearCopy | undefined
  for (const [rank, one] of likeliestOf(text, earlier, share).entries()) {
    if (best !== undefined && rank >= mostCompared) break
    const held = runsIn(one)
    const covered = (coveredWords(text, run => held.has(run)) * 100) / text.words
    const isBest = best === undefined ? covered >= share : covered > best.share
    if (isBest) best = { original: one.key, share: covered }
  }
  return best
}

function runsIn({ words }: TextOfPlan): ReadonlySet<number> {
  const runs = new Set<number>()
  eachRun(words, run => runs.add(run))
  return runs
}

/** Those that have enough of the text in its rarer runs to be copied in it, first those that have most. */
function likeliestOf(text: Runs, { plans, place, holders, counts }: Earlier, share: number): readonly TextOfPlan[] {
  const { common, least } = commonRuns(text, run => holders.to(run) - holders.from(run), share)
  const { covered, upTo } = counts
  const touched: number[] = []
  for (const { run, from, length } of text.inOrder) {
    if (common.has(run)) continue
    const end = holders.to(run)
    for (let at = holders.from(run); at < end; at += 1) {
      const other = holders.places[at] ?? place
      if (other >= place) break
      if (covered[other] === 0) touched.push(other)
      covered[other] = (covered[other] ?? 0) + Math.min(length, from + length - (upTo[other] ?? 0))
      upTo[other] = from + length
    }
  }
  const likely = touched
    .filter(other => (covered[other] ?? 0) >= least)
    .toSorted((a, b) => (covered[b] ?? 0) - (covered[a] ?? 0) || a - b)
    .flatMap(other => plans[other] ?? [])
  for (const other of touched) covered[other] = upTo[other] = 0
  return likely
}

interface CommonRuns {
  readonly common: ReadonlySet<number>
  /** How many words a copy has of the other runs, at least. */
  readonly least: number
}

/** What of a copy its rarer runs have to tell. The less it is, the fewer texts are counted and the more are compared. */
const toldByRarer = 0.1

/** The commonest runs, which together cover less than nine tenths of what makes a copy: it has the other tenth of the rarer ones. */
function commonRuns(text: Runs, spread: (run: number) => number, share: number): CommonRuns {
  const enough = (text.words * share) / 100
  const common = new Set<number>()
  const covered = new Set<number>()
  let before = 0
  const commonFirst = [...text.runs.keys()]
    .map(run => ({ run, times: spread(run) }))
    .filter(({ times }) => times > 1)
    .sort((a, b) => b.times - a.times)
  for (const { run } of commonFirst) {
    for (const place of text.runs.get(run) ?? []) {
      const { from = 0, length = 0 } = text.inOrder[place] ?? {}
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
