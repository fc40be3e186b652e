import { hash } from 'node:crypto'
import { type CopyLimits, nearCopies, type NearCopy, type TextOfPlan } from './near-copies.ts'

/** A plan's text, with the digest that tells it from another. */
export interface DigestedText extends TextOfPlan {
  readonly digest: string
}

/** What comparing texts has shown, with what tells later whether it still holds. None of the texts is in it. */
export interface KnownCopies {
  readonly limits: CopyLimits
  /** By key, in the order of the plans: the digest of its text. */
  readonly digests: ReadonlyMap<number, string>
  /** By key, of the plans that were asked about: undefined for one that is no copy. */
  readonly copies: ReadonlyMap<number, NearCopy | undefined>
}

/** Where more than one text in so many has changed, all are compared again: that takes no longer. */
const fewChanged = 10

/**
 * The copies among plans, as `nearCopies` tells them, from what was known before: only texts that have changed since are compared
 * with the others, and those that were not asked about before. To compare tens of thousands takes the server half a minute.
 *
 * @param plans in the order in which they were first recorded.
 * @param judged which of them are asked about, by key. Of the others it tells what was known of them, as it is now.
 */
export async function copiesSince(
  before: KnownCopies | undefined,
  plans: readonly DigestedText[],
  limits: CopyLimits,
  judged: (key: number) => boolean,
): Promise<KnownCopies> {
  const digests = new Map(plans.map(({ key, digest }) => [key, digest]))
  const known = before !== undefined && isComparable(before, digests, limits) ? before : undefined
  const changed = new Set([...digests].flatMap(([key, digest]) => (known?.digests.get(key) === digest ? [] : [key])))
  const kept =
    changed.size * fewChanged > plans.length ? new Map<number, undefined>() : stillTrue(known, digests, changed)
  const found = await nearCopies(plans, limits, { judged: key => judged(key) && !kept.has(key) })
  const ofChanged =
    changed.size === 0
      ? new Map<number, NearCopy>()
      : await nearCopies(plans, limits, { judged: key => kept.has(key), originals: key => changed.has(key) })
  return {
    limits,
    digests,
    copies: new Map([
      ...[...kept].map(([key, copy]) => [key, nearer(copy, ofChanged.get(key))] as const),
      ...plans.flatMap(({ key }) => (judged(key) && !kept.has(key) ? [[key, found.get(key)] as const] : [])),
    ]),
  }
}

/** What is the same of two texts when they are. */
export function digestOf(words: Int32Array): string {
  return hash('sha256', new Uint8Array(words.buffer, words.byteOffset, words.byteLength), 'base64url')
}

/** Judged by the same limits, and with those that are still there in the same order. */
function isComparable(before: KnownCopies, now: ReadonlyMap<number, string>, limits: CopyLimits): boolean {
  if (before.limits.share !== limits.share || before.limits.fewestWords !== limits.fewestWords) return false
  const still = [...before.digests.keys()].filter(key => now.has(key))
  const known = [...now.keys()].filter(key => before.digests.has(key))
  return still.every((key, place) => key === known[place])
}

/** What was found of texts that are as they were, and not as copies of one that has changed or is gone. */
function stillTrue(
  known: KnownCopies | undefined,
  digests: ReadonlyMap<number, string>,
  changed: ReadonlySet<number>,
): ReadonlyMap<number, NearCopy | undefined> {
  const isSame = (key: number) => digests.has(key) && !changed.has(key)
  return new Map(
    [...(known?.copies ?? [])].filter(([key, copy]) => isSame(key) && (copy === undefined || isSame(copy.original))),
  )
}

function nearer(known: NearCopy | undefined, other: NearCopy | undefined): NearCopy | undefined {
  if (known === undefined || other === undefined) return known ?? other
  return other.share > known.share ? other : known
}

/** What the last comparing has shown: of plans of whatever database, since it holds for texts alone. */
let last: KnownCopies | undefined

/** The copies among all plans as they are now, from what this server has compared before. */
export async function copiesNow(
  plans: readonly DigestedText[],
  limits: CopyLimits,
  judged: (key: number) => boolean,
): Promise<ReadonlyMap<number, NearCopy>> {
  const now = await copiesSince(last, plans, limits, judged)
  last = now
  return new Map(
    [...now.copies].flatMap(([key, copy]) => (copy !== undefined && judged(key) ? [[key, copy] as const] : [])),
  )
}
