import type { FieldValue } from '#platform/record'
import type { StatedRow } from './sightings.ts'

type Values = Readonly<Record<string, FieldValue>>

interface Stated {
  readonly at?: string
  readonly handling?: string
}

/** A live threat of Cheshire, but for what is given. */
export function threatRow(reference: string, values: Values = {}, { at, handling }: Stated = {}): StatedRow {
  return {
    recordedAt: new Date(at ?? '2022-03-01T09:00:00Z'),
    handling,
    values: {
      reference,
      name: `Threat ${reference}`,
      owner: 'Cheshire Constabulary',
      threatType: 'Organised crime group',
      crimeCategory: 'Drugs',
      tier: 'Tier 2',
      phase: 'Active',
      moderationStatus: 'Moderated',
      type: 'Tactical',
      soc: 'SOC',
      leadResponsibleOfficer: null,
      ...values,
    },
  }
}

/** A lead disruption of Cheshire, but for what is given. */
export function disruptionRow(reference: string, values: Values = {}, { at, handling }: Stated = {}): StatedRow {
  return {
    recordedAt: new Date(at ?? '2022-03-01T09:00:00Z'),
    handling,
    values: {
      reference,
      recordDate: '2022-02-01',
      title: `Disruption ${reference}`,
      fourP: 'Pursue',
      assessmentCategory: 'Major',
      disruptionType: 'Lead Disruption',
      leadOrganisation: 'Cheshire Constabulary',
      supportedOrganisation: null,
      threatReference: 'T-1',
      arrests: 0,
      cashSeizedPence: 0,
      eventReference: null,
      ...values,
    },
  }
}
