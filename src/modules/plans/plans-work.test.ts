import { addDays, londonToday } from '#platform/clock'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { analystEmail, ownerEmail, type StepsScene, stepsScene, wordsOf } from '../../../test/plan-steps-scene.ts'
import { sceneOf } from '../../../test/access-scene.ts'
import type { Visitor } from '../../../test/server.ts'

let scene: StepsScene
beforeAll(async () => {
  scene = await stepsScene()
})
afterAll(() => scene.site.close())
afterEach(expectNoFaults)

function expectNoFaults(): void {
  expect(scene.site.faults).toEqual([])
}

const today = londonToday(new Date())

/** What is listed beneath a heading of a person's work, as text. */
async function workUnder(visitor: Visitor, heading: string): Promise<string> {
  const { text } = await visitor.get('/work')
  const panel = text.split('<section class="ff-panel"').find(part => part.includes(`>${heading}`))
  return panel === undefined ? '' : wordsOf(`<main>${panel}`)
}

/** Puts the day an action or a plan is due on another, as time does. */
async function move(table: 'plan' | 'action', column: string, reference: string, day: string): Promise<void> {
  await sql`update ${sql.table(`plans.${table}_state`)} set ${sql.ref(column)} = ${day}::date
    where reference = ${reference}`.execute(scene.site.database.owner)
}

describe('the work of planning', () => {
  it('has reviews that are due within a fortnight or passed, for owner and deputy alone', async () => {
    const heading = 'Reviews of your plans that are due'
    const [soon, later, passed, closed] = [
      await scene.plan({ nextReviewOn: addDays(today, 14) }),
      await scene.plan({ nextReviewOn: addDays(today, 15) }),
      await scene.plan({ nextReviewOn: today, deputies: 'xlro@merseyside.example' }),
      await scene.plan({ nextReviewOn: today }),
    ]
    await move('plan', 'next_review_on', passed, addDays(today, -3))
    await scene.close(closed)
    const mine = await workUnder(scene.owner, heading)
    expect(mine).toContain(soon)
    expect(mine).toContain(passed)
    expect(mine).toContain('Overdue')
    expect(mine).not.toContain(later)
    expect(mine).not.toContain(closed)
    const deputies = await workUnder(scene.deputy, heading)
    expect(deputies).toContain(soon)
    expect(deputies).not.toContain(passed)
    expect(await workUnder(scene.analyst, heading)).toBe('')
  })

  it('has my open actions that are overdue or due this week', async () => {
    const heading = 'Actions of yours that are overdue or due this week'
    const plan = await scene.plan()
    const closed = await scene.plan()
    const given = { person: ownerEmail }
    const due = await scene.action(plan, { ...given, dueOn: addDays(today, 6) })
    const later = await scene.action(plan, { ...given, dueOn: addDays(today, 7) })
    const overdue = await scene.action(plan, { ...given, dueOn: today })
    const frozen = await scene.action(closed, { ...given, dueOn: today })
    const others = await scene.action(plan, { person: 'lro@merseyside.example', dueOn: today })
    await move('action', 'due_on', overdue, addDays(today, -1))
    await scene.close(closed)
    const mine = await workUnder(scene.owner, heading)
    for (const one of [due, overdue]) expect(mine).toContain(one)
    for (const one of [later, frozen, others]) expect(mine).not.toContain(one)
    expect(mine.indexOf(overdue)).toBeLessThan(mine.indexOf(due))
  })

  it('has my plans that are drafts', async () => {
    const heading = 'Plans of yours that are drafts'
    const [draft, active] = [await scene.plan({ status: 'Draft' }), await scene.plan()]
    const mine = await workUnder(scene.owner, heading)
    expect(mine).toContain(draft)
    expect(mine).not.toContain(active)
    expect(await workUnder(scene.deputy, heading)).toBe('')
  })

  it('has threats without a plan: an analyst’s organisation’s, else those one leads; also where the plan is hidden from them', async () => {
    const heading = 'Threats without a plan'
    const { addThreat } = sceneOf(scene.site.database)
    for (const reference of ['BARE-1', 'BARE-2', 'BARE-3']) {
      await addThreat(reference, 'Cheshire Constabulary', '2022-03-01T09:00:00Z')
    }
    await addThreat('BARE-4', 'Lancashire Constabulary', '2022-03-01T09:00:00Z')
    await sql`update threats.threat_state set lead_responsible_officer = ${ownerEmail}
      where reference in ('BARE-1', 'BARE-2', 'BARE-4')`.execute(scene.site.database.owner)
    const analysts = await workUnder(scene.analyst, heading)
    for (const one of ['BARE-1', 'BARE-2', 'BARE-3']) expect(analysts).toContain(one)
    expect(analysts).not.toContain('BARE-4')
    expect(analysts).not.toContain('(STEP-1)')
    const owners = await workUnder(scene.owner, heading)
    for (const one of ['BARE-1', 'BARE-2', 'BARE-4']) expect(owners).toContain(one)
    expect(owners).not.toContain('BARE-3')
    // A plan that only named people see is a plan.
    const plan = await scene.plan({ threat: 'BARE-1', handling: 'Organisation' })
    const lancashire = await scene.site.signIn('analyst@lancashire.example')
    await sql`update threats.threat_state set owner_id = (
      select id from organisations.organisation where name = 'Lancashire Constabulary')
      where reference = 'BARE-1'`.execute(scene.site.database.owner)
    expect((await lancashire.get(`/plans/${plan}`)).status).toBe(404)
    expect(await workUnder(lancashire, heading)).not.toContain('BARE-1')
    expect(await workUnder(lancashire, heading)).toContain('BARE-4')
    // Once it is closed the threat has none.
    const other = await scene.plan({ threat: 'BARE-2' })
    expect(await workUnder(scene.owner, heading)).not.toContain('BARE-2')
    await scene.close(other)
    expect(await workUnder(scene.owner, heading)).toContain('BARE-2')
  })

  it('names a record whose handling demands a reason by its reference alone', async () => {
    const named = { owner: analystEmail, handling: 'Named', deputies: null }
    const plan = await scene.plan({ ...named, title: 'A very secret title', status: 'Draft' })
    const { rows } = await sql<{ handling: string }>`select handling from organisations.handling_stated
      where reference = ${plan}`.execute(scene.site.database.owner)
    expect(rows).toEqual([{ handling: 'Named' }])
    const mine = await workUnder(scene.analyst, 'Plans of yours that are drafts')
    expect(mine).toContain(plan)
    expect(mine).not.toContain('A very secret title')
  })

  it('is done by nobody who only reads', async () => {
    const { text } = await scene.inspector.get('/work')
    for (const heading of ['Threats without a plan', 'Plans of yours', 'Reviews of your plans', 'Actions of yours']) {
      expect(text).not.toContain(heading)
    }
  })
})
