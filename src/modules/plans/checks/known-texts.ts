import type { Transaction } from '#platform/database'
import { type DigestedText, digestOf } from './known-copies.ts'
import { type Mark, readAllTexts, readChangedTexts, readMark, type StoredText } from './texts-store.ts'

/** The texts of all plans as a server read them last, and when that was. */
interface KnownTexts {
  readonly mark: Mark
  /** In the order in which the plans were first recorded. */
  readonly texts: readonly KnownText[]
}

interface KnownText extends DigestedText {
  readonly begunAt: number
}

let last: KnownTexts | undefined

/**
 * The texts of all plans as they are now, in the order in which they were first recorded, for whoever is told of checks. Only
 * what has changed since this server read them last is read from the database: of the whole country they are many megabytes.
 */
export async function textsNow(tx: Transaction): Promise<readonly DigestedText[]> {
  const before = last
  const mark = await readMark(tx, before?.mark)
  const texts =
    before !== undefined && mark.follows
      ? withChanged(before.texts, await readChangedTexts(tx, before.mark.snapshot))
      : inOrder((await readAllTexts(tx)).flatMap(toKnown))
  if (!mark.changing) last = { mark, texts }
  return texts
}

function withChanged(texts: readonly KnownText[], changed: readonly StoredText[]): readonly KnownText[] {
  if (changed.length === 0) return texts
  const ids = new Set(changed.map(({ planId }) => planId))
  return inOrder([...texts.filter(({ key }) => !ids.has(key)), ...changed.flatMap(toKnown)])
}

function toKnown({ planId, begunAt, words }: StoredText): readonly KnownText[] {
  return words === undefined ? [] : [{ key: planId, begunAt, words, digest: digestOf(words) }]
}

function inOrder(texts: readonly KnownText[]): readonly KnownText[] {
  return texts.toSorted((a, b) => a.begunAt - b.begunAt || a.key - b.key)
}
