import type { RawBuilder } from 'kysely'
import type { RecordDeclaration, RecordValues } from '#platform/record'
import type { Series } from '#ui'

/** The days an extraction speaks of: both are in it, but for the first when dates are taken literally. */
export interface ExtractionDates {
  readonly from: string
  readonly to: string
  /** The first day itself is left out, as a filter "greater than" reads. */
  readonly literal: boolean
}

/**
 * An extraction that somebody published, as data: what it selects and how its figures are counted. A change of either is a
 * new version, so that what was kept can be told apart.
 */
export interface Preset {
  readonly name: string
  readonly version: number
  readonly title: string
  /** Where the filters stand. */
  readonly source: string
  readonly record: RecordDeclaration
  /**
   * The fields that its rows hold, in order: those the register had when this version was published. The register may gain others;
   * the bytes of what was kept stay.
   */
  readonly columns: readonly string[]
  /** The field whose days `from` and `to` narrow; undefined for a preset that takes none. */
  readonly dateField?: string
  /** The condition on a state `s`, besides the dates. */
  readonly condition: RawBuilder<boolean>
  /** The figures of each organisation, in order, and how each is called on a page. */
  readonly figures: Readonly<Record<string, string>>
  /** Which of the figures a row counts towards, by the values of its `columns` alone. */
  readonly counts: (values: RecordValues) => readonly string[]
  /** Figures that are the share of one figure in another, in whole per cent. */
  readonly shares?: Readonly<Record<string, { readonly label: string; readonly part: string; readonly whole: string }>>
  /** The parts of an organisation's bar: figures that add up to its rows. */
  readonly bars: readonly (Series & { readonly value: (figures: Readonly<Record<string, number>>) => number })[]
}
