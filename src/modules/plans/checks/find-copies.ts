import { sql } from 'kysely'
import type { CheckScope } from '#platform/http'
import { type CheckAsker, checkInstant } from './check-day.ts'
import { copiesNow } from './known-copies.ts'
import { textsNow } from './known-texts.ts'
import { countWords, type CopyLimits, nearCopies, type NearCopy, type TextOfPlan } from './near-copies.ts'
import type { Asked, CopyOf } from './plan-check.ts'
import { readJudged, readReferences, wordsOf } from './texts-store.ts'

export interface Copies {
  /** By the plan's id: of which plan. */
  readonly of: ReadonlyMap<number, CopyOf>
  /** The references of the plans that are copies, without those that the reader may not see. */
  readonly references: readonly string[]
}

/** Which of the plans of a scope are copies, each of the one that most of it stands in: that takes the words of every plan. */
export async function findCopies(asker: CheckAsker, scope: CheckScope, { threshold }: Asked): Promise<Copies> {
  const limits = { share: threshold('generic-text'), fewestWords: threshold('generic-text-words') }
  return isOfAllNow(scope) ? copiesAmongAll(asker, scope, limits) : copiesRead(asker, scope, limits)
}

/** For texts of a past day, or of some plans only, what a server knows of all would be forgotten. */
function isOfAllNow({ asAt, plans }: CheckScope): boolean {
  return asAt.when === 'now' && plans === undefined
}

/** From what this server knows, and what has changed since. */
async function copiesAmongAll({ tx }: CheckAsker, { organisations }: CheckScope, limits: CopyLimits): Promise<Copies> {
  const judged = await readJudged(tx, organisations)
  if (judged.size === 0) return { of: new Map(), references: [] }
  const texts = await textsNow(tx)
  const found = await copiesNow(texts, limits, key => judged.has(key))
  const ids = [...found].flatMap(([key, { original }]) => [key, original])
  return told(texts, found, await readReferences(tx, ids))
}

interface TextRow {
  readonly planId: number
  readonly reference: string | null
  readonly judged: boolean
  readonly words: Buffer
}

/** From texts that are read for this alone: on a past day all of them, for some plans those that they may be copies of. */
async function copiesRead({ tx }: CheckAsker, scope: CheckScope, limits: CopyLimits): Promise<Copies> {
  const { rows } = await sql<TextRow>`
    select plan_id as "planId", reference, judged, words
    from plans.compared_texts(${checkInstant(scope.asAt)}::timestamptz, ${scope.organisations ?? null}::integer[],
      ${scope.plans ?? null}::text[], ${limits.share}::numeric)
    order by begun_at, plan_id`.execute(tx)
  const texts = rows.map(({ planId, words }): TextOfPlan => ({ key: planId, words: wordsOf(words) }))
  const judged = new Set(rows.flatMap(row => (row.judged ? [row.planId] : [])))
  const found = await nearCopies(texts, limits, { judged: key => judged.has(key) })
  const references = rows.flatMap(({ planId, reference }) => (reference === null ? [] : [[planId, reference] as const]))
  return told(texts, found, new Map(references))
}

/** What may be said of copies: names only of plans that the reader may see. */
function told(
  texts: readonly TextOfPlan[],
  found: ReadonlyMap<number, NearCopy>,
  references: ReadonlyMap<number, string>,
): Copies {
  const copyOf = ({ key, words }: TextOfPlan): readonly (readonly [number, CopyOf])[] => {
    const copy = found.get(key)
    if (copy === undefined) return []
    return [[key, { reference: references.get(copy.original) ?? null, share: copy.share, words: countWords(words) }]]
  }
  return {
    of: new Map(texts.flatMap(copyOf)),
    references: [...found.keys()].flatMap(key => references.get(key) ?? []),
  }
}
