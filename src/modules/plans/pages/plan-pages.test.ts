import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hiddenOf, planSite, type PlanSite, wordsOf } from '#test/plan-site'

let scene: PlanSite

beforeAll(async () => {
  scene = await planSite()
})
afterAll(() => scene.site.close())

describe('the page of a plan', () => {
  it('shows the first of a thousand actions, how many there are, and the way to the rest', async () => {
    const plan = await scene.madePlan()
    const { reference } = await scene.madeAction(plan, { dueOn: '2026-11-22' })
    await sql`
      with heads as (
        insert into plans.action (reference, owner_id, handling, audience_id)
        select 'MANY-' || n, owner_id, handling, audience_id from plans.action, generate_series(1, 1000) n
        where reference = ${reference} returning *)
      insert into plans.action_state (record_id, audience_id, recorded_from, entered_at, reference, owner_id, plan_reference,
        four_p, says, status, due_on, outcome)
      select h.id, h.audience_id, now(), now(), h.reference, h.owner_id, ${plan.reference}, 'Protect', 'Visit ' || h.reference,
        case when h.id % 2 = 0 then 'Open' else 'Done' end, date '2026-11-01', 'Done' from heads h`.execute(
      scene.site.database.owner,
    )
    const page = await scene.lro.get(`/plans/${plan.reference}`)
    expect(page.text.match(/href="\/plan-actions\/MANY-/g)).toHaveLength(10)
    expect(wordsOf(page)).toContain('Protect: 1001 actions, 501 open, 500 overdue')
    expect(page.text).toContain(`plan=${plan.reference}&amp;p=Protect`)
    expect(wordsOf(page)).toContain('See all 1001 Protect actions in the list')
    expect((await scene.apiState(`/plans/${plan.reference}`)).actions).toHaveLength(1001)
    const board = await scene.lro.get(`/plans/${plan.reference}/board`)
    expect(wordsOf(board)).toContain('Overdue (500)')
    expect(wordsOf(board)).toContain('490 more')
  })

  it('hides what has no value, and tells of a P without an aim', async () => {
    const plan = await scene.madePlan({ whyNoPursue: 'Others pursue it' })
    const answered = await scene.lro.get(`/plans/${plan.reference}`)
    const page = wordsOf(answered)
    expect(page).toContain('No aim, because: Others pursue it')
    expect(page).toContain('No aim, and no reason for having none.')
    expect(answered.text).toContain('>Why no Pursue aim<')
    for (const label of ['Debrief', 'Exit criteria', 'Priority', 'Why no Protect aim']) {
      expect(answered.text).not.toContain(`>${label}<`)
    }
  })

  it('is as it was on a past day, with nothing to press', async () => {
    const plan = await scene.madePlan()
    const action = await scene.madeAction(plan)
    const before = '2026-01-01T00:00:00Z'
    for (const table of ['plan_state', 'action_state']) {
      await sql`update ${sql.table(`plans.${table}`)} set recorded_from = ${before}
        where reference in (${plan.reference}, ${action.reference})`.execute(scene.site.database.owner)
    }
    await sql`update threats.threat_state set recorded_from = ${before} where reference = ${plan['threat']}`.execute(
      scene.site.database.owner,
    )
    await scene.api.send(
      'PATCH',
      `/api/v1/plan-actions/${action.reference}`,
      { text: 'Another text of today' },
      'application/json',
      {
        'if-match': String((await scene.api.get(`/api/v1/plan-actions/${action.reference}`)).headers['etag']),
      },
    )
    for (const part of ['', '/board', '/on-a-page']) {
      const now = await scene.lro.get(`/plans/${plan.reference}${part}`)
      expect(wordsOf(now)).toContain('Another text of today')
      const then = await scene.lro.get(`/plans/${plan.reference}${part}?asAt=2026-06-01`)
      expect(wordsOf(then)).toContain('Visit the tenants of the flats')
      expect(then.text).not.toContain('/new?plan=')
      expect(then.text).not.toContain('name="status"')
    }
  })
})

describe('the board', () => {
  it('moves an action with an outcome, and says what is missing without losing what was typed', async () => {
    const plan = await scene.madePlan()
    const { reference } = await scene.madeAction(plan, { dueOn: '2026-11-25' })
    const address = `/plans/${plan.reference}/board`
    const board = await scene.lro.get(address)
    expect(wordsOf(board)).toContain('Due within 7 days (1)')
    const sent = { action: reference, version: hiddenOf(board, 'version') }
    const wrong = await scene.lro.post(address, { ...sent, status: 'Dropped', outcome: '' })
    expect([wrong.status, wordsOf(wrong)]).toEqual([400, expect.stringContaining('Enter why the action was dropped')])
    expect((await scene.lro.post(address, { ...sent, status: 'Done', outcome: 'Nine visited' })).status).toBe(303)
    expect(await scene.apiState(`/plan-actions/${reference}`)).toMatchObject({
      status: 'Done',
      outcome: 'Nine visited',
      doneOn: '2026-11-22',
    })
    const late = await scene.lro.post(address, { ...sent, status: 'Dropped', outcome: 'Mine came second' })
    expect([late.status, late.text]).toEqual([409, expect.stringContaining('Mine came second')])
    expect(wordsOf(late)).toContain('changed it while you were typing')
  })

  it('moves nothing for those who do not record for it, nor what is of another plan', async () => {
    const [plan, other] = [await scene.madePlan(), await scene.madePlan()]
    const { reference } = await scene.madeAction(plan)
    const version = hiddenOf(await scene.lro.get(`/plans/${plan.reference}/board`), 'version')
    const sent = { action: reference, version, status: 'Done', outcome: 'Not theirs' }
    expect((await scene.lancashire.get(`/plans/${plan.reference}/board`)).text).not.toContain('name="status"')
    expect((await scene.lancashire.post(`/plans/${plan.reference}/board`, sent)).status).toBe(403)
    expect((await scene.lro.post(`/plans/${other.reference}/board`, sent)).status).toBe(404)
    expect((await scene.apiState(`/plan-actions/${reference}`)).status).toBe('Open')
  })
})

describe('closing', () => {
  it('asks for exit criteria, learning, debrief and what becomes of open actions', async () => {
    const plan = await scene.madePlan({ owner: 'lro@cheshire.example' })
    await scene.madeAction(plan, { text: 'Still to be done by somebody' })
    const form = await scene.lro.get(`/plans/${plan.reference}/close`)
    expect(wordsOf(form)).toContain('Still to be done by somebody')
    const refused = await scene.close(plan.reference, { learning: ' ' })
    expect(refused.status).toBe(400)
    expect(wordsOf(refused)).toContain('Enter what others can learn from it')
    expect(wordsOf(refused)).toContain('Say that the open actions stay open')
    expect(refused.text).toContain('Six quiet months: met')
    expect((await scene.apiState(`/plans/${plan.reference}`)).status).toBe('Draft')
    expect((await scene.close(plan.reference, { keep: 'yes' })).headers['location']).toBe(`/plans/${plan.reference}`)
    expect(await scene.apiState(`/plans/${plan.reference}`)).toMatchObject({
      status: 'Closed',
      learning: 'Begin earlier',
    })
    expect((await scene.lro.get(`/plans/${plan.reference}/close`)).status).toBe(409)
  })

  it('is its organisation’s', async () => {
    const plan = await scene.madePlan()
    expect((await scene.lancashire.get(`/plans/${plan.reference}/close`)).status).toBe(403)
  })
})

describe('on one page', () => {
  it('a plan by the 4Ps, and an organisation’s active plans with the way to each part', async () => {
    const plan = await scene.madePlan({
      owner: 'lro@cheshire.example',
      status: 'Active',
      title: 'The flats by the canal',
    })
    const aim = await scene.made(`/plans/${plan.reference}/aims`, {
      p: 'Prepare',
      text: 'Neighbours know whom to ring',
      measure: 'Calls',
      baseline: 2,
      target: 9,
      dueOn: '2027-03-31',
    })
    const hiddenPlan = await scene.madePlan({
      owner: 'lro@cheshire.example',
      status: 'Active',
      title: 'Hidden from the neighbours',
      handling: 'Organisation',
    })
    const sheet = wordsOf(await scene.lro.get(`/plans/${plan.reference}/on-a-page`))
    expect(sheet).toContain('Calls: 2 to 9 by 31 March 2027')
    const query = new URLSearchParams({ organisation: 'Cheshire Constabulary' })
    const business = await scene.lancashire.get(`/plans/business-plan?${query.toString()}`)
    expect(wordsOf(business)).toContain('The flats by the canal')
    expect(business.text).toContain(`href="/plan-aims/${aim.reference}"`)
    expect(wordsOf(business)).toMatch(/Prepare 1 aim of Prepare , 0 open actions of Prepare/)
    const list = /href="(\/plan-aims\?[^"]*p=Prepare[^"]*)"/.exec(business.text)?.[1] ?? ''
    await scene.made(`/plans/${(await scene.madePlan()).reference}/aims`, {
      p: 'Prepare',
      text: 'Of a draft, so not counted',
    })
    expect(
      (await scene.lancashire.get(list.replaceAll('&amp;', '&'))).text.match(/href="\/plan-aims\/CHE/g),
    ).toHaveLength(1)
    expect(business.text).not.toContain(hiddenPlan.reference)
    expect(wordsOf(await scene.lro.get('/plans/business-plan'))).toContain('Hidden from the neighbours')
  })
})
