import { sql } from 'kysely'
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
  { asAt, plan, organisations }: CheckScope,
  asked: Asked,
  withTexts: boolean,
): Promise<Facts> {
  const { rows } = await sql<FactRow>`
    select register, facts, words from plans.check_facts(${checkInstant(asAt)}::timestamptz,
      ${checkDay(asAt, present)}::date, ${organisations ?? null}::integer[], ${plan ?? null}::text, ${withTexts})`.execute(
    tx,
  )
  const told = rows.filter(row => row.register === 'plans')
  const copies = withTexts ? copiesAmong(rows, asked) : new Map<number, CopyOf>()
  return {
    plans: told.map(({ facts: { doubtful, place, ...rest } }) => ({
      ...rest,
      doubtful: doubtful.map(actionOf),
      copyOf: copies.get(place),
    })),
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

type PlanRow = Omit<PlanFacts, 'doubtful' | 'copyOf'> & ComparedRow & { readonly doubtful: readonly OpenRow[] }

interface ComparedRow {
  /** Its place in the order in which all plans were first recorded. */
  readonly place: number
  readonly reference: string | null
}

type FactRow =
  | { readonly register: 'plans'; readonly facts: PlanRow; readonly words: Buffer | null }
  | { readonly register: 'compared'; readonly facts: ComparedRow; readonly words: Buffer | null }
  | { readonly register: 'threats'; readonly facts: ThreatFacts; readonly words: null }

function actionOf([reference, hasPerson, dueOn, words, verbFirst]: OpenRow): OpenAction {
  return { reference, hasPerson, dueOn, words, verbFirst }
}

function copiesAmong(rows: readonly FactRow[], { threshold }: Asked): ReadonlyMap<number, CopyOf> {
  const plans = rows.flatMap(row => (row.register === 'threats' ? [] : [row]))
  const inOrder = plans.toSorted((a, b) => a.facts.place - b.facts.place)
  const texts = inOrder.map(({ facts, words }): TextOfPlan => ({ key: facts.place, words: hashesOf(words) }))
  const asked = new Set(plans.filter(({ register }) => register === 'plans').map(({ facts }) => facts.place))
  const limits = { share: threshold('generic-text'), fewestWords: threshold('generic-text-words') }
  const byKey = new Map(plans.map(({ facts }) => [facts.place, facts.reference]))
  const lengths = new Map(texts.map(({ key, words }) => [key, words.filter(word => word !== 0).length]))
  const copyOf = ([key, { original, share }]: readonly [number, NearCopy]) =>
    [key, { reference: byKey.get(original) ?? null, share, words: lengths.get(key) ?? 0 }] as const
  return new Map([...nearCopies(texts, limits, key => asked.has(key))].map(copyOf))
}

/** Four bytes a word, the highest first. */
function hashesOf(bytes: Buffer | null): Int32Array {
  if (bytes === null) return new Int32Array()
  const hashes = new Int32Array(bytes.length / 4)
  for (let place = 0; place < hashes.length; place += 1) hashes[place] = bytes.readInt32BE(place * 4)
  return hashes
}
