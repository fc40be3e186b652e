import type { Transaction } from '#platform/database'
import { type Change, changesBetween, type RecordDeclaration } from '#platform/record'
import { differingRecords, firstStates, knownRows } from './compare-store.ts'
import { type Compared, type Reason, reasonsFor } from './difference-reasons.ts'
import { allowLongWork, countSeen } from './extraction-rows-store.ts'
import type { KeptExtraction } from './extraction-store.ts'
import { scopeOf } from './run-again.ts'

/** A row that is not the same in two extractions. */
export interface Difference {
  readonly reference: string
  readonly in: 'A only' | 'B only' | 'both'
  readonly reasons: readonly Reason[]
  /** What changed from A's state to B's; empty when one of them knew none. */
  readonly changes: readonly Change[]
}

/** Two kept extractions, row by row. */
export interface Comparison {
  readonly differences: readonly Difference[]
  /** Rows of each that the actor may not see, and that are not compared. */
  readonly unseen: { readonly a: number; readonly b: number }
}

/**
 * Every row that differs between two kept extractions of the same preset, by reference, with the reasons. Rows that the actor
 * may no longer see are not compared.
 */
export async function compareExtractions(
  tx: Transaction,
  kept: { readonly a: KeptExtraction; readonly b: KeptExtraction },
): Promise<Comparison> {
  await allowLongWork(tx)
  const [a, b] = [scopeOf(kept.a), scopeOf(kept.b)]
  const differing = await differingRecords(tx, a.preset, kept.a.id, kept.b.id)
  const ids = differing.map(one => one.recordId)
  const knownA = await knownRows(tx, a, ids)
  const knownB = await knownRows(tx, b, ids)
  const first = await firstStates(tx, a.preset, ids)
  const differences = differing
    .map(({ recordId, inA, inB }) => {
      const [before, after] = [knownA.get(recordId), knownB.get(recordId)]
      const isErased = before?.isErased || after?.isErased
      const changes = before && after ? changesBetween(a.preset.record, before.state, after.state) : []
      const shown = isErased ? changes.filter(change => !isPersonal(a.preset.record, change)) : changes
      return differenceOf({ a, b, inA, inB, knownA: before, knownB: after, first: first.get(recordId), changes: shown })
    })
    .sort((one, other) => (one.reference < other.reference ? -1 : 1))
  const unseenOf = async (one: KeptExtraction) => one.rowCount - (await countSeen(tx, a.preset, one.id))
  return { differences, unseen: { a: await unseenOf(kept.a), b: await unseenOf(kept.b) } }
}

function differenceOf(compared: Compared): Difference {
  const { inA, inB, knownA, knownB, changes } = compared
  return {
    reference: knownA?.state.reference ?? knownB?.state.reference ?? '',
    in: inA && inB ? 'both' : inA ? 'A only' : 'B only',
    reasons: reasonsFor(compared),
    changes,
  }
}

function isPersonal(record: RecordDeclaration, change: Change): boolean {
  return record.fields[change.field]?.personal ?? false
}
