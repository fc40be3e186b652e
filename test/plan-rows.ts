import { aim, plan, planAction } from '#modules/plans'
import { fieldsOf, type FieldValue, type RecordDeclaration } from '#platform/record'
import type { StatedRow } from './sightings.ts'

type Values = Readonly<Record<string, FieldValue>>

interface Stated {
  readonly at?: string
  readonly handling?: string
}

/** A draft plan of Cheshire against a threat, but for what is given. */
export function planRow(reference: string, values: Values = {}, stated: Stated = {}): StatedRow {
  return rowOf(plan, stated, {
    reference,
    title: `Plan ${reference}`,
    kind: 'Tactical',
    threat: 'T-1',
    organisation: 'Cheshire Constabulary',
    owner: 'lro@cheshire.example',
    status: 'Active',
    ...values,
  })
}

/** An aim of a plan of Cheshire, but for what is given. */
export function aimRow(reference: string, planReference: string, values: Values = {}, stated: Stated = {}): StatedRow {
  return rowOf(aim, stated, {
    reference,
    plan: planReference,
    p: 'Prevent',
    text: `Aim ${reference}`,
    planOrganisation: 'Cheshire Constabulary',
    ...values,
  })
}

/** An open action of a plan of Cheshire, but for what is given. */
export function actionRow(
  reference: string,
  planReference: string,
  values: Values = {},
  stated: Stated = {},
): StatedRow {
  return rowOf(planAction, stated, {
    reference,
    plan: planReference,
    p: 'Prevent',
    text: `Visit for ${reference}`,
    status: 'Open',
    planOrganisation: 'Cheshire Constabulary',
    ...values,
  })
}

/** Fields that are not given have no value. */
function rowOf(record: RecordDeclaration, { at, handling }: Stated, values: Values): StatedRow {
  return {
    recordedAt: new Date(at ?? '2022-03-01T09:00:00Z'),
    handling,
    values: { ...Object.fromEntries(fieldsOf(record).map(([name]) => [name, null])), ...values },
  }
}
