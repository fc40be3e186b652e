import { sql } from 'kysely'
import type { Transaction } from '#platform/database'
import type { ChoicesByField } from '#platform/forms'
import type { Visit } from '#platform/http'
import type { FieldValue, RecordState } from '#platform/record'
import type { Choice } from '#ui'
import type { FormSubject, RegisterPages } from './register-pages.ts'

/**
 * What the questions of a form offer beside the declared options: the module's own choices, and organisations. The owner is one
 * of those the person records for. What a record has already is always offered.
 */
export async function formChoices(
  visit: Visit,
  { record, writes }: RegisterPages,
  state: RecordState | undefined,
  asked: FormSubject['asked'] = {},
): Promise<ChoicesByField> {
  const offered: Record<string, readonly Choice[]> = {}
  const organisations = await organisationsToday(visit.tx)
  for (const name of writes?.fields ?? []) {
    const current = textOf(state?.values[name])
    const own = await writes?.choices?.(visit, name, current, { state, asked })
    if (own !== undefined) offered[name] = own
    else if (name === record.ownerField) offered[name] = withCurrent(organisations.filter(recordedBy(visit)), current)
    else if (record.fields[name]?.kind === 'organisation') offered[name] = withCurrent(organisations, current)
  }
  return offered
}

interface OrganisationRow {
  readonly id: number
  readonly name: string
}

function recordedBy(visit: Visit) {
  return ({ id }: OrganisationRow): boolean => visit.actor.recordsFor.includes(id)
}

function textOf(value: FieldValue | undefined): string | undefined {
  return value === null || value === undefined ? undefined : String(value)
}

function withCurrent(organisations: readonly OrganisationRow[], current: string | undefined): readonly Choice[] {
  const names = organisations.map(one => one.name)
  const all = current === undefined || names.includes(current) ? names : [...names, current]
  return all.map(name => ({ value: name, text: name }))
}

/** Organisations that keep records and are there today, by name. */
async function organisationsToday(tx: Transaction): Promise<readonly OrganisationRow[]> {
  const { rows } = await sql<OrganisationRow>`
    select id, name from organisations.organisation
    where kind in ('Police force', 'Regional organised crime unit', 'National agency')
      and coalesce(from_on <= current_date, true) and coalesce(current_date < to_on, true)
    order by name`.execute(tx)
  return rows
}
