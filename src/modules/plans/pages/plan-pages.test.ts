import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Answered, type Program, testServer, type TestServer, type Visitor } from '#test/server'

let site: TestServer
let api: Program
let lro: Visitor
let analyst: Visitor
let lancashire: Visitor

beforeAll(async () => {
  site = await testServer({ present: () => new Date('2026-11-22T12:00:00Z') })
  api = site.program(await site.tokenOf('lro@cheshire.example'))
  lro = await site.signIn('lro@cheshire.example')
  analyst = await site.signIn('analyst@cheshire.example')
  lancashire = await site.signIn('analyst@lancashire.example')
})
afterAll(() => site.close())

let names = 0
async function made(path: string, body: object): Promise<Record<string, string> & { reference: string }> {
  const answered = await api.send('POST', `/api/v1${path}`, body)
  expect([answered.status, answered.text]).toEqual([201, expect.anything()])
  return JSON.parse(answered.text)
}
const madeThreat = (more: object = {}) =>
  made('/threats', {
    name: `Threat ${++names}`,
    threatType: 'Vulnerability',
    crimeCategory: 'Drugs',
    leadResponsibleOfficer: 'lro@cheshire.example',
    ...more,
  })
const madePlan = async (more: object = {}) => made('/plans', { threat: (await madeThreat()).reference, ...more })
const madeAction = (plan: { reference: string }, more: object = {}) =>
  made(`/plans/${plan.reference}/actions`, { p: 'Protect', text: 'Visit the tenants of the flats', ...more })

const words = (answered: Answered) => textOf(answered.text)
const textOf = (html: string) =>
  html
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, ' ')
const hidden = (answered: Answered, name: string) =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(answered.text)?.[1] ?? ''
const ownOf = (answered: Answered) => ({ _draft: hidden(answered, '_draft'), _version: hidden(answered, '_version') })
const apiState = async (path: string) => JSON.parse((await api.get(`/api/v1${path}`)).text)
const referenceIn = (answered: Answered) => String(answered.headers['location']).split('/').at(-1) ?? ''

describe('a threat without a plan', () => {
  it('offers one to be opened, which begins from the threat and is recorded', async () => {
    const threat = await madeThreat({ handling: 'Organisation' })
    const address = `/plans/new?threat=${threat.reference}`
    expect((await lro.get(`/threats/${threat.reference}`)).text).toContain(`href="${address}"`)
    const form = await lro.get(address)
    expect(form.text).toContain(`value="Plan against ${threat.reference}"`)
    expect(form.text).toContain('value="lro@cheshire.example"')
    expect(form.text).toMatch(/value="Organisation" checked/)
    expect(words(form)).toContain('Menu of tactics Drugs: to start from.')
    const sent = await lro.post(address, {
      ...ownOf(form),
      threat: threat.reference,
      title: 'Plan against the flats',
      kind: 'Tactical',
      owner: 'lro@cheshire.example',
      handling: 'Organisation',
    })
    expect([sent.status, words(sent)]).toEqual([303, ''])
    const page = await lro.get(`/threats/${threat.reference}`)
    expect(words(page)).toContain('Plan against the flats')
    expect(page.text).not.toContain('Open a plan')
    const plan = await apiState(`/plans/${referenceIn(sent)}`)
    expect(plan).toMatchObject({ threat: threat.reference, handling: 'Organisation', status: 'Draft' })
  })

  it('does not offer one to those who only read, nor tell of a plan that is hidden', async () => {
    const threat = await madeThreat()
    const plan = await made('/plans', { threat: threat.reference, handling: 'Organisation' })
    const page = await lancashire.get(`/threats/${threat.reference}`)
    expect(page.text).not.toContain(plan.reference)
    expect(page.text).toContain('Open a plan')
    const inspector = await site.signIn('inspector@hmicfrs.example')
    expect((await inspector.get(`/threats/${threat.reference}`)).text).not.toContain('Open a plan')
  })
})

describe('an aim or an action', () => {
  it('is added from its plan, which is not asked for, and leads back to it', async () => {
    const plan = await madePlan()
    const address = `/plan-aims/new?plan=${plan.reference}&p=Prevent`
    const form = await lro.get(address)
    expect([form.status, form.text]).toEqual([200, expect.not.stringContaining('name="plan"')])
    expect(form.text).not.toContain('name="handling"')
    expect(form.text).toMatch(/value="Prevent" checked/)
    expect(words(form)).toContain(`${plan.reference}, Plan against`)
    const sent = await lro.post(address, { ...ownOf(form), p: 'Prevent', text: 'Fewer children are drawn in' })
    expect(sent.headers['location']).toBe(`/plans/${plan.reference}`)
    const page = await lro.get(`/plans/${plan.reference}`)
    expect(words(page)).toContain('Fewer children are drawn in')
    expect(words(page)).toContain('Aim recorded')
    const [aim] = (await apiState(`/plans/${plan.reference}`)).aims
    const actionForm = await lro.get(`/plan-actions/new?plan=${plan.reference}&aim=${aim.reference}`)
    expect(actionForm.text).toMatch(/value="Prevent" checked/)
    expect(actionForm.text).toContain(`value="${aim.reference}" selected`)
  })

  it('keeps what was typed, with the address it was typed at', async () => {
    const plan = await madePlan()
    const address = `/plan-actions/new?plan=${plan.reference}&p=Protect`
    const form = await lro.get(address)
    const later = await lro.post(address, { ...ownOf(form), text: 'Half a thought', p: 'Protect', _save: 'later' })
    expect(later.headers['location']).toBe('/drafts')
    const drafts = await lro.get('/drafts')
    const href = new RegExp(`href="(/plan-actions/new\\?plan=${plan.reference}[^"]*)"`).exec(drafts.text)?.[1] ?? ''
    expect((await lro.get(href.replaceAll('&amp;', '&'))).text).toContain('Half a thought')
    const other = await madePlan()
    expect((await lro.get(`/plan-actions/new?plan=${other.reference}`)).text).not.toContain('Half a thought')
  })

  it('that is begun from the menu is seen and changed before it is recorded', async () => {
    const plan = await madePlan()
    const page = await lro.get(`/plans/${plan.reference}`)
    const use = [...page.text.matchAll(/href="(\/plan-actions\/new\?[^"]*text=[^"]*)"/g)].map(one =>
      String(one[1]).replaceAll('&amp;', '&'),
    )
    expect(use.length).toBeGreaterThanOrEqual(8)
    const form = await lro.get(String(use.find(href => href.includes('cuckooed') || href.includes('taken+over'))))
    expect(words(form)).toContain('The text is from the menu of tactics')
    expect(form.text).toMatch(/value="Safeguarding visit" selected/)
    expect((await apiState(`/plans/${plan.reference}`)).actions).toEqual([])
  })

  it('is asked for with its plan where the address names none', async () => {
    const plan = await madePlan()
    const form = await lro.get('/plan-actions/new')
    expect(form.text).toContain('name="plan"')
    const answers = { ...ownOf(form), p: 'Pursue', text: 'Serve the warrant' }
    const wrong = await lro.post('/plan-actions/new', { ...answers, plan: 'NO-SUCH' })
    expect([wrong.status, words(wrong)]).toEqual([400, expect.stringContaining('There is no plan of that reference')])
    const sent = await lro.post('/plan-actions/new', { ...answers, plan: plan.reference })
    expect(sent.headers['location']).toBe(`/plans/${plan.reference}`)
  })

  it('is not added to a plan that is hidden, another’s or closed', async () => {
    const hiddenPlan = await madePlan({ handling: 'Organisation' })
    const seen = await madePlan()
    const closed = await madePlan({ owner: 'lro@cheshire.example' })
    await close(closed.reference)
    const at = (who: Visitor, reference: string) => who.get(`/plan-actions/new?plan=${reference}`)
    expect((await at(lancashire, hiddenPlan.reference)).status).toBe(404)
    expect((await at(lancashire, 'NO-SUCH')).status).toBe(404)
    expect((await at(lancashire, seen.reference)).status).toBe(403)
    expect((await at(lro, closed.reference)).status).toBe(409)
    const page = await lro.get(`/plans/${closed.reference}`)
    for (const href of ['/change', '/close', 'plan-actions/new', 'plan-aims/new']) {
      expect(page.text).not.toMatch(new RegExp(`href="[^"]*${href}`))
    }
  })
})

describe('two people', () => {
  const answers = { p: 'Protect', status: 'Open' }

  it('who change different actions of a plan both keep their work', async () => {
    const plan = await madePlan()
    const [one, two] = [await madeAction(plan), await madeAction(plan)]
    const mine = await lro.get(`/plan-actions/${one.reference}/change`)
    const theirs = await analyst.get(`/plan-actions/${two.reference}/change`)
    const mineSent = await lro.post(`/plan-actions/${one.reference}/change`, {
      ...ownOf(mine),
      ...answers,
      text: 'Mine is kept as I typed it',
    })
    const theirsSent = await analyst.post(`/plan-actions/${two.reference}/change`, {
      ...ownOf(theirs),
      ...answers,
      text: 'Theirs is kept as they typed it',
    })
    expect([mineSent.status, theirsSent.status]).toEqual([303, 303])
    const { actions } = await apiState(`/plans/${plan.reference}`)
    expect(actions.map(({ text }: { text: string }) => text).toSorted()).toEqual([
      'Mine is kept as I typed it',
      'Theirs is kept as they typed it',
    ])
  })

  it('who change the same action: the second is shown what the first made of it', async () => {
    const plan = await madePlan()
    const { reference } = await madeAction(plan)
    const address = `/plan-actions/${reference}/change`
    const mine = await lro.get(address)
    const theirs = await analyst.get(address)
    await analyst.post(address, { ...ownOf(theirs), ...answers, text: 'The first to say so' })
    const second = await lro.post(address, { ...ownOf(mine), ...answers, text: 'The second to say so' })
    expect(second.status).toBe(409)
    expect(words(second)).toContain('Someone else changed it meanwhile')
    expect(words(second)).toContain('The first to say so')
    expect(words(second)).toContain('The second to say so')
    expect(hidden(second, '_disputed')).toBe('text')
    expect((await apiState(`/plan-actions/${reference}`)).text).toBe('The first to say so')
  })
})

describe('the page of a plan', () => {
  it('shows the first of a thousand actions, how many there are, and the way to the rest', async () => {
    const plan = await madePlan()
    const { reference } = await madeAction(plan, { dueOn: '2026-11-22' })
    await sql`
      with heads as (
        insert into plans.action (reference, owner_id, handling, audience_id)
        select 'MANY-' || n, owner_id, handling, audience_id from plans.action, generate_series(1, 1000) n
        where reference = ${reference} returning *)
      insert into plans.action_state (record_id, audience_id, recorded_from, entered_at, reference, owner_id, plan_reference,
        four_p, says, status, due_on, outcome)
      select h.id, h.audience_id, now(), now(), h.reference, h.owner_id, ${plan.reference}, 'Protect', 'Visit ' || h.reference,
        case when h.id % 2 = 0 then 'Open' else 'Done' end, date '2026-11-01', 'Done' from heads h`.execute(
      site.database.owner,
    )
    const page = await lro.get(`/plans/${plan.reference}`)
    expect(page.text.match(/href="\/plan-actions\/MANY-/g)).toHaveLength(10)
    expect(words(page)).toContain('Protect: 1001 actions, 501 open, 500 overdue')
    expect(page.text).toContain(`plan=${plan.reference}&amp;p=Protect`)
    expect(words(page)).toContain('See all 1001 Protect actions in the list')
    expect((await apiState(`/plans/${plan.reference}`)).actions).toHaveLength(1001)
    const board = await lro.get(`/plans/${plan.reference}/board`)
    expect(words(board)).toContain('Overdue (500)')
    expect(words(board)).toContain('490 more')
  })

  it('hides what has no value, and tells of a P without an aim', async () => {
    const plan = await madePlan({ whyNoPursue: 'Others pursue it' })
    const answered = await lro.get(`/plans/${plan.reference}`)
    const page = words(answered)
    expect(page).toContain('No aim, because: Others pursue it')
    expect(page).toContain('No aim, and no reason for having none.')
    expect(answered.text).toContain('>Why no Pursue aim<')
    for (const label of ['Debrief', 'Exit criteria', 'Priority', 'Why no Protect aim']) {
      expect(answered.text).not.toContain(`>${label}<`)
    }
  })

  it('is as it was on a past day, with nothing to press', async () => {
    const plan = await madePlan()
    const action = await madeAction(plan)
    const before = '2026-01-01T00:00:00Z'
    for (const table of ['plan_state', 'action_state']) {
      await sql`update ${sql.table(`plans.${table}`)} set recorded_from = ${before}
        where reference in (${plan.reference}, ${action.reference})`.execute(site.database.owner)
    }
    await sql`update threats.threat_state set recorded_from = ${before} where reference = ${plan['threat']}`.execute(
      site.database.owner,
    )
    await api.send(
      'PATCH',
      `/api/v1/plan-actions/${action.reference}`,
      { text: 'Another text of today' },
      'application/json',
      {
        'if-match': String((await api.get(`/api/v1/plan-actions/${action.reference}`)).headers['etag']),
      },
    )
    for (const part of ['', '/board', '/on-a-page']) {
      const now = await lro.get(`/plans/${plan.reference}${part}`)
      expect(words(now)).toContain('Another text of today')
      const then = await lro.get(`/plans/${plan.reference}${part}?asAt=2026-06-01`)
      expect(words(then)).toContain('Visit the tenants of the flats')
      expect(then.text).not.toContain('/new?plan=')
      expect(then.text).not.toContain('name="status"')
    }
  })
})

describe('the board', () => {
  it('moves an action with an outcome, and says what is missing without losing what was typed', async () => {
    const plan = await madePlan()
    const { reference } = await madeAction(plan, { dueOn: '2026-11-25' })
    const address = `/plans/${plan.reference}/board`
    const board = await lro.get(address)
    expect(words(board)).toContain('Due within 7 days (1)')
    const sent = { action: reference, version: hidden(board, 'version') }
    const wrong = await lro.post(address, { ...sent, status: 'Dropped', outcome: '' })
    expect([wrong.status, words(wrong)]).toEqual([400, expect.stringContaining('Enter why the action was dropped')])
    expect((await lro.post(address, { ...sent, status: 'Done', outcome: 'Nine visited' })).status).toBe(303)
    expect(await apiState(`/plan-actions/${reference}`)).toMatchObject({
      status: 'Done',
      outcome: 'Nine visited',
      doneOn: '2026-11-22',
    })
    const late = await lro.post(address, { ...sent, status: 'Dropped', outcome: 'Mine came second' })
    expect([late.status, late.text]).toEqual([409, expect.stringContaining('Mine came second')])
    expect(words(late)).toContain('changed it while you were typing')
  })

  it('moves nothing for those who do not record for it, nor what is of another plan', async () => {
    const [plan, other] = [await madePlan(), await madePlan()]
    const { reference } = await madeAction(plan)
    const version = hidden(await lro.get(`/plans/${plan.reference}/board`), 'version')
    const sent = { action: reference, version, status: 'Done', outcome: 'Not theirs' }
    expect((await lancashire.get(`/plans/${plan.reference}/board`)).text).not.toContain('name="status"')
    expect((await lancashire.post(`/plans/${plan.reference}/board`, sent)).status).toBe(403)
    expect((await lro.post(`/plans/${other.reference}/board`, sent)).status).toBe(404)
    expect((await apiState(`/plan-actions/${reference}`)).status).toBe('Open')
  })
})

async function close(reference: string, more: Record<string, string> = {}): Promise<Answered> {
  const address = `/plans/${reference}/close`
  const form = await lro.get(address)
  const typed = { exitCriteria: 'Six quiet months: met', learning: 'Begin earlier', debrief: 'All, in November' }
  return lro.post(address, { ...ownOf(form), ...typed, ...more })
}

describe('closing', () => {
  it('asks for exit criteria, learning, debrief and what becomes of open actions', async () => {
    const plan = await madePlan({ owner: 'lro@cheshire.example' })
    await madeAction(plan, { text: 'Still to be done by somebody' })
    const form = await lro.get(`/plans/${plan.reference}/close`)
    expect(words(form)).toContain('Still to be done by somebody')
    const refused = await close(plan.reference, { learning: ' ' })
    expect(refused.status).toBe(400)
    expect(words(refused)).toContain('Enter what others can learn from it')
    expect(words(refused)).toContain('Say that the open actions stay open')
    expect(refused.text).toContain('Six quiet months: met')
    expect((await apiState(`/plans/${plan.reference}`)).status).toBe('Draft')
    expect((await close(plan.reference, { keep: 'yes' })).headers['location']).toBe(`/plans/${plan.reference}`)
    expect(await apiState(`/plans/${plan.reference}`)).toMatchObject({ status: 'Closed', learning: 'Begin earlier' })
    expect((await lro.get(`/plans/${plan.reference}/close`)).status).toBe(409)
  })

  it('is its organisation’s', async () => {
    const plan = await madePlan()
    expect((await lancashire.get(`/plans/${plan.reference}/close`)).status).toBe(403)
  })
})

describe('on one page', () => {
  it('a plan by the 4Ps, and an organisation’s active plans with the way to each part', async () => {
    const plan = await madePlan({ owner: 'lro@cheshire.example', status: 'Active', title: 'The flats by the canal' })
    const aim = await made(`/plans/${plan.reference}/aims`, {
      p: 'Prepare',
      text: 'Neighbours know whom to ring',
      measure: 'Calls',
      baseline: 2,
      target: 9,
      dueOn: '2027-03-31',
    })
    const hiddenPlan = await madePlan({
      owner: 'lro@cheshire.example',
      status: 'Active',
      title: 'Hidden from the neighbours',
      handling: 'Organisation',
    })
    const sheet = words(await lro.get(`/plans/${plan.reference}/on-a-page`))
    expect(sheet).toContain('Calls: 2 to 9 by 31 March 2027')
    const query = new URLSearchParams({ organisation: 'Cheshire Constabulary' })
    const business = await lancashire.get(`/plans/business-plan?${query.toString()}`)
    expect(words(business)).toContain('The flats by the canal')
    expect(business.text).toContain(`href="/plan-aims/${aim.reference}"`)
    expect(words(business)).toMatch(/Prepare 1 aim of Prepare , 0 open actions of Prepare/)
    const list = /href="(\/plan-aims\?[^"]*p=Prepare[^"]*)"/.exec(business.text)?.[1] ?? ''
    await made(`/plans/${(await madePlan()).reference}/aims`, { p: 'Prepare', text: 'Of a draft, so not counted' })
    expect((await lancashire.get(list.replaceAll('&amp;', '&'))).text.match(/href="\/plan-aims\/CHE/g)).toHaveLength(1)
    expect(business.text).not.toContain(hiddenPlan.reference)
    expect(words(await lro.get('/plans/business-plan'))).toContain('Hidden from the neighbours')
  })
})
