import { referenceChoices, wordsOnLists } from '#modules/reference'
import { londonToday } from '#platform/clock'
import type { Visit } from '#platform/http'
import type { FieldValue, RecordState } from '#platform/record'
import type { RegisterWrites } from '#platform/register-pages'
import { threat } from './threat.ts'

type Name = keyof typeof threat.fields

/**
 * How threats are recorded, by a form and by programs. Tier and moderation status are not among it: an assessment's own steps
 * change them.
 */
export const threatWrites: RegisterWrites<Name> = {
  permission: 'record.write',
  fields: ['name', 'threatType', 'crimeCategory', 'leadResponsibleOfficer', 'owner', 'phase', 'type', 'soc'],
  beside: ['phase', 'type', 'soc'],
  otherwise: visit => ({
    owner: visit.actor.organisation,
    type: 'Tactical',
    soc: 'SOC',
    moderationStatus: 'Draft',
    phase: 'Developing',
  }),
  choices: async (visit, field, current) => {
    const { list } = threat.fields[field]
    return list === undefined ? undefined : referenceChoices(visit.tx, list, londonToday(visit.present), current)
  },
  checks: (visit, values, before) => notOffered(visit, ['crimeCategory', 'phase'], values, before),
}

/** A value of a dated list has to be on it today, unless the record has it already. */
async function notOffered(
  visit: Visit,
  fields: readonly Name[],
  values: Readonly<Record<Name, FieldValue>>,
  before: RecordState<Name> | undefined,
): Promise<readonly { readonly field: Name; readonly problem: string }[]> {
  const stated = fields.flatMap(field => {
    const { list, label } = threat.fields[field]
    const value = values[field]
    return list === undefined || value === null || value === before?.values[field]
      ? []
      : [{ field, list, label, value }]
  })
  if (stated.length === 0) return []
  const lists = stated.map(({ list }) => list)
  const offered = await wordsOnLists(visit.tx, lists, londonToday(visit.present))
  return stated.flatMap(({ field, list, label, value }) => {
    const words = offered[list] ?? []
    if (words.some(word => word === value)) return []
    return [{ field, problem: `${label} must be one that is on the list today: ${words.join(', ')}` }]
  })
}
