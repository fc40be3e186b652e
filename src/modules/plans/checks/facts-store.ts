import { type RawBuilder, sql } from 'kysely'
import type { CheckScope } from '#platform/http'
import { type CheckAsker, checkDay, checkInstant } from './check-day.ts'
import { copiesNow } from './known-copies.ts'
import { countWords, nearCopies, type NearCopy, type TextOfPlan } from './near-copies.ts'
import type { Asked, CopyOf, OpenAction, PlanFacts, ThreatFacts } from './plan-check.ts'

/** All that the checks are computed from. */
export interface Facts {
  readonly plans: readonly PlanFacts[]
  readonly threats: readonly ThreatFacts[]
}

/**
 * Of so many plans the facts are held at once: whoever waits for the database or the program waits for no more of them. With fewer,
 * what the peers of their organisations did is counted again and again.
 */
export const plansAtOnce = 1000

/**
 * Reads the facts of a scope, as known at its moment. They are told of every plan; of those that the reader may not see, without
 * what would name them.
 *
 * @param copies which plans are copies, from `findCopies`; undefined where that isn't asked.
 */
export async function readFacts(
  { tx, present }: CheckAsker,
  scope: CheckScope,
  copies: Copies | undefined,
): Promise<Facts> {
  const { rows } = await sql<FactRow>`
    select register, facts from plans.check_facts(
      ${instantOf(scope)}, ${checkDay(scope.asAt, present)}::date, ${limitsOf(scope)})`.execute(tx)
  return {
    plans: rows.flatMap(row => (row.register === 'plans' ? [planOf(row.facts, copies)] : [])),
    threats: rows.flatMap(row => (row.register === 'threats' ? [row.facts] : [])),
  }
}

function instantOf({ asAt }: CheckScope): RawBuilder<unknown> {
  return sql`${checkInstant(asAt)}::timestamptz`
}

function limitsOf({ organisations, plans }: CheckScope): RawBuilder<unknown> {
  return sql`${organisations ?? null}::integer[], ${plans ?? null}::text[]`
}

type OpenRow = readonly [
  reference: string | null,
  hasPerson: boolean,
  dueOn: string | null,
  words: number,
  verb: boolean,
]

type PlanRow = Omit<PlanFacts, 'doubtful' | 'copyOf'> & {
  readonly planId: number
  readonly doubtful: readonly OpenRow[]
}

type FactRow =
  | { readonly register: 'plans'; readonly facts: PlanRow }
  | { readonly register: 'threats'; readonly facts: ThreatFacts }

function planOf({ doubtful, planId, ...rest }: PlanRow, copies: Copies | undefined): PlanFacts {
  return { ...rest, doubtful: doubtful.map(actionOf), copyOf: copies?.of.get(planId) }
}

function actionOf([reference, hasPerson, dueOn, words, verbFirst]: OpenRow): OpenAction {
  return { reference, hasPerson, dueOn, words, verbFirst }
}

interface TextRow {
  readonly planId: number
  readonly reference: string | null
  readonly judged: boolean
  readonly words: Buffer
}

export interface Copies {
  /** By the plan's id: of which plan. */
  readonly of: ReadonlyMap<number, CopyOf>
  /** The references of the plans that are copies, without those that the reader may not see. */
  readonly references: readonly string[]
}

/** Which of the plans of a scope are copies, each of the one that most of it stands in: that takes the words of every plan. */
export async function findCopies({ tx }: CheckAsker, scope: CheckScope, { threshold }: Asked): Promise<Copies> {
  const limits = { share: threshold('generic-text'), fewestWords: threshold('generic-text-words') }
  const { rows } = await sql<TextRow>`
    select plan_id as "planId", reference, judged, words
    from plans.compared_texts(${instantOf(scope)}, ${limitsOf(scope)}, ${limits.share}::numeric)
    order by begun_at, plan_id`.execute(tx)
  const texts = rows.map(({ planId, words }): TextOfPlan => ({ key: planId, words: hashesOf(words) }))
  const told = new Map(rows.map(({ planId, reference, judged }, place) => [planId, { reference, judged, place }]))
  const judged = (key: number): boolean => told.get(key)?.judged === true
  const found = isOfAllNow(scope) ? await copiesNow(texts, limits, judged) : await nearCopies(texts, limits, { judged })
  const copyOf = ([key, { original, share }]: readonly [number, NearCopy]) => {
    const words = texts[told.get(key)?.place ?? -1]?.words
    return [
      key,
      { reference: told.get(original)?.reference ?? null, share, words: words ? countWords(words) : 0 },
    ] as const
  }
  return {
    of: new Map([...found].map(copyOf)),
    references: [...found.keys()].flatMap(key => told.get(key)?.reference ?? []),
  }
}

/** For texts of a past day, or of some plans only, others would be forgotten. */
function isOfAllNow({ asAt, plans }: CheckScope): boolean {
  return asAt.when === 'now' && plans === undefined
}

/** Four bytes a word, the highest first. */
function hashesOf(bytes: Buffer): Int32Array {
  const hashes = new Int32Array(bytes.length / 4)
  for (let place = 0; place < hashes.length; place += 1) hashes[place] = bytes.readInt32BE(place * 4)
  return hashes
}
