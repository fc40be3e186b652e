import { type RawBuilder, sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { aim, plan, planAction } from '#modules/plans'
import { onlyRow } from '#platform/database'
import { actionRow, aimRow, planRow } from '../plan-rows.ts'
import type { Visitor } from '../server.ts'
import { addPerson } from '../sightings.ts'
import { analyst, done, lancashire, owner, partner, type PlanScene, planScene } from './plan-scene.ts'
import { mustDo } from './scene.ts'

let scene: PlanScene
let visitor: Visitor
let council = 0
let made = 0
let reference = ''

const kent = 'analyst@kent.example'

beforeAll(async () => {
  scene = await planScene()
  visitor = await scene.site.signIn(analyst)
  await addPerson(scene.site.database.owner, kent, 'Kent Police', 'analyst')
  const { id } = onlyRow(
    await asOwner<{ id: number }>(sql`select id from organisations.organisation where name = 'Halton Borough Council'`),
  )
  council = id
}, 60_000)
afterAll(() => scene.close())

/** A plan that stands unchanged since January 2022; an aim and an action in it that were changed that September; a note of then. */
beforeEach(async () => {
  reference = `PART-${++made}`
  const since = { at: '2022-01-01T09:00:00Z' }
  const later = { at: '2022-09-01T09:00:00Z' }
  await scene.take(plan, planRow(reference, {}, since))
  await scene.take(
    aim,
    aimRow(`${reference}-M`, reference),
    aimRow(`${reference}-M`, reference, { target: '9' }, later),
  )
  await scene.take(
    planAction,
    actionRow(`${reference}-A`, reference),
    actionRow(`${reference}-A`, reference, { outcome: 'x' }, later),
  )
})

const asOwner = <Row>(statement: RawBuilder<Row>) => statement.execute(scene.site.database.owner)
const handling = (act: string, fields: Readonly<Record<string, string>>) =>
  mustDo(visitor, `/handling/plans/${reference}/${act}`, { reason: 'A test', ...fields })
const handle = (to: string, people = '') => handling('change', { handling: to, people, checked: 'yes' })
const share = (what: 'from-now' | 'history') =>
  handling('share', { with: 'organisation', organisation: String(council), what })
async function endShares(): Promise<void> {
  const { rows } = await asOwner<{ id: number }>(
    sql`select id from organisations.share where reference = ${reference} and to_at is null order by id`,
  )
  for (const { id } of rows) await handling(`shares/${id}/end`, {})
}

/** How many states someone sees: of the plan, its aim, its action. */
async function seen(email: string): Promise<readonly number[]> {
  const count = (table: string, name: string) =>
    sql<{ n: number }>`(select count(*)::integer from ${sql.table(`plans.${table}_state`)} where reference = ${name})`
  const found = await scene.tried(
    email,
    sql<{ numbers: readonly number[] }>`select array[${count('plan', reference)}, ${count('aim', `${reference}-M`)},
      ${count('action', `${reference}-A`)}] as numbers`,
  )
  return typeof found === 'string' ? [] : (found[0]?.numbers ?? [])
}
const all = [1, 2, 2]
const none = [0, 0, 0]
const current = [1, 1, 1]

describe('the parts of a plan', () => {
  it('are seen where the plan is seen, as its handling changes', async () => {
    expect(await seen(lancashire)).toEqual(all)
    expect(await seen(kent)).toEqual(none)
    await handle('Shared')
    expect(await seen(kent)).toEqual(all)
    await handle('Organisation')
    expect(await seen(lancashire)).toEqual(none)
    expect(await seen(owner)).toEqual(all)
    await handle('Named', 'lro@merseyside.example')
    expect(await seen(owner)).toEqual(none)
    expect(await seen('inspector@hmicfrs.example')).toEqual(none)
    expect(await seen('lro@merseyside.example')).toEqual(all)
    await handle('Region')
    expect(await seen(owner)).toEqual(all)
  })

  it('are shared as the plan is, from now on or with their history, until that ends', async () => {
    await handle('Organisation')
    expect(await seen(partner)).toEqual(none)
    await share('history')
    expect(await seen(partner)).toEqual(all)
    await endShares()
    expect(await seen(partner)).toEqual(none)
    await share('from-now')
    expect(await seen(partner)).toEqual(current)
    await endShares()
    expect(await seen(partner)).toEqual(none)
  })

  it('show their history, too, when a share from now on is widened to it, though the plan itself has one state', async () => {
    await share('from-now')
    expect(await seen(partner)).toEqual(current)
    await share('history')
    expect(await seen(partner)).toEqual(all)
  })

  it('that are made in a shared plan, or stated later of before, are shared with it', async () => {
    await share('from-now')
    await scene.take(
      planAction,
      actionRow(`${reference}-A`, reference, { tactic: 'x' }, { at: '2022-02-01T09:00:00Z' }),
    )
    expect(await seen(partner)).toEqual(current)
    await scene.take(
      planAction,
      actionRow(`${reference}-A`, reference, { tactic: 'y' }, { at: '2025-02-01T09:00:00Z' }),
    )
    expect(await seen(partner)).toEqual(current)
    expect(await seen(owner)).toEqual([1, 2, 4])
    const program = scene.site.program(await scene.site.tokenOf(partner))
    const asAt = await program.get(`/api/v1/plan-actions/${reference}-A?asAt=2022-10-01`)
    expect(asAt.status).toBe(404)
    expect((await program.get(`/api/v1/plan-actions/${reference}-A`)).status).toBe(200)
  })

  it('go with the plan to another organisation, with their past', async () => {
    await handle('Organisation')
    const to = planRow(reference, { organisation: 'Lancashire Constabulary' }, { at: '2023-01-01T09:00:00Z' })
    await scene.take(plan, to)
    expect(await seen(lancashire)).toEqual([2, 2, 2])
    expect(await seen(owner)).toEqual(none)
    const owners = await asOwner(
      sql`select distinct o.name from plans.action_state s join organisations.organisation o on o.id = s.owner_id
        where s.reference = ${`${reference}-A`}`,
    )
    expect(owners.rows).toEqual([{ name: 'Lancashire Constabulary' }])
    const change = sql`update plans.action_state set outcome = 'y' where reference = ${`${reference}-A`}`
    expect(await scene.tried(owner, change)).toEqual([{ affected: 0 }])
    expect(await scene.tried(lancashire, change)).toEqual([{ affected: 2 }])
    await scene.take(
      planAction,
      actionRow(`${reference}-LATE`, reference, { planOrganisation: 'Cheshire Constabulary' }),
    )
    expect(await scene.tried(owner, sql`select from plans.action where reference = ${`${reference}-LATE`}`)).toEqual([])
  })

  it('are inherited with the plan from an organisation that ended', async () => {
    await handle('Organisation')
    const end = (day: string | null) =>
      asOwner(sql`update organisations.organisation set to_on = ${day}::date, successor_id =
        case when ${day}::date is not null then (select id from organisations.organisation where name = 'Kent Police') end
        where name = 'Cheshire Constabulary'`)
    await end('2026-01-01')
    expect(await seen(kent)).toEqual(all)
    expect(await seen(owner)).toEqual(all)
    expect(await seen(lancashire)).toEqual(none)
    await end(null)
    expect(await seen(kent)).toEqual(none)
  })

  it('are handled by nobody apart from it', async () => {
    for (const part of [`plan-aims/${reference}-M`, `plan-actions/${reference}-A`]) {
      for (const path of [`/handling/${part}`, `/handling/${part}/change`, `/handling/${part}/share`]) {
        expect((await visitor.get(path)).status, path).toBe(404)
      }
      const fields = {
        handling: 'Shared',
        reason: 'x',
        checked: 'yes',
        with: 'person',
        person: partner,
        what: 'history',
      }
      for (const act of ['change', 'share']) {
        expect((await visitor.post(`/handling/${part}/${act}`, fields)).status, part).toBe(404)
      }
    }
    expect(await seen(partner)).toEqual(none)
  })
})

describe('what was done on a plan', () => {
  /** One of each at a moment: a review, a decision, a consultation, an offer to hand it over, a note, a measurement. */
  async function doneAt(at: Date): Promise<void> {
    const person_id = await scene.idOf('system')
    const plan_id = await scene.headOf('plan', reference)
    const number = at.getFullYear()
    const on = '2022-01-01'
    await scene.added('review', {
      plan_id,
      number,
      at,
      person_id,
      held_on: on,
      by_owner: true,
      attended: 'x',
      changed: 'x',
    })
    await scene.added('decision', { plan_id, number, at, person_id, decided: 'x', rationale: 'x' })
    await scene.added('consultation', { plan_id, number, at, person_id, consulted_on: on, partner: 'x', said: 'x' })
    await scene.added('hand_over', { plan_id, at, offered_by: person_id, to_email: 'x@x.example', says: 'x' })
    await scene.added('action_note', {
      action_id: await scene.headOf('action', `${reference}-A`),
      at,
      person_id,
      says: 'x',
    })
    const aim_id = await scene.headOf('aim', `${reference}-M`)
    await scene.added('measurement', { aim_id, at, person_id, measured_on: on, value: 1 })
  }

  /** How many of each someone sees. */
  async function seenDone(email: string): Promise<readonly unknown[]> {
    const id = await scene.headOf('plan', reference)
    const counts = ['review', 'decision', 'consultation', 'hand_over'].map(
      table => sql`(select count(*)::integer from ${sql.table(`plans.${table}`)} where plan_id = ${id})`,
    )
    const action = await scene.headOf('action', `${reference}-A`)
    const measured = await scene.headOf('aim', `${reference}-M`)
    const found = await scene.tried(
      email,
      sql<{ numbers: readonly number[] }>`select array[${sql.join(counts)},
        (select count(*)::integer from plans.action_note where action_id = ${action}),
        (select count(*)::integer from plans.measurement where aim_id = ${measured})] as numbers`,
    )
    return typeof found === 'string' ? [found] : (found[0]?.numbers ?? [])
  }

  it('before a state that a share from now on reaches stays hidden from whom it is shared with', async () => {
    await handle('Organisation')
    await scene.take(plan, planRow(reference, { objective: 'x' }, { at: '2022-06-01T09:00:00Z' }))
    await doneAt(new Date('2022-04-01T09:00:00Z'))
    expect(await seenDone(owner)).toEqual([1, 1, 1, 1, 1, 1])
    expect(await seenDone(partner)).toEqual([0, 0, 0, 0, 0, 0])
    await share('from-now')
    expect(await seenDone(partner)).toEqual([0, 0, 0, 0, 0, 0])
    await asOwner(sql`update plans.hand_over set answer = 'Withdrawn', answered_at = now(), answered_by = offered_by
      where answer is null`)
    await doneAt(new Date('2023-04-01T09:00:00Z'))
    expect(await seenDone(partner)).toEqual([1, 1, 1, 1, 1, 1])
    expect(await seenDone(owner)).toEqual([2, 2, 2, 2, 2, 2])
    await share('history')
    expect(await seenDone(partner)).toEqual([2, 2, 2, 2, 2, 2])
    await endShares()
    expect(await seenDone(partner)).toEqual([0, 0, 0, 0, 0, 0])
  })
})

describe('the menu of tactics', () => {
  const add = async (email: string, by: string) =>
    scene.tried(
      email,
      sql`insert into plans.menu_tactic (name, four_p, what, when_to_use, who_helps, watch_out, made_by)
        values ('Zebra', 'Prevent', 'x', 'x', 'x', 'x', ${await scene.idOf(by)})`,
    )

  it('is kept by administrators in their own name, and nothing of it changes but that a tactic ends', async () => {
    const administrator = 'admin@fourfold.example'
    expect(await add(administrator, administrator)).toEqual(done)
    expect(await add(administrator, owner)).toBe('refused: 42501')
    for (const email of [analyst, partner]) expect(await add(email, email)).toBe('refused: 42501')
    const { id } = onlyRow(
      await asOwner<{
        id: number
      }>(sql`insert into plans.menu_tactic (name, four_p, what, when_to_use, who_helps, watch_out)
        values ('Zebra', 'Prevent', 'x', 'x', 'x', 'x') returning id`),
    )
    const end = async (email: string, by: string) =>
      scene.tried(
        email,
        sql`update plans.menu_tactic set to_on = '2026-01-01', ended_by = ${await scene.idOf(by)} where id = ${id}`,
      )
    expect(await end(administrator, administrator)).toEqual(done)
    expect(await end(administrator, owner)).toBe('refused: 42501')
    expect(await end(analyst, analyst)).toEqual([{ affected: 0 }])
    expect(await scene.tried(administrator, sql`update plans.menu_tactic set what = 'y'`)).toBe('refused: 42501')
  })
})
