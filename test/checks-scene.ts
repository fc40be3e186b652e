import { threat } from '#modules/threats'
import { aim, fourPs, plan, planAction } from '#modules/plans'
import type { FieldValue, RecordDeclaration } from '#platform/record'
import { sql } from 'kysely'
import type { TestServer } from './server.ts'
import { actingFor, type StatedRow, takeRows } from './sightings.ts'
import { threatRow } from './threat-rows.ts'

const began = '2022-03-01T09:00:00Z'
const generic = [
  'Arrest those who run the line and seize what they made with it in the town',
  'Visit the schools near the two stations and speak with the pupils who are at risk',
  'Ask the council to close the flats where drugs are sold at night to young people',
]

function rowOf(values: Readonly<Record<string, FieldValue>>, record: RecordDeclaration, at = began, handling?: string) {
  const empty = Object.fromEntries(Object.keys(record.fields).map(name => [name, null]))
  return { recordedAt: new Date(at), handling, values: { ...empty, ...values } } satisfies StatedRow
}

function planRow(reference: string, values: Readonly<Record<string, FieldValue>> = {}, at = began, handling?: string) {
  const usual = {
    reference,
    title: `Plan ${reference}`,
    kind: 'Tactical',
    organisation: 'Cheshire Constabulary',
    owner: 'lro@cheshire.example',
    status: 'Active',
    nextReviewOn: '2099-01-01',
    localProfile: 'Halton 2022',
  }
  return rowOf({ ...usual, ...values }, plan, at, handling)
}

function actionRow(
  reference: string,
  of: string,
  text: string,
  values: Readonly<Record<string, FieldValue>> = {},
  at = began,
) {
  const usual = {
    reference,
    plan: of,
    p: 'Pursue',
    text,
    status: 'Open',
    person: 'lro@cheshire.example',
    dueOn: '2099-01-01',
  }
  return rowOf({ ...usual, planOrganisation: 'Cheshire Constabulary', ...values }, planAction, at)
}

/** Records plans, good and bad, seen and not, with threats that have none; as the system account, whose id it gives back. */
export async function recordCheckedPlans(site: TestServer): Promise<number> {
  const { rows } = await sql<{ id: number }>`select id from organisations.person where email = 'system'`.execute(
    site.database.owner,
  )
  const system = rows[0]?.id ?? 0
  const take = (record: RecordDeclaration, stated: readonly StatedRow[]) =>
    actingFor(site.database.app, system, 'import', tx => takeRows(tx, record, stated, system))
  await sql`insert into reference.value (list, value, closed, position, recorded_from)
    values ('phases', 'Dormant', true, 99, '-infinity')`.execute(site.database.owner)
  const cumbria = { owner: 'Cumbria Constabulary' }
  await take(threat, [
    threatRow('T-HIDDEN-PLAN'),
    threatRow('T-NONE'),
    threatRow('T-DRAFT'),
    threatRow('T-CLOSED-PLAN'),
    threatRow('T-ARCHIVED', { phase: 'Archived (closed)' }),
    threatRow('T-DORMANT', { phase: 'Dormant' }),
    threatRow('T-SUBMITTED', { moderationStatus: 'Submitted' }),
    threatRow('T-CUMBRIA', cumbria),
    threatRow('T-SECRET', cumbria, { handling: 'Organisation' }),
    threatRow('T-WEST', { owner: 'West Mercia Police' }),
  ])
  await take(plan, [
    planRow('P-CLEAN', { threat: 'T-DRAFT', status: 'Draft', objective: generic.join(' ') }),
    planRow('P-HIDDEN', { threat: 'T-HIDDEN-PLAN', owner: null }, began, 'Organisation'),
    planRow('P-CLOSED', { threat: 'T-CLOSED-PLAN', status: 'Closed' }),
    planRow('P-CHANGED', { threat: 'T-DRAFT', owner: null, localProfile: null, nextReviewOn: '2022-05-01' }),
    planRow('P-CHANGED', { threat: 'T-DRAFT', status: 'Active' }, '2022-09-01T09:00:00Z'),
    planRow(
      'P-COPY',
      { threat: 'T-DRAFT', organisation: 'Lancashire Constabulary', objective: generic.join(' ') },
      '2022-04-01T09:00:00Z',
    ),
    planRow('P-COPY-OF-HIDDEN', { threat: 'T-DRAFT', organisation: 'Lancashire Constabulary' }, '2022-04-01T09:00:00Z'),
    planRow('P-WEST', { threat: 'T-WEST', organisation: 'West Mercia Police', owner: null }),
  ])
  await take(
    aim,
    fourPs.map(p =>
      rowOf(
        { reference: `M-${p}`, plan: 'P-CLEAN', p, text: 'Fewer do', planOrganisation: 'Cheshire Constabulary' },
        aim,
      ),
    ),
  )
  const texts = [
    'Search the three garages that were rented in autumn under a borrowed name',
    'Warn the shopkeepers on the parade about people who pay them with dyed notes',
    'Train the wardens of the harbour to tell stolen boats by their changed plates',
  ]
  await take(planAction, [
    ...texts.map((text, index) => actionRow(`A-H${index}`, 'P-HIDDEN', text)),
    ...texts.map((text, index) =>
      actionRow(
        `A-C${index}`,
        'P-COPY-OF-HIDDEN',
        text,
        { planOrganisation: 'Lancashire Constabulary' },
        '2022-04-01T09:00:00Z',
      ),
    ),
    actionRow('A-1', 'P-CLEAN', 'Ask the council about the empty flats'),
    actionRow('A-2', 'P-CLEAN', 'Council flats', { person: null }),
    actionRow('A-3', 'P-CLEAN', 'Co-ordinate the visits with the housing officer', { dueOn: '2022-04-01' }),
    actionRow('A-4', 'P-CLEAN', 'Done', {
      status: 'Done',
      outcome: 'It was',
      person: null,
      dueOn: null,
      doneOn: '2022-04-01',
    }),
  ])
  return system
}
