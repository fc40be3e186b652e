import type { FieldValue, RecordDeclaration, RecordState, RecordValues } from '#platform/record'
import type { Visit } from '#platform/http'
import type { Choice, Content } from '#ui'
import type { RawBuilder } from 'kysely'

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
  /** The values of a reference list, by its name, that a filter offers beside those in use; without, the declared options. */
  readonly usualValues?: (visit: Visit, list: string) => Promise<readonly string[]>
  /** How people and programs record in it; without, they can't. */
  readonly writes?: RegisterWrites<NoInfer<Name>>
  /** How records that a new one may be the same as are found: they are pointed out before it is recorded. */
  readonly lookAlikes?: LookAlikes<NoInfer<Name>>
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
  /** The module has a page of its own for a new record, at the register's `/new`. */
  readonly ownNewPage?: true
  /**
   * What a new record has where nothing was stated, as it is read: organisations by name. It may follow from what was stated;
   * for an empty form nothing was.
   */
  readonly otherwise?: (
    visit: Visit,
    stated: Readonly<Partial<Record<Name, FieldValue>>>,
  ) => Partial<Readonly<Record<Name, FieldValue>>>
  /**
   * What a field may be chosen from, where that is settled elsewhere than in the declaration: a reference list. A record keeps
   * the value it has (`current`).
   */
  readonly choices?: (visit: Visit, field: Name, current?: string) => Promise<readonly Choice[] | undefined>
  /** What speaks against the values, as they are read, of a new record or over the state before. */
  readonly checks?: (
    visit: Visit,
    values: RecordValues<Name>,
    before: RecordState<Name> | undefined,
  ) => Promise<readonly { readonly field: Name; readonly problem: string }[]>
  /** What else happens in the same transaction. */
  readonly recorded?: (visit: Visit, state: RecordState<Name>, isNew: boolean) => Promise<void>
}

/** A way to narrow a list by what the module knows: `region=North West` in the address. */
export interface Narrowing {
  /** In the address. */
  readonly name: string
  readonly label: string
  readonly choices: (visit: Visit) => Promise<readonly Choice[]>
  /** The condition on a state `s`. Values that are not of the choices must give nothing. */
  readonly condition: (visit: Visit, values: readonly string[]) => Promise<RawBuilder<boolean>>
}
