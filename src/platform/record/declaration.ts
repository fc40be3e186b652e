import type { RawBuilder } from 'kysely'

/** How a field is typed, checked, shown and compared. */
export type FieldKind =
  /** The record's own name in every list, file and address. */
  | 'reference'
  /** Free text. */
  | 'text'
  /** One of a closed list. */
  | 'choice'
  /** Usually one of a list, but others are kept as they came. */
  | 'listed'
  /** An organisation, kept by id, known by name, alias or code. */
  | 'organisation'
  /** A person, by email. */
  | 'email'
  /** A day without a time. */
  | 'day'
  /** A whole number of things. */
  | 'count'
  /** Integer pence; pounds in files. */
  | 'money'
  /** The reference of a record in another register. */
  | 'link'

/** How a list can be narrowed by a field. */
export type FilterKind = 'one-of' | 'contains' | 'equals' | 'days'

export interface Field {
  /** What people call it: in forms, lists, error messages and as the column of a file. */
  readonly label: string
  readonly kind: FieldKind
  /** Its column in the state table. */
  readonly column: string
  readonly hint?: string
  readonly optional?: boolean
  /** Most characters. */
  readonly max?: number
  readonly options?: readonly string[]
  /** Personal data: emptied by erasure, never written to the audit or a log. */
  readonly personal?: boolean
  readonly filter?: FilterKind
  /** The texts it has today stand once each in a table of their own, indexed by their parts: a migration makes it, as 0030 does. */
  readonly indexedByParts?: true
  /** In the list, in this order of fields; others show on the record's page only. */
  readonly listed?: boolean
  /**
   * Whether lists may be put in its order; 'in an index' where one has today's states in it, with what the lists are narrowed by (and
   * others, of references, those of each audience, today's and those of any day).
   */
  readonly sortable?: boolean | 'in an index'
  /** What a new record, or an empty cell of a file, has. */
  readonly otherwise?: string
  /** What a file's row has that leaves it out, over the staged row of this alias. Forms and programs have it by `writes.otherwise`. */
  readonly whenUnstated?: (row: string) => RawBuilder<unknown>
  /** Changed by the steps of its own only: no form and no program states it. A record made here may have none; a file has it. */
  readonly byStepsOnly?: true
  /** No state has a later day than the one it was recorded on, in London: the database holds to it, so lists of a past day end there. */
  readonly notAfterRecorded?: true
  /** A record's page leaves it out while it has no value: of many such fields those with one would be hard to find. */
  readonly shownWhenStated?: true
  /** A program may send it as a number too; it is kept as text, as the number is written. */
  readonly mayBeNumber?: true
  /** The reference list, by name, that its options come from. */
  readonly list?: string
  /** What each option means, with an example. */
  readonly optionHints?: Readonly<Record<string, string>>
  /** How a form asks for it, where the label alone is not enough. */
  readonly question?: string
}

/** A record, declared once: lists, files, filters, API schema and history are drawn from it. */
export interface RecordDeclaration<Name extends string = string> {
  /** Its place in addresses, files and the audit: 'threats'. */
  readonly register: string
  readonly noun: string
  readonly plural: string
  /** Schema-qualified head table; its states are in the same name with '_state'. */
  readonly table: string
  /** Stands in the references of records made here, after the owner's letters: 'D'. */
  readonly referenceMark?: string
  readonly fields: Readonly<Record<Name, Field>>
  /** The field that names the organisation the record belongs to. */
  readonly ownerField: NoInfer<Name>
  /** The field a record is called by, beside its reference. */
  readonly titleField: NoInfer<Name>
  /** The order of the list when nobody chose one. */
  readonly order: { readonly by: NoInfer<Name>; readonly descending?: boolean }
  /**
   * The record that it is a part of: it is seen, handled and shared as that one is, and belongs to the same organisation, on any
   * day as it is today. Nobody states its owner.
   */
  readonly within?: {
    readonly register: string
    readonly noun: string
    readonly table: string
    /** The field with its reference. */
    readonly field: NoInfer<Name>
  }
  /** Registers of its parts: they say `within`. */
  readonly parts?: readonly RecordDeclaration[]
  /**
   * Each state says when its record was first recorded (column `first_recorded_from`), for figures that ask it of many at once.
   * An import may state older history: then it moves on all states of the record.
   */
  readonly tellsFirstRecorded?: true
  /** Domain checks that need more than one field of a row. */
  readonly rules?: readonly RowRule<NoInfer<Name>>[]
}

/** Values as they stand in the tables: text, 'YYYY-MM-DD', whole numbers (pence, counts), organisation ids as names. */
export type FieldValue = string | number | null
export type RecordValues<Name extends string = string> = Readonly<Record<Name, FieldValue>>

/** A check across the fields of one row. `problem` is what a person reads; `field` is where. */
export interface RowRule<Name extends string = string> {
  readonly field: Name
  readonly problem: (values: RecordValues<Name>, recordedAt: Date) => string | undefined
}

/** One state of a record, as lists, pages and files show it. */
export interface RecordState<Name extends string = string> {
  readonly reference: string
  /** Names this state of this record, and says nothing else: for forms and If-Match. */
  readonly version: string
  /** Why it was recorded in error: the state closes the record. */
  readonly inError?: string
  readonly handling: Handling
  readonly recordedFrom: Date
  /** Undefined while it is the current one. */
  readonly recordedTo: Date | undefined
  readonly enteredAt: Date
  readonly values: RecordValues<Name>
}

export const handlings = ['Shared', 'Region', 'Organisation', 'Named'] as const
export type Handling = (typeof handlings)[number]

/** Declares a record: gives it back as it is, with the names of its fields known to the compiler. */
export function declareRecord<const Name extends string>(
  declaration: RecordDeclaration<Name>,
): RecordDeclaration<Name> {
  return declaration
}

/** The fields of a record with their names, in the declared order. */
export function fieldsOf<Name extends string>(record: RecordDeclaration<Name>): readonly (readonly [Name, Field])[] {
  const known = fieldLists.get(record)
  if (known !== undefined) return known as readonly (readonly [Name, Field])[]
  const fields = Object.entries(record.fields) as [Name, Field][]
  fieldLists.set(record, fields)
  return fields
}

/** Asked for with every row that is read, and a declaration never changes. */
const fieldLists = new WeakMap<RecordDeclaration, readonly (readonly [string, Field])[]>()

/** The fields that files, forms and programs may state: all but the owner of a part, which is its whole's. */
export function statableFields<Name extends string>(
  record: RecordDeclaration<Name>,
): readonly (readonly [Name, Field])[] {
  return fieldsOf(record).filter(([name]) => record.within === undefined || name !== record.ownerField)
}
