import { type RawBuilder, sql } from 'kysely'
import { aim, plan, planAction } from '#modules/plans'
import { onlyRow } from '#platform/database'
import type { FieldValue, RecordDeclaration } from '#platform/record'
import { actionRow, aimRow, planRow } from '../plan-rows.ts'
import { type TestServer, testServer } from '../server.ts'
import { actingFor, addPerson, type StatedRow, takeRows } from '../sightings.ts'

export const partner = 'housing@council.example'
export const owner = 'lro@cheshire.example'
export const analyst = 'analyst@cheshire.example'
export const inspector = 'inspector@hmicfrs.example'
export const lancashire = 'analyst@lancashire.example'
export const administrator = 'admin@fourfold.example'
export const oversight = 'mayor@oversight.example'
export const receiver = 'receiver@merseyside.example'

/** What the database answers to what row-level security does not let through. */
export const refused = 'refused: 42501'
/** What it answers to one row that was written. */
export const done = [{ affected: 1 }]

type Parts = 'plan' | 'aim' | 'action'

/** Plans open, hidden, closed and in error, with those who are named in them: and what a person may do there as the program's role. */
export interface PlanScene {
  readonly site: TestServer
  readonly idOf: (email: string) => Promise<number>
  /** The number of a plan, an aim or an action, seen or not. */
  readonly headOf: (table: Parts, reference: string) => Promise<number>
  readonly take: (record: RecordDeclaration, ...rows: readonly StatedRow[]) => Promise<void>
  /** What a person is answered in a transaction of their own, which is then undone: each attack meets the same scene. */
  readonly tried: <Row>(email: string, statement: RawBuilder<Row>) => Promise<readonly Row[] | string>
  /** Adds a row to what is only added to, as the owner of the tables. Gives its number. */
  readonly added: (table: string, values: Readonly<Record<string, FieldValue | Date | boolean>>) => Promise<number>
  readonly close: () => Promise<void>
}

/** Makes the scene. */
export async function planScene(): Promise<PlanScene> {
  const site = await testServer()
  const { app, owner: tables } = site.database
  const idOf: PlanScene['idOf'] = async email =>
    onlyRow(await sql<{ id: number }>`select id from organisations.person where email = ${email}`.execute(tables)).id
  const system = await idOf('system')
  const scene: PlanScene = {
    site,
    idOf,
    headOf: async (table, reference) =>
      onlyRow(
        await sql<{ id: number }>`select id from ${sql.table(`plans.${table}`)} where reference = ${reference}`.execute(
          tables,
        ),
      ).id,
    take: async (record, ...rows) => {
      await actingFor(app, system, 'import', tx => takeRows(tx, record, rows, system))
    },
    tried: async (email, statement) => tried(site, await idOf(email), statement),
    added: async (table, values) => {
      const columns = sql.join(Object.keys(values).map(name => sql.ref(name)))
      const result = await sql<{ id: number }>`
        insert into ${sql.table(`plans.${table}`)} (${columns}) values (${sql.join(Object.values(values))})
        returning id`.execute(tables)
      return onlyRow(result).id
    },
    close: () => site.close(),
  }
  await fill(scene)
  return scene
}

async function tried<Row>(
  { database }: TestServer,
  personId: number,
  statement: RawBuilder<Row>,
): Promise<readonly Row[] | string> {
  const undone = new Error('undone')
  let answer: readonly unknown[] = []
  try {
    await actingFor(database.app, personId, 'read', async tx => {
      const { rows, numAffectedRows } = await statement.execute(tx)
      answer = numAffectedRows === undefined ? rows : [{ affected: Number(numAffectedRows) }]
      throw undone
    })
  } catch (error) {
    if (error !== undone) return `refused: ${(error as { readonly code?: string }).code}`
  }
  return answer as readonly Row[]
}

async function fill({ site, take }: PlanScene): Promise<void> {
  await addPerson(site.database.owner, 'other@council.example', 'Halton Borough Council', 'partner')
  await addPerson(site.database.owner, receiver, 'Merseyside Police', 'analyst')
  const shared = { handling: 'Shared' }
  await take(
    plan,
    planRow('P-OPEN', {}, shared),
    planRow('P-HIDDEN', {}, { handling: 'Organisation' }),
    planRow('P-LED', { owner: partner, deputies: `${inspector}, ${administrator}` }, shared),
    planRow('P-UNSHARED', { owner: partner }, { handling: 'Organisation' }),
    planRow('P-OTHER', { organisation: 'Lancashire Constabulary', owner: lancashire }, shared),
    planRow('P-CLOSED', { status: 'Closed', exitCriteria: 'x', learning: 'x', debrief: 'x' }, shared),
    planRow('P-ERROR', {}, shared),
    planRow('P-DEPUTY', { deputies: 'Someone@else.example; LRO@merseyside.example' }, shared),
  )
  await take(aim, aimRow('M-1', 'P-OPEN'), aimRow('M-LED', 'P-LED'), aimRow('M-HIDDEN', 'P-HIDDEN'))
  await take(
    planAction,
    actionRow('A-PARTNER', 'P-OPEN', { person: partner }),
    actionRow('A-OFFICER', 'P-OPEN', { person: owner }),
    actionRow('A-HIDDEN', 'P-HIDDEN', { person: partner }),
    actionRow('A-CLOSED', 'P-CLOSED', { person: owner }),
    actionRow('A-OF-ERROR', 'P-ERROR', { person: owner }),
    actionRow('A-ERROR', 'P-OPEN', { person: owner }),
    actionRow('A-INSPECTOR', 'P-OPEN', { person: inspector }),
    actionRow('A-LED', 'P-LED'),
  )
  const { owner: tables } = site.database
  await sql`update plans.plan_state set in_error = 'x' where reference = 'P-ERROR'`.execute(tables)
  await sql`update plans.action_state set in_error = 'x' where reference = 'A-ERROR'`.execute(tables)
  await shareWithCouncil(site, 'P-LED', 'P-OPEN')
}

/** The council sees them, with all that was before. */
async function shareWithCouncil(site: TestServer, ...references: readonly string[]): Promise<void> {
  const visitor = await site.signIn(analyst)
  const { id } = onlyRow(
    await sql<{ id: number }>`
      select id from organisations.organisation where name = 'Halton Borough Council'`.execute(site.database.owner),
  )
  for (const reference of references) {
    const fields = { with: 'organisation', organisation: String(id), what: 'history', reason: 'A test' }
    const { status, text } = await visitor.post(`/handling/plans/${reference}/share`, fields)
    if (status !== 303) throw new Error(`${reference} could not be shared: ${status} ${text}`)
  }
}
