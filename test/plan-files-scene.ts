import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect } from 'vitest'
import { runImport } from '#modules/exchange'
import { addSamplePeople, changeHandling, personIdByEmail, stateActor } from '#modules/organisations'
import { plan } from '#modules/plans'
import { threat } from '#modules/threats'
import type { Transaction } from '#platform/database'
import type { Actor } from '#platform/http'
import type { RecordDeclaration } from '#platform/record'
import { testDatabase, type TestDatabase } from './database.ts'

export const analyst = 'analyst@cheshire.example'
/** Of the same force; not named where the analyst is. */
export const secondAnalyst = 'second@cheshire.example'
export const lancashire = 'analyst@lancashire.example'

/** Only the words that the contract gives a plan, an aim and an action. */
export const planHeader =
  'Reference,Recorded at,Threat,Kind,Owner,Senior responsible officer,Status,Next review on,Local profile'
export const actionHeader = 'Reference,Recorded at,Plan,Aim,P,Text,Person,Organisation,Due on,Status,Outcome'
export const aimHeader = 'Reference,Recorded at,Plan,P,Text,Measure,Baseline,Target,Due on'
const threatHeader = 'Reference,Recorded at,Owner,Name,Threat type,Type,SOC,Moderation status,Tier,Phase,Crime category'

export function planRow(
  reference: string,
  changes: { readonly at?: string; readonly threat?: string; readonly owner?: string; readonly status?: string } = {},
): string {
  const { at = '2026-03-01T10:00:00Z', threat: against = 'T-CHE', owner = '', status = 'Active' } = changes
  return `${reference},${at},${against},Tactical,${owner},,${status},2026-12-01,Ellesmere Port profile 2026`
}

export function actionRow(
  reference: string,
  ofPlan: string,
  changes: { readonly at?: string; readonly text?: string; readonly rest?: string } = {},
): string {
  const {
    at = '2026-03-02T10:00:00Z',
    text = 'Visit the two letting agents with the council',
    rest = 'Open,',
  } = changes
  return `${reference},${at},${ofPlan},,Prevent,${text},LRO@Cheshire.example,Cheshire Constabulary,2026-12-05,${rest}`
}

export function aimRow(reference: string, ofPlan: string): string {
  return `${reference},2026-03-02T09:00:00Z,${ofPlan},Prevent,Fewer children are drawn in,Children referred in a quarter,12,4,2027-03-31`
}

export function csvOf(header: string, ...rows: readonly string[]): string {
  return [header, ...rows].join('\n')
}

interface StandingHead {
  readonly reference: string
  readonly owner: string
  readonly handling: string
  readonly stateOwners: readonly string[]
}

export type PlanFilesScene = Awaited<ReturnType<typeof planFilesScene>>

/** A database with the sample people, a second analyst in Cheshire, and a threat of Cheshire's and one of Lancashire's. */
export async function planFilesScene() {
  const folder = await mkdtemp(join(tmpdir(), 'fourfold-plan-files-'))
  const database = await testDatabase()
  const transact = <Result>(act: (tx: Transaction) => Promise<Result>) => database.app.transaction().execute(act)
  await transact(tx => addSamplePeople(tx, { passwordHash: 'none' }))
  await sql`insert into organisations.person (email, name, organisation_id, parts)
    select ${secondAnalyst}, 'Lee Notional', organisation_id, parts from organisations.person where email = ${analyst}`.execute(
    database.owner,
  )
  const idOf = async (email: string) => (await transact(tx => personIdByEmail(tx, email))) ?? 0

  async function importFile(
    record: RecordDeclaration,
    text: string,
    { as = 'system', mode = 'accept' }: { readonly as?: string; readonly mode?: 'accept' | 'accept-good' } = {},
  ) {
    const path = join(folder, 'file.csv')
    await writeFile(path, text)
    let rejected = ''
    const onRejected = async (from: string) => {
      rejected = await readFile(from, 'utf8')
    }
    const present = new Date('2026-11-22T12:00:00Z')
    const about = { database: database.app, record, path, mode, personId: await idOf(as), present }
    const result = await runImport({ ...about, onRejected })
    if (result.kind === 'refused' || result.kind === 'superseded') throw new Error(`The import was ${result.kind}.`)
    return { result, rejected }
  }

  async function taken(record: RecordDeclaration, text: string, as = 'system') {
    const { result } = await importFile(record, text, { as })
    expect(result.problems).toEqual([])
    expect(result.kind).toBe('taken')
    return result
  }

  const threatRow = (reference: string, owner: string) =>
    `${reference},2023-01-01T10:00:00Z,${owner},Amber,Organised crime group,Tactical,SOC,Moderated,Tier 1,Active,Drugs`
  await taken(threat, csvOf(threatHeader, threatRow('T-CHE', '07'), threatRow('T-LAN', '04')))

  /** Acts as a person, in a transaction. */
  async function acting<Result>(
    email: string,
    act: (tx: Transaction, actor: Actor) => Promise<Result>,
  ): Promise<Result> {
    const personId = await idOf(email)
    return transact(async tx => {
      const actor = await stateActor(tx, personId, 'read')
      if (actor === undefined) throw new Error(`There is no ${email}.`)
      return act(tx, actor)
    })
  }

  return {
    database,
    idOf,
    importFile,
    taken,
    acting,
    problemsOf: async (record: RecordDeclaration, text: string, as: string): Promise<readonly string[]> => {
      const { result } = await importFile(record, text, { as })
      expect(result.kind).toBe('not-taken')
      return result.problems.map(({ line, column, problem }) => [line, column, problem].join(': '))
    },
    standing: (table: 'plan' | 'aim' | 'action') => standing(database, table),
    everything: () => everything(database),
    /** Which states a person sees, by reference and the day they were recorded. */
    seenBy: (email: string, table: 'plan_state' | 'aim_state' | 'action_state'): Promise<readonly string[]> =>
      acting(email, async tx => {
        const { rows } = await sql<{ text: string }>`
          select reference || ' ' || to_char(recorded_from at time zone 'UTC', 'YYYY-MM-DD') as text
          from ${sql.table(`plans.${table}`)} order by 1`.execute(tx)
        return rows.map(row => row.text)
      }),
    /** Handles a plan as for the analyst alone. */
    nameOnly: (reference: string): Promise<void> =>
      acting(analyst, async (tx, actor) => {
        const change = { record: plan, reference, actor, reason: 'a test', handling: 'Named', people: [] } as const
        expect(await changeHandling(tx, { ...change, people: [actor.personId] })).toEqual({ ok: true })
      }),
    /** Takes all plans away. */
    clear: () => clear(database),
    close: async () => {
      await database.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The heads of a table, and whom their states belong to. */
async function standing(database: TestDatabase, table: string): Promise<readonly StandingHead[]> {
  const { rows } = await sql<StandingHead>`
    select h.reference, o.name as owner, h.handling,
      (select array_agg(so.name order by s.recorded_from) from ${sql.table(`plans.${table}_state`)} s
        join organisations.organisation so on so.id = s.owner_id where s.record_id = h.id) as "stateOwners"
    from ${sql.table(`plans.${table}`)} h join organisations.organisation o on o.id = h.owner_id
    order by h.reference`.execute(database.owner)
  return rows
}

async function everything(database: TestDatabase): Promise<string> {
  const { rows } = await sql`
    select 'plan' as of, to_jsonb(s) as row from plans.plan_state s
    union all select 'aim', to_jsonb(s) from plans.aim_state s
    union all select 'action', to_jsonb(s) from plans.action_state s
    union all select 'plan head', to_jsonb(h) from plans.plan h
    union all select 'action head', to_jsonb(h) from plans.action h
    order by 1, 2`.execute(database.owner)
  return JSON.stringify(rows)
}

async function clear(database: TestDatabase): Promise<void> {
  await sql`truncate plans.plan, plans.plan_state, plans.aim, plans.aim_state, plans.action, plans.action_state cascade`.execute(
    database.owner,
  )
  await sql`delete from organisations.handling_stated where register = 'plans'`.execute(database.owner)
  await sql`delete from organisations.share where register = 'plans'`.execute(database.owner)
}
