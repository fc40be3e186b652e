import { addSamplePeople, organisationIndex, personIdByEmail, shareRecord, stateActor } from '#modules/organisations'
import { plan } from '#modules/plans'
import type { Transaction } from '#platform/database'
import { csvWriter, type SpooledFile, writeSpooledFile } from '#platform/files'
import type { RecordDeclaration } from '#platform/record'
import { fileColumns } from '../../file-columns.ts'
import { addSteps } from './plan-steps-store.ts'
import { listPlanThreats } from './plan-threats-store.ts'
import { daysAround } from './sample-days.ts'
import { sampleLeaders } from './sample-forces.ts'
import type { FileRow, SamplePlan, SampleStep } from './sample-plan.ts'
import { writeDisruptions } from './write-disruptions.ts'
import { sharedPlan, writeRegion } from './write-region.ts'

/** The registers of the sample's plans and of the disruptions against them, in the order in which they are imported. */
export const planRegisters = ['plans', 'plan-aims', 'plan-actions', 'disruptions'] as const

/** The invented plans, as rows of import files and as what was done on them. */
export interface SamplePlans {
  readonly plans: readonly SamplePlan[]
  readonly rows: Readonly<Record<(typeof planRegisters)[number], readonly FileRow[]>>
}

/** Adds those who own the plans, and writes the plans against the threats that are there. The actor is the system. */
export async function prepareSamplePlans(tx: Transaction, present: Date): Promise<SamplePlans> {
  await addSamplePeople(tx, { people: sampleLeaders() })
  const threats = await listPlanThreats(tx)
  const days = daysAround(present)
  const plans = writeRegion(threats, days)
  const rows = {
    plans: plans.flatMap(one => one.rows.plans),
    'plan-aims': plans.flatMap(one => one.rows.aims),
    'plan-actions': plans.flatMap(one => one.rows.actions),
    disruptions: writeDisruptions(plans, threats, days),
  }
  return { plans, rows }
}

/** An import file with rows of a register, to be removed by `removeSpooled`. */
export async function sampleFile(rows: readonly FileRow[], record: RecordDeclaration): Promise<SpooledFile> {
  const columns = fileColumns(record).map(({ label }) => label)
  return writeSpooledFile(
    csvWriter(columns),
    rows.map(row => columns.map(column => row[column] ?? '')),
  )
}

/** Adds what people did on the plans, each under their own authority, and shares one with its partner. */
export async function addSamplePlanSteps(tx: Transaction, plans: readonly SamplePlan[]): Promise<void> {
  const byPerson = new Map<string, SampleStep[]>()
  for (const step of plans.flatMap(({ steps }) => steps)) byPerson.set(step.by, [...(byPerson.get(step.by) ?? []), step])
  for (const [email, steps] of byPerson) {
    await stateSamplePerson(tx, email)
    await addSteps(tx, steps)
  }
  const actor = await stateSamplePerson(tx, 'analyst@cheshire.example')
  const council = (await organisationIndex(tx)).find('Halton Borough Council')
  const reason = 'Their tenancy officer has an action in it'
  const share = { record: plan, reference: sharedPlan, actor, reason, organisationId: council?.id, withHistory: true }
  const outcome = await shareRecord(tx, share)
  if ('problem' in outcome) throw new Error(`The sample’s plan can’t be shared: ${outcome.problem}.`)
}

async function stateSamplePerson(tx: Transaction, email: string) {
  const personId = await personIdByEmail(tx, email)
  const actor = personId === undefined ? undefined : await stateActor(tx, personId, 'read')
  if (actor === undefined) throw new Error(`The sample’s ${email} is not there.`)
  return actor
}

