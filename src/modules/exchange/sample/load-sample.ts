import { addSamplePeople, hashPassword, stateActor, stateInventedData, systemPersonId } from '#modules/organisations'
import { threat } from '#modules/threats'
import type { Database, Transaction } from '#platform/database'
import { removeSpooled } from '#platform/files'
import type { House, Register } from '#platform/http'
import { registerIsEmpty } from '#platform/record'
import { sql } from 'kysely'
import { fileURLToPath } from 'node:url'
import { runImport } from '../run-import.ts'
import { handleSampleRecords } from './handle-sample-records.ts'
import { addSamplePlanSteps, planRegisters, prepareSamplePlans, sampleFile } from './plans/load-plans.ts'
import type { FileRow } from './plans/sample-plan.ts'

export interface LoadSampleOptions {
  readonly database: Database
  readonly house: House
  readonly present: () => Date
  /** Of all sample people. */
  readonly password: string
  /** Told what is being done, a line at a time. */
  readonly say: (line: string) => void
}

const sampleName = 'north-west'
const registersInOrder = ['threats', 'disruptions'] as const
const folder = new URL('../../../../sample/north-west-2023/', import.meta.url)

/**
 * Fills an empty database with the sample region: its invented people, threats and disruptions of 2023, some that show each
 * handling, and plans as of the day of loading, with the disruptions against them, so that what is due is due when somebody looks.
 * A database that holds records of its own is left alone, and one where a load was cut off is taken up again.
 *
 * @returns whether something was loaded.
 */
export async function loadSample(options: LoadSampleOptions): Promise<boolean> {
  const begun = await options.database.transaction().execute(tx => begin(tx, options.password))
  if (!begun) return false
  options.say('Loading the sample region, the North West in 2023. All of it is invented.')
  for (const name of registersInOrder) {
    const isTaken = async (tx: Transaction) => !(await registerIsEmpty(tx, registerOf(options, name).record))
    await importRegister(options, { name, path: fileURLToPath(new URL(`${name}.csv`, folder)), isTaken })
  }
  const { plans, rows } = await asSystem(options.database, tx => prepareSamplePlans(tx, options.present()))
  for (const name of planRegisters) await importRows(options, name, rows[name])
  await asSystem(options.database, async tx => {
    await handleSampleRecords(tx)
    await addSamplePlanSteps(tx, plans)
    await keepStep(tx, 'loaded')
  })
  return true
}

/** False when there is nothing to do. From the first moment on every page says that the data is invented. */
async function begin(tx: Transaction, password: string): Promise<boolean> {
  const step = await stepOf(tx)
  if (step === 'loaded') return false
  await stateActor(tx, await systemPersonId(tx), 'import')
  if (step === undefined && !(await registerIsEmpty(tx, threat))) return false
  await stateInventedData(tx, sampleName)
  await addSamplePeople(tx, { passwordHash: await hashPassword(password) })
  await keepStep(tx, 'loading')
  return true
}

/** Rows whose days count from the loading: taken once, so what was taken before a load was cut off stays. */
async function importRows(options: LoadSampleOptions, name: string, rows: readonly FileRow[]): Promise<void> {
  const { record } = registerOf(options, name)
  const first = rows[0]?.['Reference'] ?? null
  const isTaken = async (tx: Transaction) => {
    const found = await sql`select from ${sql.table(record.table)} where reference = ${first}`.execute(tx)
    return found.rows.length > 0
  }
  const file = await sampleFile(rows, record)
  try {
    await importRegister(options, { name, path: file.path, isTaken })
  } finally {
    await removeSpooled(file)
  }
}

function registerOf({ house }: LoadSampleOptions, name: string): Register {
  const register = house.registers.get(name)
  if (register === undefined) throw new Error(`The sample needs the register ${name}, which the house has not.`)
  return register
}

interface SampleFile {
  /** Of its register. */
  readonly name: string
  readonly path: string
  /** By a load that was cut off later. */
  readonly isTaken: (tx: Transaction) => Promise<boolean>
}

async function importRegister(options: LoadSampleOptions, { name, path, isTaken }: SampleFile): Promise<void> {
  if (await asSystem(options.database, isTaken)) return
  const { record } = registerOf(options, name)
  const result = await runImport({
    database: options.database,
    record,
    path,
    fileName: `${name}.csv`,
    mode: 'accept',
    personId: await options.database.transaction().execute(systemPersonId),
    present: options.present(),
  })
  if (result.kind !== 'taken') throw new Error(`The sample's ${name} could not be taken: ${JSON.stringify(result)}`)
  options.say(`  ${result.counts.newRecords} ${record.plural} in ${result.counts.newStates} states`)
}

async function asSystem<Result>(database: Database, act: (tx: Transaction) => Promise<Result>): Promise<Result> {
  return database.transaction().execute(async tx => {
    await stateActor(tx, await systemPersonId(tx), 'import')
    return act(tx)
  })
}

async function stepOf(tx: Transaction): Promise<string | undefined> {
  const { rows } = await sql<{ value: string }>`select value from platform.fact where name = 'sample-step'`.execute(tx)
  return rows[0]?.value
}

async function keepStep(tx: Transaction, step: 'loading' | 'loaded'): Promise<void> {
  await sql`insert into platform.fact (name, value) values ('sample-step', ${step})
    on conflict (name) do update set value = excluded.value`.execute(tx)
}
