import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
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
  refused,
} from './plan-scene.ts'

let scene: PlanScene

beforeAll(async () => {
  scene = await planScene()
}, 60_000)
afterAll(() => scene.close())

interface Forged {
  readonly by?: string
  readonly byOwner?: boolean
}

async function review(email: string, reference: string, { by = email, byOwner = false }: Forged = {}) {
  return scene.tried(
    email,
    sql`insert into plans.review (plan_id, number, held_on, at, person_id, by_owner, attended, changed)
      values (${await scene.headOf('plan', reference)}, 99, '2026-01-01', clock_timestamp(), ${await scene.idOf(by)}, ${byOwner}, 'x', 'x')`,
  )
}

describe('a review', () => {
  it('is added by whoever records for the plan’s organisation, and counts as the owner’s only when it is', async () => {
    expect(await review(analyst, 'P-OPEN')).toEqual(done)
    expect(await review(analyst, 'P-OPEN', { byOwner: true })).toBe(refused)
    expect(await review(owner, 'P-OPEN', { byOwner: true })).toEqual(done)
    expect(await review(owner, 'P-OPEN', { byOwner: false })).toBe(refused)
    expect(await review(owner, 'P-OPEN', { byOwner: true, by: analyst })).toBe(refused)
  })

  it('is added by who leads it from elsewhere, and by no other', async () => {
    expect(await review(partner, 'P-LED', { byOwner: true })).toEqual(done)
    expect(await review('lro@merseyside.example', 'P-DEPUTY', { byOwner: true })).toEqual(done)
    expect(await review(partner, 'P-OPEN')).toBe(refused)
    expect(await review('other@council.example', 'P-LED')).toBe(refused)
    for (const email of [lancashire, 'tasking@nca.example', 'rocta@nwrocu.example', oversight]) {
      for (const byOwner of [true, false]) expect(await review(email, 'P-OPEN', { byOwner }), email).toBe(refused)
    }
  })

  it('is not for an inspector or an administrator, though somebody named them a deputy', async () => {
    for (const email of [inspector, administrator]) {
      for (const byOwner of [true, false]) expect(await review(email, 'P-LED', { byOwner }), email).toBe(refused)
    }
  })

  it('of a hidden plan can’t be added, even by who is named as its owner; nor of a closed one', async () => {
    expect(await review(partner, 'P-UNSHARED', { byOwner: true })).toBe(refused)
    expect(await review(lancashire, 'P-HIDDEN')).toBe(refused)
    expect(await review(owner, 'P-CLOSED', { byOwner: true })).toBe(refused)
  })
})

describe('what is only added to', () => {
  it.each(['review', 'decision', 'consultation', 'action_note', 'measurement', 'hand_over'])(
    'is never changed and never taken away: %s',
    async table => {
      for (const email of [owner, analyst, administrator, 'system']) {
        expect(await scene.tried(email, sql`delete from ${sql.table(`plans.${table}`)}`)).toBe(refused)
        expect(await scene.tried(email, sql`update ${sql.table(`plans.${table}`)} set at = at`)).toBe(refused)
      }
    },
  )

  it('is nobody’s to add for another, or to a plan that is not theirs', async () => {
    const open = await scene.headOf('plan', 'P-OPEN')
    const decide = async (email: string, by: string) =>
      scene.tried(
        email,
        sql`insert into plans.decision (plan_id, number, at, person_id, decided, rationale)
          values (${open}, 50, clock_timestamp(), ${await scene.idOf(by)}, 'x', 'x')`,
      )
    const consult = async (email: string, by: string) =>
      scene.tried(
        email,
        sql`insert into plans.consultation (plan_id, number, at, person_id, consulted_on, partner, said)
          values (${open}, 50, clock_timestamp(), ${await scene.idOf(by)}, '2026-01-01', 'x', 'x')`,
      )
    const measure = async (email: string, by: string) =>
      scene.tried(
        email,
        sql`insert into plans.measurement (aim_id, at, person_id, measured_on, value)
          values (${await scene.headOf('aim', 'M-1')}, clock_timestamp(), ${await scene.idOf(by)}, '2026-01-01', 1)`,
      )
    for (const add of [decide, consult, measure]) {
      expect(await add(owner, owner)).toEqual(done)
      expect(await add(owner, analyst)).toBe(refused)
      expect(await add(partner, partner)).toBe(refused)
      expect(await add(lancashire, lancashire)).toBe(refused)
      expect(await add(inspector, inspector)).toBe(refused)
    }
  })

  it('a note is added by whoever the action was given to, and whoever works on its plan', async () => {
    const note = async (email: string, reference: string) =>
      scene.tried(
        email,
        sql`insert into plans.action_note (action_id, at, person_id, says)
          values (${await scene.headOf('action', reference)}, clock_timestamp(), ${await scene.idOf(email)}, 'x')`,
      )
    expect(await note(partner, 'A-PARTNER')).toEqual(done)
    expect(await note(analyst, 'A-PARTNER')).toEqual(done)
    expect(await note(partner, 'A-LED')).toEqual(done)
    expect(await note(partner, 'A-OFFICER')).toBe(refused)
    expect(await note(partner, 'A-HIDDEN')).toBe(refused)
    expect(await note(lancashire, 'A-PARTNER')).toBe(refused)
    expect(await note(inspector, 'A-INSPECTOR')).toBe(refused)
    expect(await note(owner, 'A-CLOSED')).toBe(refused)
  })
})

describe('a decision', () => {
  it('is superseded once, by one of the same plan, and names a review of that plan alone', async () => {
    const system = await scene.idOf('system')
    const common = { at: new Date(), person_id: system, decided: 'x', rationale: 'x' }
    const [open, led] = [await scene.headOf('plan', 'P-OPEN'), await scene.headOf('plan', 'P-LED')]
    const first = await scene.added('decision', { plan_id: open, number: 1, ...common })
    const elsewhere = await scene.added('decision', { plan_id: led, number: 1, ...common })
    const held = await scene.added('review', {
      plan_id: led,
      number: 1,
      held_on: '2026-01-01',
      at: new Date(),
      person_id: system,
      by_owner: false,
      attended: 'x',
      changed: 'x',
    })
    const add = (plan: number, more: { supersedes?: number; review?: number }) =>
      scene.tried(
        'system',
        sql`insert into plans.decision (plan_id, number, at, person_id, decided, rationale, supersedes, review_id)
          values (${plan}, 9, clock_timestamp(), ${system}, 'x', 'x', ${more.supersedes ?? null}, ${more.review ?? null})`,
      )
    expect(await add(open, { supersedes: first })).toEqual(done)
    expect(await add(open, { supersedes: elsewhere })).toBe(refused)
    expect(await add(open, { supersedes: 999_999 })).toBe(refused)
    expect(await add(open, { review: held })).toBe(refused)
    expect(await add(led, { review: held })).toEqual(done)
    await scene.added('decision', { plan_id: open, number: 2, ...common, supersedes: first })
    expect(await add(open, { supersedes: first })).toBe('refused: 23505')
  })
})

describe('a plan, an aim and an action', () => {
  it.each([partner, inspector, lancashire, oversight, administrator])(
    'are changed by nobody of another organisation: %s',
    async email => {
      for (const statement of [
        sql`update plans.plan set handling = 'Shared' where reference = 'P-OPEN'`,
        sql`update plans.plan_state set owner_email = ${email} where reference = 'P-OPEN'`,
        sql`update plans.action_state set status = 'Done' where reference = 'A-PARTNER'`,
        sql`update plans.action_state set plan_reference = 'P-OTHER' where reference = 'A-OFFICER'`,
        sql`update plans.aim_state set plan_reference = 'P-OTHER' where reference = 'M-1'`,
      ]) {
        expect(await scene.tried(email, statement)).toEqual([{ affected: 0 }])
      }
      for (const table of ['plan', 'aim', 'action']) {
        const add = sql`insert into ${sql.table(`plans.${table}`)} (reference, owner_id, audience_id)
          select 'X-1', owner_id, audience_id from plans.plan where reference in ('P-OPEN', 'P-DEPUTY') limit 1`
        expect([refused, [{ affected: 0 }]]).toContainEqual(await scene.tried(email, add))
      }
    },
  )

  it('of a hidden plan are hidden with all that was done on it', async () => {
    const said = { at: new Date(), person_id: await scene.idOf('system') }
    const plan_id = await scene.headOf('plan', 'P-HIDDEN')
    const zebra = {
      review: { plan_id, number: 1, held_on: '2026-01-01', by_owner: true, attended: 'Zebra', changed: 'x' },
      decision: { plan_id, number: 1, decided: 'Zebra', rationale: 'x' },
      consultation: { plan_id, number: 1, consulted_on: '2026-01-01', partner: 'Zebra', said: 'x' },
      action_note: { action_id: await scene.headOf('action', 'A-HIDDEN'), says: 'Zebra' },
      measurement: {
        aim_id: await scene.headOf('aim', 'M-HIDDEN'),
        measured_on: '2026-01-01',
        value: 1,
        says: 'Zebra',
      },
    }
    const looks = new Map(
      Object.keys(zebra).map(table => [
        table,
        sql`select from ${sql.table(`plans.${table}`)} t where t::text like '%Zebra%'`,
      ]),
    )
    for (const [table, values] of Object.entries(zebra)) await scene.added(table, { ...values, ...said })
    for (const [part, reference] of [
      ['plan', 'P-HIDDEN'],
      ['aim', 'M-HIDDEN'],
      ['action', 'A-HIDDEN'],
    ] as const) {
      for (const table of [part, `${part}_state`]) {
        looks.set(table, sql`select from ${sql.table(`plans.${table}`)} where reference = ${reference}`)
      }
    }
    for (const [table, look] of looks) {
      expect(await scene.tried(owner, look), table).toHaveLength(1)
      for (const email of [partner, lancashire, administrator, oversight]) {
        expect(await scene.tried(email, look), `${table} ${email}`).toEqual([])
      }
    }
  })
})
