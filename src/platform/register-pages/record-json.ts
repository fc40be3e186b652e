import type { HistoryEntry, RecordState } from '#platform/record'

/** A state as programs are told it. */
export function recordJson(state: RecordState) {
  return {
    reference: state.reference,
    handling: state.handling,
    recordedAt: state.recordedFrom.toISOString(),
    enteredAt: state.enteredAt.toISOString(),
    inError: state.inError ?? null,
    ...state.values,
  }
}

/** A state of a history, with who recorded it and what it changed. */
export function entryJson(entry: HistoryEntry<string>) {
  return {
    ...recordJson(entry.state),
    recordedBy: entry.person ?? null,
    importId: entry.importId ?? null,
    changes: entry.changes,
  }
}

/** The version of a state as HTTP has it. */
export function etagOf(state: Pick<RecordState, 'version'>): string {
  return `"${state.version}"`
}
