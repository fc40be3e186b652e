import type { FieldValue, RecordDeclaration, RecordState } from '#platform/record'
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
