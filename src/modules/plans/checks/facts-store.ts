import { type RawBuilder, sql } from 'kysely'
import type { Transaction } from '#platform/database'
import type { CheckScope } from '#platform/http'
import { type CheckAsker, checkDay, checkInstant } from './check-day.ts'
import { nearCopies, type NearCopy, type TextOfPlan } from './near-copies.ts'
import type { Asked, CopyOf, OpenAction, PlanFacts, ThreatFacts } from './plan-check.ts'

/** All that the checks are computed from. */
export interface Facts {
  readonly plans: readonly PlanFacts[]
  readonly threats: readonly ThreatFacts[]
}

/**
 * Reads the facts of a scope, as known at its moment. They are told of every plan; of those that the reader may not see, without
 * what would name them.
 *
 * @param withTexts whether it is asked which plans are copies: that takes the words of every plan.
 */
export async function readFacts(
  { tx, present }: CheckAsker,
  { asAt, plans, organisations }: CheckScope,
  asked: Asked,
  withTexts: boolean,
): Promise<Facts> {
  const instant = sql`${checkInstant(asAt)}::timestamptz`
  const scope = sql`${organisations ?? null}::integer[], ${plans ?? null}::text[]`
  const { rows } = await sql<FactRow>`
    select register, facts from plans.check_facts(${instant}, ${checkDay(asAt, present)}::date, ${scope})`.execute(tx)
  const copies = withTexts ? await findCopies(tx, asked, instant, scope) : new Map<number, CopyOf>()
  return {
    plans: rows.flatMap(row => (row.register === 'plans' ? [planOf(row.facts, copies)] : [])),
    threats: rows.flatMap(row => (row.register === 'threats' ? [row.facts] : [])),
  }
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

function planOf({ doubtful, planId, ...rest }: PlanRow, copies: ReadonlyMap<number, CopyOf>): PlanFacts {
  return { ...rest, doubtful: doubtful.map(actionOf), copyOf: copies.get(planId) }
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

/** Which of the plans of a scope are copies, by their ids: each of the one that most of it stands in. */
async function findCopies(
  tx: Transaction,
  { threshold }: Asked,
  instant: RawBuilder<unknown>,
  scope: RawBuilder<unknown>,
): Promise<ReadonlyMap<number, CopyOf>> {
  const limits = { share: threshold('generic-text'), fewestWords: threshold('generic-text-words') }
  const { rows } = await sql<TextRow>`
    select plan_id as "planId", reference, judged, words
    from plans.compared_texts(${instant}, ${scope}, ${limits.share}::numeric)
    order by begun_at, plan_id`.execute(tx)
  const texts = rows.map(({ planId, words }): TextOfPlan => ({ key: planId, words: hashesOf(words) }))
  const judged = new Set(rows.flatMap(row => (row.judged ? [row.planId] : [])))
  const references = new Map(rows.map(({ planId, reference }) => [planId, reference]))
  const lengths = new Map(texts.map(({ key, words }) => [key, words.filter(word => word !== 0).length]))
  const copyOf = ([key, { original, share }]: readonly [number, NearCopy]) =>
    [key, { reference: references.get(original) ?? null, share, words: lengths.get(key) ?? 0 }] as const
  return new Map([...(await nearCopies(texts, limits, key => judged.has(key)))].map(copyOf))
}

/** Four bytes a word, the highest first. */
function hashesOf(bytes: Buffer): Int32Array {
  const hashes = new Int32Array(bytes.length / 4)
  for (let place = 0; place < hashes.length; place += 1) hashes[place] = bytes.readInt32BE(place * 4)
  return hashes
}
