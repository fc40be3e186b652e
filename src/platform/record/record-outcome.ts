import type { FieldValue, Handling, RecordState } from './declaration.ts'

/** Who records: as the request's actor has it. */
export interface Recorder {
  readonly personId: number
  /** Organisations for which they may record, by id. */
  readonly recordsFor: readonly number[]
}

/** Values as they are stored, by field: organisations by id. */
export type StoredValues<Name extends string = string> = Readonly<Partial<Record<Name, FieldValue>>>

/** A new record, or a change of one. */
export interface Recording<Name extends string = string> {
  /** Which record; of a new one made when left out. */
  readonly reference?: string | undefined
  /** The version that is changed; left out for a new record. */
  readonly expected?: string | undefined
  /** Of a change only what it changes. */
  readonly values: StoredValues<Name>
  /** Of a new record; Region when left out. How a record is handled later is changed where it is handled. */
  readonly handling?: Handling | undefined
  readonly actor: Recorder
}

/** A change of one record in one version. */
export interface RecordedVersion {
  readonly reference: string
  readonly expected: string
  readonly actor: Recorder
}

export interface FieldProblem {
  readonly field: string
  readonly problem: string
}

/** What came of recording: done, or why not. Of refusals nothing is kept. */
export type RecordOutcome<Name extends string = string> =
  | { readonly kind: 'recorded'; readonly state: RecordState<Name>; readonly isNew: boolean }
  /** It says so already. */
  | { readonly kind: 'unchanged'; readonly state: RecordState<Name> }
  /** Someone was first: the state that stands. */
  | { readonly kind: 'changed-meanwhile'; readonly state: RecordState<Name> }
  /** Nothing that the actor may see. */
  | { readonly kind: 'not-there' }
  /** The actor may not record for this organisation. */
  | { readonly kind: 'not-yours'; readonly owner: string }
  /** The reference of a new record is in use. */
  | { readonly kind: 'taken' }
  | { readonly kind: 'problems'; readonly problems: readonly FieldProblem[] }
