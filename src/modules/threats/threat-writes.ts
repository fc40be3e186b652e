import { isOnList, listValues, referenceChoices } from '#modules/reference'
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
  checks: async (visit, values, before) => [
    ...(await notOffered(visit, 'crimeCategory', values.crimeCategory, before)),
    ...(await notOffered(visit, 'phase', values.phase, before)),
  ],
}

/** A value of a dated list has to be on it today, unless the record has it already. */
async function notOffered(
  visit: Visit,
  field: Name,
  value: FieldValue,
  before: RecordState<Name> | undefined,
): Promise<readonly { readonly field: Name; readonly problem: string }[]> {
  const { list, label } = threat.fields[field]
  if (list === undefined || value === null || value === before?.values[field]) return []
  const today = londonToday(visit.present)
  const offered = (await listValues(visit.tx, list)).filter(one => isOnList(one, today))
  if (offered.some(one => one.value === value)) return []
  const words = offered.map(one => one.value).join(', ')
  return [{ field, problem: `${label} must be one that is on the list today: ${words}` }]
}
