import type { FieldValue, Handling, RecordDeclaration, RecordState, RecordValues } from '#platform/record'
import type { Shown, Visit } from '#platform/http'
import type { Choice, Content } from '#ui'
import type { RawBuilder } from 'kysely'
import type { z } from 'zod'

/** What a module says about the pages of its register, beside the declaration itself. */
export interface RegisterPages<Name extends string = string> {
  readonly record: RecordDeclaration<Name>
  /** Ways to narrow the list that are no field of it, such as the region of the owner. */
  readonly narrowings?: readonly Narrowing[]
  /** Fields shown in lists and on pages as more than their words: a tier as its mark. */
  readonly shows?: Partial<Readonly<Record<NoInfer<Name>, (value: FieldValue) => Content>>>
  /** Marks beneath the title of a record's page. */
  readonly markers?: (state: RecordState) => Content
  /** The register that the reference in a field of kind 'link' belongs to. */
  readonly links?: Partial<Readonly<Record<NoInfer<Name>, string>>>
  /** The values of reference lists, by their names, that a filter offers beside those in use; without, the declared options. */
  readonly usualValues?: (
    visit: Visit,
    lists: readonly string[],
  ) => Promise<Readonly<Record<string, readonly string[]>>>
  /** How people and programs record in it; without, they can't. */
  readonly writes?: RegisterWrites<NoInfer<Name>>
  /** How records that a new one may be the same as are found: they are pointed out before it is recorded. */
  readonly lookAlikes?: LookAlikes<NoInfer<Name>>
  /** What programs are told of one record beside its own fields: its parts. */
  readonly apiMembers?: ApiMembers
}

/** Members that the API adds to one record, as at the visit's moment. */
export interface ApiMembers {
  readonly schemas: Readonly<Record<string, z.ZodType>>
  readonly read: (
    visit: Visit,
    state: RecordState,
  ) => Promise<{ readonly members: Readonly<Record<string, unknown>>; readonly shown?: readonly Shown[] }>
}

/** Finds records, by the answer to one question, that a person may be about to record a second time. */
export interface LookAlikes<Name extends string = string> {
  readonly field: Name
  /** Of those the actor can see: few, the likest first. `except` is the record that is being changed. */
  readonly find: (visit: Visit, answer: string, except: string | undefined) => Promise<readonly LookAlike[]>
}

export interface LookAlike {
  readonly reference: string
  /** Undefined where the record is shown only once a reason was given. */
  readonly title: string | undefined
  /** Whose it is and what kind, in a line. */
  readonly says: string
}

/** How a register is recorded in: by a form and by a program alike. */
export interface RegisterWrites<Name extends string = string> {
  readonly permission: string
  /** That a form or program may state, in the form's order. */
  readonly fields: readonly Name[]
  /** Of these fields, those nearly always left as they stand: asked beside the others, where there is room. */
  readonly beside?: readonly Name[]
  /** Of these fields, those that the form of a new record does not ask for: a program may state them. */
  readonly notAskedWhenNew?: readonly Name[]
  /** The module has a page of its own for a new record, at the register's `/new`. */
  readonly ownNewPage?: true
  /**
   * What a new record has where nothing was stated, as it is read: organisations by name. It may follow from what was stated;
   * for an empty form nothing was.
   */
  readonly otherwise?: (
    visit: Visit,
    stated: Readonly<Partial<Record<Name, FieldValue>>>,
  ) => Partial<Readonly<Record<Name, FieldValue>>> | Promise<Partial<Readonly<Record<Name, FieldValue>>>>
  /** What the address of the form of a new record may name, and what stands in the form then. */
  readonly begins?: Begins<Name>
  /** What also becomes so by what is recorded: over the whole values, of a new record or over the state before. */
  readonly follows?: (
    visit: Visit,
    values: RecordValues<Name>,
    before: RecordState<Name> | undefined,
  ) => Partial<Readonly<Record<Name, FieldValue>>>
  /** What stands beside a form: of a new record with what its address named, of a change with the record. */
  readonly besideForm?: (visit: Visit, of: FormSubject) => Promise<Content>
  /** How a new record is handled that is stated to be handled so, or is not; or what is wrong with that. */
  readonly handling?: (
    visit: Visit,
    values: RecordValues<Name>,
    stated: Handling | undefined,
  ) => Promise<{ readonly handling: Handling | undefined } | { readonly problem: string }>
  /**
   * Why a record, or a new part of one, is not recorded any more; undefined when it is. 'error': why it can't be marked as
   * recorded in error.
   */
  readonly frozen?: (
    visit: Visit,
    values: Readonly<Partial<Record<Name, FieldValue>>>,
    act: 'change' | 'error',
  ) => Promise<string | undefined>
  /**
   * What a field may be chosen from, where that is settled elsewhere than in the declaration: a reference list. A record keeps
   * the value it has (`current`).
   */
  readonly choices?: (
    visit: Visit,
    field: Name,
    current?: string,
    of?: FormSubject,
  ) => Promise<readonly Choice[] | undefined>
  /** What speaks against the values, as they are read, of a new record or over the state before. */
  readonly checks?: (
    visit: Visit,
    values: RecordValues<Name>,
    before: RecordState<Name> | undefined,
  ) => Promise<readonly { readonly field: Name; readonly problem: string }[]>
  /** What else happens in the same transaction. */
  readonly recorded?: (visit: Visit, state: RecordState<Name>, isNew: boolean) => Promise<void>
}

/** Which record a form is of. */
export interface FormSubject {
  /** The record that is changed; undefined for a new one. */
  readonly state: RecordState | undefined
  /** What the address of a new record's form named, by name. */
  readonly asked: Readonly<Record<string, string>>
}

/** How the form of a new record begins from its address. */
export interface Begins<Name extends string = string> {
  /** Names of the query that are read, and kept with a draft. */
  readonly names: readonly string[]
  readonly values: (
    visit: Visit,
    asked: Readonly<Record<string, string>>,
  ) => Promise<{
    readonly values: Partial<Readonly<Record<Name, FieldValue>>>
    readonly handling?: Handling | undefined
  }>
}

/** A way to narrow a list by what the module knows: `region=North West` in the address. */
export interface Narrowing {
  /** In the address. */
  readonly name: string
  readonly label: string
  readonly choices: (visit: Visit) => Promise<readonly Choice[]>
  /** The condition on a state `s`. Values that are not of the choices must give nothing. */
  readonly condition: (visit: Visit, values: readonly string[]) => Promise<RawBuilder<boolean>>
  /** It leaves the records of some owners alone. */
  readonly ofOwners?: true
}
