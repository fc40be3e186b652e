import { dayOf } from '#platform/clock'
import { fileValue } from '#platform/register-pages'
import type { Change, RecordDeclaration, RecordState } from '#platform/record'
import { formatCount, formatDay, formatInstant } from '#ui'
import type { FirstState, KnownRow } from './compare-store.ts'
import type { ExtractionScope } from './extraction-rows-store.ts'

/** Why a row differs: a word to count by, and a sentence about this row. */
export interface Reason {
  readonly word: string
  readonly says: string
  /** The import that stated it, for 'history stated later'. */
  readonly importId?: string | undefined
}

/** A record as two extractions knew it. */
export interface Compared {
  readonly a: ExtractionScope
  readonly b: ExtractionScope
  readonly inA: boolean
  readonly inB: boolean
  readonly knownA: KnownRow | undefined
  readonly knownB: KnownRow | undefined
  /** The first state of the record of all that there are. */
  readonly first: FirstState | undefined
  /** What changed from the one state to the other. */
  readonly changes: readonly Change[]
}

/** Every reason why a record's row differs between two extractions, the main one first. Never none. */
export function reasonsFor(compared: Compared): readonly Reason[] {
  const { knownA, knownB } = compared
  const erased =
    knownA?.isErased || knownB?.isErased ? [{ word: 'erased', says: 'The record has been erased since.' }] : []
  if (knownA === undefined || knownB === undefined) return [...appearance(compared), ...erased]
  if (knownA.state.inError !== knownB.state.inError) return [...inError(compared, knownA, knownB), ...erased]
  const { record } = compared.a.preset
  const changed = compared.changes.map(change => reasonOfChange(record, change))
  const reasons = [...changed, ...statedLater(compared), ...erased].sort((one, other) => weight(one) - weight(other))
  if (compared.inA !== compared.inB && bothFit(compared)) return [notOpen(compared), ...reasons]
  if (reasons.length > 0) return reasons
  if (compared.inA !== compared.inB)
    return [{ word: 'other dates', says: 'The days that the extractions speak of differ.' }]
  return [{ word: 'recorded again', says: 'It was recorded again without a change.' }]
}

/** In one of the two the record was recorded in error. */
function inError(compared: Compared, knownA: KnownRow, knownB: KnownRow): readonly Reason[] {
  const isInB = knownB.state.inError !== undefined
  const [closing, other] = isInB ? [knownB.state, compared.a] : [knownA.state, compared.b]
  const since = closing.recordedFrom > other.asAt || closing.enteredAt > other.takenAt
  const on = formatDay(dayOf(closing.recordedFrom))
  if (since) return [{ word: 'recorded in error', says: `It was marked on ${on} as recorded in error.` }]
  return [{ word: 'recorded again', says: `It had been marked as recorded in error, and was recorded again.` }]
}

/** The one extraction knew nothing of the record. */
function appearance({ a, b, knownA, knownB, first }: Compared): readonly Reason[] {
  const [there, without] = knownA === undefined ? [knownB, a] : [knownA, b]
  if (there === undefined || first === undefined) return [{ word: 'not known', says: 'Neither extraction knew it.' }]
  const toldLater = first.enteredAt > without.takenAt
  if (first.recordedFrom <= without.asAt && toldLater) return [toldAfterwards(first, without)]
  if (first.recordedFrom > without.asAt) return [recordedSince(there.state, first.recordedFrom, without)]
  return [{ word: 'not open', says: 'It was not open to who took the extraction that does not hold it.' }]
}

function toldAfterwards(first: FirstState, without: ExtractionScope): Reason {
  const taken = formatInstant(without.takenAt)
  return {
    word: 'history stated later',
    says: `It is stated to have been recorded on ${formatDay(dayOf(first.recordedFrom))}, and was entered here on ${formatInstant(first.enteredAt)}, after the other extraction was taken (${taken}).`,
    importId: first.importId,
  }
}

function recordedSince(state: RecordState, recorded: Date, without: ExtractionScope): Reason {
  const day = without.preset.dateField === undefined ? undefined : String(state.values[without.preset.dateField])
  const on = formatDay(dayOf(recorded))
  if (day === undefined || day > dayOf(without.asAt)) {
    return { word: 'recorded since', says: `It was first recorded on ${on}, after the day of the other extraction.` }
  }
  const days = Math.round((Date.parse(dayOf(recorded)) - Date.parse(day)) / 86_400_000)
  return {
    word: 'recorded late',
    says: `It happened on ${formatDay(day)} and was recorded on ${on}, ${formatCount(days)} days later.`,
  }
}

/** The state of the one extraction had been recorded by the other's day, but not entered when that was taken. */
function statedLater({ a, b, knownA, knownB }: Compared): readonly Reason[] {
  const pairs = [
    [knownB, a],
    [knownA, b],
  ] as const
  return pairs.flatMap(([known, other]) => {
    if (known === undefined) return []
    const { recordedFrom, enteredAt } = known.state
    if (recordedFrom > other.asAt || enteredAt <= other.takenAt) return []
    const first = { recordId: known.recordId, recordedFrom, enteredAt, importId: known.importId }
    return [toldAfterwards(first, other)]
  })
}

function bothFit({ knownA, knownB }: Compared): boolean {
  return (knownA?.fits ?? false) && (knownB?.fits ?? false)
}

function notOpen({ inA }: Compared): Reason {
  return { word: 'not open', says: `It fits both, but was not open to who took extraction ${inA ? 'B' : 'A'}.` }
}

/** Fields whose change has a name of its own; a change of any other amends the record. */
const wordsOfChange: Readonly<Record<string, string>> = {
  recordDate: 're-dated',
  tier: 're-tiered',
  threatType: 'reclassified',
  type: 'reclassified',
  soc: 'reclassified',
  crimeCategory: 'reclassified',
  fourP: 'reclassified',
  assessmentCategory: 'reclassified',
  disruptionType: 'reclassified',
  owner: 'owner changed',
  leadOrganisation: 'owner changed',
  name: 'renamed',
  title: 'renamed',
}

/** Changes that decide no extraction stand after those that do. */
const lesserWords = ['phase changed', 'owner changed', 'renamed', 'amended']

function weight({ word }: Reason): number {
  return lesserWords.includes(word) ? 1 : 0
}

function reasonOfChange(record: RecordDeclaration, change: Change): Reason {
  const field = record.fields[change.field]
  const shown = (value: Change['before']) => (field === undefined ? '' : fileValue(field, value)) || 'empty'
  return {
    word: wordOfChange(change),
    says: `${change.label} was ${shown(change.before)}, then ${shown(change.after)}.`,
  }
}

function wordOfChange({ field, before, after }: Change): string {
  if (field === 'moderationStatus') return after === 'Moderated' ? 'moderated' : 'moderation changed'
  if (field !== 'phase') return wordsOfChange[field] ?? 'amended'
  const [wasClosed, isClosed] = [isClosedPhase(before), isClosedPhase(after)]
  if (wasClosed === isClosed) return 'phase changed'
  return isClosed ? 'closed' : 'reopened'
}

function isClosedPhase(phase: Change['before']): boolean {
  return /closed/i.test(String(phase))
}
