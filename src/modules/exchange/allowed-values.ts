import { listOrganisations } from '#modules/organisations'
import { listValues } from '#modules/reference'
import type { Transaction } from '#platform/database'
import { type Field, type RecordDeclaration, statableFields } from '#platform/record'
import { handlingColumn, handlingsInFiles } from './file-columns.ts'

/** The values that a column of import files may hold, in the order in which people choose them. */
export interface AllowedValues {
  readonly label: string
  readonly values: readonly string[]
  /** Others are taken too: as they came, or under another name of the same organisation. */
  readonly othersAllowed: boolean
}

/** The columns of a register's files that have a list of values, with the values of a day. */
export async function allowedValues(
  tx: Transaction,
  record: RecordDeclaration,
  day: string,
): Promise<readonly AllowedValues[]> {
  const organisations = (await listOrganisations(tx))
    .filter(({ fromOn, toOn }) => (fromOn ?? day) <= day && (toOn ?? '9999') > day)
    .map(({ name }) => name)
  const columns: AllowedValues[] = []
  for (const [, field] of statableFields(record)) {
    const { label, kind } = field
    if (kind === 'choice') columns.push({ label, values: field.options ?? [], othersAllowed: false })
    if (kind === 'organisation') columns.push({ label, values: organisations, othersAllowed: true })
    if (kind === 'listed') columns.push({ label, values: await usualValues(tx, field, day), othersAllowed: true })
  }
  const handling = { label: handlingColumn, values: handlingsInFiles, othersAllowed: false }
  return record.within === undefined ? [...columns, handling] : columns
}

/**
 * The usual values of a field: those of its reference list, else of its declaration.
 *
 * @param day those on the list that day; when left out, every one that it has had.
 */
export async function usualValues(tx: Transaction, field: Field, day?: string): Promise<readonly string[]> {
  const listed = field.list === undefined ? [] : (await listValues(tx, field.list, day)).map(({ value }) => value)
  return listed.length > 0 ? listed : (field.options ?? [])
}
