import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Answered, type Program, testServer, type TestServer } from '#test/server'

let site: TestServer
let cheshire: Program
let lancashire: Program

beforeAll(async () => {
  site = await testServer({ present: () => new Date('2026-11-22T12:00:00Z') })
  cheshire = site.program(await site.tokenOf('lro@cheshire.example'))
  lancashire = site.program(await site.tokenOf('analyst@lancashire.example'))
})
afterAll(() => site.close())

const read = (answered: Answered) => JSON.parse(answered.text)
const problemsOf = (answered: Answered) =>
  read(answered).errors.map(({ field, problem }: { field: string; problem: string }) => `${field}: ${problem}`)
let names = 0

async function made(path: string, body: object, program = cheshire) {
  const answered = await program.send('POST', path, body)
  expect([answered.status, answered.text]).toEqual([201, expect.anything()])
  return read(answered)
}
const madeThreat = async (more: object = {}, program = cheshire): Promise<string> =>
  (
    await made(
      '/api/v1/threats',
      {
        name: `Threat ${++names}`,
        threatType: 'Vulnerability',
        crimeCategory: 'Drugs',
        leadResponsibleOfficer: null,
        ...more,
      },
      program,
    )
  ).reference
const madePlan = async (more: object = {}) => made('/api/v1/plans', { threat: await madeThreat(), ...more })
const refused = async (path: string, body: object, program = cheshire) => {
  const answered = await program.send('POST', path, body)
  expect([answered.status, answered.text]).toEqual([400, expect.anything()])
  return problemsOf(answered)
}
const patch = async (path: string, body: object, program = cheshire) => {
  const etag = String((await program.get(path)).headers['etag'])
  return program.send('PATCH', path, body, 'application/json', { 'if-match': etag })
}
const closing = {
  exitCriteria: 'No line for six months: met',
  learning: 'Begin with the landlord',
  debrief: 'All, 20 November',
}

describe('a new plan', () => {
  it('has its usual values, and is handled as its threat is', async () => {
    const threat = await madeThreat({ handling: 'Organisation' })
    expect(await made('/api/v1/plans', { threat })).toMatchObject({
      threat,
      title: `Plan against ${threat}`,
      kind: 'Tactical',
      status: 'Draft',
      organisation: 'Cheshire Constabulary',
      handling: 'Organisation',
      owner: null,
      nextReviewOn: null,
      aims: [],
      actions: [],
    })
    expect(await made('/api/v1/plans', { kind: 'Strategic', priority: 'Drugs' })).toMatchObject({
      title: 'Plan for Drugs',
      threat: null,
      handling: 'Region',
    })
  })

  it('is never seen more widely than its threat', async () => {
    const threat = await madeThreat({ handling: 'Organisation' })
    expect(await refused('/api/v1/plans', { threat, handling: 'Region' })).toEqual([
      'handling: The threat is handled as Organisation, and a plan against it tells of it. Select Organisation or narrower',
    ])
    expect((await made('/api/v1/plans', { threat, handling: 'Named' })).handling).toBe('Named')
  })

  it('is against a threat that its author may see', async () => {
    const hidden = await madeThreat({ handling: 'Organisation' })
    const says = ['threat: There is no threat of that reference that you may see. Check it']
    expect(await refused('/api/v1/plans', { threat: hidden }, lancashire)).toEqual(says)
    expect(await refused('/api/v1/plans', { threat: 'NO-SUCH' }, lancashire)).toEqual(says)
  })

  it('is the only one against its threat until it is closed', async () => {
    const threat = await madeThreat()
    const first = await made('/api/v1/plans', { threat, owner: 'lro@cheshire.example', ...closing })
    expect(await refused('/api/v1/plans', { threat })).toEqual([
      `threat: There is a plan against this threat already: ${first.reference}`,
    ])
    expect((await patch(`/api/v1/plans/${first.reference}`, { status: 'Closed' })).status).toBe(200)
    await made('/api/v1/plans', { threat })
  })

  it('does not tell of a plan that its author may not see', async () => {
    const threat = await madeThreat()
    await made('/api/v1/plans', { threat, handling: 'Organisation' })
    expect((await made('/api/v1/plans', { threat }, lancashire)).organisation).toBe('Lancashire Constabulary')
  })

  it('is refused with all that is wrong at once', async () => {
    expect(
      await refused('/api/v1/plans', {
        threat: await madeThreat(),
        deputies: 'a@b.example, somebody',
        nextReviewOn: '2026-11-31',
        aims: [],
      }),
    ).toEqual([
      expect.stringMatching(/^nextReviewOn: ‘2026-11-31’ is not a real date/),
      expect.stringMatching(/^aims: There is no such field/),
      'deputies: “somebody” is not an email address. Enter email addresses with commas between',
    ])
  })

  it('is taken with what an inspector would find in it: the checks tell that', async () => {
    const plan = await madePlan({ status: 'Active', owner: null, nextReviewOn: '2026-01-01' })
    const found = read(await cheshire.get(`/api/v1/plans/${plan.reference}/checks`)) as unknown as { check: string }[]
    expect(found.map(({ check }) => check)).toEqual(expect.arrayContaining(['no-owner', 'out-of-date']))
  })
})

describe('a change of a plan', () => {
  it('does not put another in the place of an owner who is here', async () => {
    const plan = await madePlan({ owner: 'lro@cheshire.example' })
    const answered = await patch(`/api/v1/plans/${plan.reference}`, { owner: 'analyst@cheshire.example' })
    expect(problemsOf(answered)).toEqual(['owner: Hand the plan over on its page: the new owner accepts it'])
  })

  it('names an owner where there was none, or where the one before is here no more', async () => {
    const plan = await madePlan()
    const address = `/api/v1/plans/${plan.reference}`
    expect((await patch(address, { owner: 'gone@cheshire.example' })).status).toBe(200)
    expect((await patch(address, { owner: 'analyst@cheshire.example' })).status).toBe(200)
    await sql`update organisations.person set disabled_at = now() where email = 'analyst@cheshire.example'`.execute(
      site.database.owner,
    )
    expect(read(await patch(address, { owner: 'lro@cheshire.example' }))).toMatchObject({
      owner: 'lro@cheshire.example',
    })
  })

  it('leaves a review day that has passed as it was', async () => {
    const plan = await madePlan({ nextReviewOn: '2026-11-22' })
    await sql`update plans.plan_state set next_review_on = '2026-01-01' where reference = ${plan.reference}`.execute(
      site.database.owner,
    )
    expect((await patch(`/api/v1/plans/${plan.reference}`, { objective: 'Another' })).status).toBe(200)
  })

  it('closes it with exit criteria, learning and a debrief, and then no more', async () => {
    const plan = await madePlan({ owner: 'lro@cheshire.example' })
    const address = `/api/v1/plans/${plan.reference}`
    const action = await made(`${address}/actions`, { p: 'Prevent', text: 'Visit the school with the youth team' })
    const aim = await made(`${address}/aims`, { p: 'Prevent', text: 'Fewer children are drawn in' })
    expect((await patch(address, { status: 'Closed', ...closing })).status).toBe(200)
    for (const answered of [
      await patch(address, { status: 'Active' }),
      await patch(`${address}/actions/${action.reference}`, { dueOn: '2026-12-24' }),
      await patch(`/api/v1/plan-aims/${aim.reference}`, { target: '5' }),
    ]) {
      expect([answered.status, read(answered).detail ?? answered.text]).toEqual([
        409,
        expect.stringContaining('The plan is closed, and stays as it stood'),
      ])
    }
    expect(await refused(`${address}/actions`, { p: 'Prevent', text: 'One more' })).toEqual([
      'plan: The plan is closed, and stays as it stood',
    ])
    expect(await refused(`${address}/aims`, { p: 'Prevent', text: 'One more' })).toEqual([
      'plan: The plan is closed, and stays as it stood',
    ])
    expect(read(await cheshire.get(address)).actions).toHaveLength(1)
  })
})

describe('aims and actions at their plan’s address', () => {
  it('are recorded, and stand in the plan', async () => {
    const plan = await madePlan()
    const address = `/api/v1/plans/${plan.reference}`
    const aim = await made(`${address}/aims`, {
      p: 'Protect',
      text: 'Tenants are safe',
      measure: 'Visits',
      baseline: 0,
      target: 12.5,
      dueOn: '2027-03-31',
    })
    expect(aim).toMatchObject({
      plan: plan.reference,
      baseline: '0',
      target: '12.5',
      planOrganisation: 'Cheshire Constabulary',
    })
    const action = await made(`${address}/actions`, {
      aim: aim.reference,
      text: 'Visit tenants with the council',
      person: 'housing@council.example',
      organisation: 'Merseyside Police',
      dueOn: '2026-12-01',
    })
    expect(action).toMatchObject({ p: 'Protect', status: 'Open', doneOn: null, outcome: null })
    const whole = read(await cheshire.get(address))
    expect(whole.aims).toEqual([
      expect.objectContaining({
        reference: aim.reference,
        p: 'Protect',
        text: 'Tenants are safe',
        measure: 'Visits',
        baseline: '0',
        target: '12.5',
        dueOn: '2027-03-31',
      }),
    ])
    expect(whole.actions).toEqual([
      expect.objectContaining({
        reference: action.reference,
        aim: aim.reference,
        p: 'Protect',
        text: 'Visit tenants with the council',
        person: 'housing@council.example',
        organisation: 'Merseyside Police',
        dueOn: '2026-12-01',
        status: 'Open',
        outcome: null,
      }),
    ])
  })

  it('are done with an outcome, today unless another day is said, and can be opened again', async () => {
    const plan = await madePlan()
    const { reference } = await made(`/api/v1/plans/${plan.reference}/actions`, {
      p: 'Pursue',
      text: 'Serve the warrant',
    })
    const address = `/api/v1/plans/${plan.reference}/actions/${reference}`
    const send = async (body: object) => {
      const etag = String((await cheshire.get(`/api/v1/plan-actions/${reference}`)).headers['etag'])
      return cheshire.send('PATCH', address, body, 'application/json', { 'if-match': etag })
    }
    expect(problemsOf(await send({ status: 'Done' }))).toEqual([
      'outcome: Enter what came of it, if only that nothing did',
    ])
    expect(read(await send({ status: 'Done', outcome: 'One arrest' })).doneOn).toBe('2026-11-22')
    expect(read(await send({ doneOn: '2026-11-20' })).doneOn).toBe('2026-11-20')
    expect(problemsOf(await send({ doneOn: '2026-11-23' }))).toEqual(['doneOn: Done on must be today or before'])
    expect(read(await send({ status: 'Open' })).doneOn).toBeNull()
  })

  it('are refused with the plan of another address, or another plan’s aim', async () => {
    const [plan, other] = [await madePlan(), await madePlan()]
    const foreign = await made(`/api/v1/plans/${other.reference}/aims`, { p: 'Pursue', text: 'Another' })
    const address = `/api/v1/plans/${plan.reference}/actions`
    expect(await refused(address, { p: 'Pursue', text: 'Knock', plan: other.reference })).toEqual([
      'plan: The address says which plan it is part of. Leave it out',
    ])
    expect(await refused(address, { p: 'Pursue', text: 'Knock', aim: foreign.reference })).toEqual([
      'aim: The plan has no aim of that reference. Check it, or leave it out',
    ])
    expect(await refused(address, { text: 'Knock' })).toEqual([expect.stringMatching(/^p: /)])
    const action = await made(address, { p: 'Pursue', text: 'Knock', dueOn: '2026-11-22' })
    expect((await patch(`/api/v1/plan-actions/${action.reference}`, { plan: other.reference })).status).toBe(400)
    const elsewhere = `/api/v1/plans/${other.reference}/actions/${action.reference}`
    const sent = await cheshire.send('PATCH', elsewhere, { p: 'Prevent' }, 'application/json', { 'if-match': '"x"' })
    expect(sent.status).toBe(404)
  })

  it('are refused to those who see the plan and do not record for it, and hidden from those who do not see it', async () => {
    const seen = await madePlan()
    const hidden = await madePlan({ handling: 'Organisation' })
    const body = { p: 'Pursue', text: 'Knock on the door' }
    const to = async (reference: string) =>
      (await lancashire.send('POST', `/api/v1/plans/${reference}/actions`, body)).status
    expect([await to(seen.reference), await to(hidden.reference), await to('NO-SUCH')]).toEqual([403, 404, 404])
  })
})
