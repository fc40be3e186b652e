import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { onlyRow } from '#platform/database'
import { actingFor } from '../sightings.ts'
import {
  administrator,
  analyst,
  done,
  inspector,
  lancashire,
  oversight,
  owner,
  partner,
  type PlanScene,
  planScene,
  receiver,
  refused,
} from './plan-scene.ts'

let scene: PlanScene

beforeAll(async () => {
  scene = await planScene()
}, 60_000)
afterAll(() => scene.close())

describe('an action given to somebody', () => {
  const takeAs = async (email: string, reference: string, status = 'Done') => {
    const { rows } = await sql<{ from: Date }>`
      select recorded_from as "from" from plans.action_state where reference = ${reference}
        and recorded_to = 'infinity'`.execute(scene.site.database.owner)
    const answer = await scene.tried(
      email,
      sql<{
        says: string
      }>`select plans.take_own_action(${reference}, ${rows[0]?.from ?? null}::timestamptz, ${status}, 'Said',
        '2026-01-01', clock_timestamp()) as says`,
    )
    return typeof answer === 'string' ? answer : answer[0]?.says
  }

  it('is taken by them', async () => {
    expect(await takeAs(partner, 'A-PARTNER')).toBe('recorded')
    expect(await takeAs(partner, 'A-PARTNER', 'Taken')).toBe('not yours')
    expect(await takeAs(owner, 'A-OFFICER')).toBe('recorded')
  })

  it.each([
    [partner, 'A-OFFICER'],
    [partner, 'A-HIDDEN'],
    [partner, 'A-NOT-THERE'],
    [analyst, 'A-PARTNER'],
    [lancashire, 'A-PARTNER'],
    [inspector, 'A-INSPECTOR'],
    [oversight, 'A-OFFICER'],
  ])('by nobody else, nor by one who may not see it or change anything: %s, %s', async (email, reference) => {
    expect(await takeAs(email, reference)).toBe('not yours')
  })

  it('stays as it stood in a plan that is closed or was recorded in error', async () => {
    expect(await takeAs(owner, 'A-CLOSED')).toBe('not yours')
    expect(await takeAs(owner, 'A-OF-ERROR')).toBe('not yours')
    expect(await takeAs(owner, 'A-ERROR')).toBe('not yours')
  })

  it('ends with what came of it, never without', async () => {
    const { rows } = await sql<{ from: Date }>`
      select recorded_from as "from" from plans.action_state where reference = 'A-PARTNER'
        and recorded_to = 'infinity'`.execute(scene.site.database.owner)
    const said = (outcome: string | null) =>
      scene.tried(
        partner,
        sql`select plans.take_own_action('A-PARTNER', ${rows[0]?.from}::timestamptz, 'Dropped', ${outcome}, null,
          clock_timestamp())`,
      )
    expect(await said(null)).not.toEqual([{ take_own_action: 'recorded' }])
    expect(await said('x'.repeat(4001))).not.toEqual([{ take_own_action: 'recorded' }])
    expect(await said('x')).toEqual([{ take_own_action: 'recorded' }])
  })

  it('says no more than how it stands', async () => {
    const before = await sql`
      select reference, plan_reference, aim_reference, four_p, says, person_email, due_on, owner_id, audience_id
      from plans.action_state where reference = 'A-PARTNER' and recorded_to = 'infinity'`.execute(
      scene.site.database.owner,
    )
    await actingFor(scene.site.database.app, await scene.idOf(partner), 'read', async tx => {
      const version = await sql<{ at: Date }>`select recorded_from as at from plans.action_state
        where reference = 'A-PARTNER' and recorded_to = 'infinity'`.execute(tx)
      await sql`select plans.take_own_action('A-PARTNER', ${onlyRow(version).at}::timestamptz, 'Done', 'Visited',
        '2026-01-01', clock_timestamp())`.execute(tx)
    })
    const after = await sql`
      select reference, plan_reference, aim_reference, four_p, says, person_email, due_on, owner_id, audience_id
      from plans.action_state where reference = 'A-PARTNER' and recorded_to = 'infinity'`.execute(
      scene.site.database.owner,
    )
    expect(after.rows).toEqual(before.rows)
    const states = await sql<{ person: number; status: string }>`select person_id as person, status
      from plans.action_state where reference = 'A-PARTNER' order by recorded_from`.execute(scene.site.database.owner)
    expect(states.rows).toEqual([
      { person: await scene.idOf('system'), status: 'Open' },
      { person: await scene.idOf(partner), status: 'Done' },
    ])
  })
})

describe('a plan handed over', () => {
  const offer = async (reference: string, to = receiver) =>
    scene.added('hand_over', {
      plan_id: await scene.headOf('plan', reference),
      at: new Date(),
      offered_by: await scene.idOf(owner),
      from_email: owner,
      to_email: to,
      says: 'Zebrafinch',
    })
  const answer = async (email: string, id: number, says: string) => {
    const given = await scene.tried(
      email,
      sql<{ says: string }>`select plans.answer_hand_over(${id}, ${says}, null, clock_timestamp()) as says`,
    )
    return typeof given === 'string' ? given : given[0]?.says
  }
  const drop = (id: number) => sql`delete from plans.hand_over where id = ${id}`.execute(scene.site.database.owner)

  it('is offered by whoever works on it, in their own name and unanswered', async () => {
    const hand = async (email: string, by: string, more = sql`null, null, null`) =>
      scene.tried(
        email,
        sql`insert into plans.hand_over (plan_id, at, offered_by, to_email, says, answer, answered_at, answered_by)
          values (${await scene.headOf('plan', 'P-OPEN')}, clock_timestamp(), ${await scene.idOf(by)}, ${receiver}, 'x', ${more})`,
      )
    expect(await hand(owner, owner)).toEqual(done)
    expect(await hand(owner, analyst)).toBe(refused)
    expect(await hand(owner, owner, sql`'Accepted', clock_timestamp(), ${await scene.idOf(receiver)}`)).toBe(refused)
    for (const email of [partner, lancashire, inspector]) expect(await hand(email, email)).toBe(refused)
  })

  it('is answered by whom it is handed to, and withdrawn by those who work on it', async () => {
    const id = await offer('P-OPEN')
    for (const says of ['Accepted', 'Refused']) {
      for (const email of [owner, analyst, partner, lancashire, inspector, administrator]) {
        expect(await answer(email, id, says), email).toBe('not yours')
      }
      expect(await answer(receiver, id, says)).toBe('recorded')
    }
    for (const email of [receiver, partner, lancashire, inspector, administrator]) {
      expect(await answer(email, id, 'Withdrawn'), email).toBe('not yours')
    }
    for (const email of [owner, analyst]) expect(await answer(email, id, 'Withdrawn')).toBe('recorded')
    expect(await answer(receiver, id, 'Stolen')).toBe('not yours')
    expect(await answer(receiver, 999_999, 'Accepted')).toBe('not yours')
    expect(
      await sql`select plans.answer_hand_over(${id}, 'Withdrawn', null, clock_timestamp()) as says`
        .execute(scene.site.database.app)
        .then(({ rows }) => rows),
    ).toEqual([{ says: 'not yours' }])
    await drop(id)
  })

  it('is seen by them and by those who see the plan, and by no other', async () => {
    const id = await offer('P-HIDDEN')
    const seen = (email: string) => scene.tried(email, sql`select says from plans.hand_over where id = ${id}`)
    for (const email of [receiver, owner, inspector]) expect(await seen(email), email).toHaveLength(1)
    for (const email of [partner, lancashire, administrator, oversight]) {
      expect(await seen(email), email).toEqual([])
    }
    await drop(id)
  })

  it('stays with its owner when it is closed, was recorded in error, or was handed to one who may change nothing', async () => {
    for (const reference of ['P-CLOSED', 'P-ERROR']) {
      const id = await offer(reference)
      expect(await answer(receiver, id, 'Accepted'), reference).toBe('not yours')
      expect(await answer(receiver, id, 'Refused'), reference).toBe('recorded')
      await drop(id)
    }
    for (const email of [inspector, administrator, oversight]) {
      const id = await offer('P-OPEN', email)
      expect(await answer(email, id, 'Accepted'), email).toBe('not yours')
      await drop(id)
    }
  })
})
