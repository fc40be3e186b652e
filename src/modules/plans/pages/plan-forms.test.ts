import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hiddenOf, ownOf, planSite, type PlanSite, wordsOf } from '#test/plan-site'
import type { Answered, Visitor } from '#test/server'

let scene: PlanSite

beforeAll(async () => {
  scene = await planSite()
})
afterAll(() => scene.site.close())

const referenceIn = (answered: Answered) => String(answered.headers['location']).split('/').at(-1) ?? ''

describe('a threat without a plan', () => {
  it('offers one to be opened, which begins from the threat and is recorded', async () => {
    const threat = await scene.madeThreat({ handling: 'Organisation' })
    const address = `/plans/new?threat=${threat.reference}`
    expect((await scene.lro.get(`/threats/${threat.reference}`)).text).toContain(`href="${address}"`)
    const form = await scene.lro.get(address)
    expect(form.text).toContain(`value="Plan against ${threat.reference}"`)
    expect(form.text).toContain('value="lro@cheshire.example"')
    expect(form.text).toMatch(/value="Organisation" checked/)
    expect(wordsOf(form)).toContain('Menu of tactics Drugs: to start from.')
    const sent = await scene.lro.post(address, {
      ...ownOf(form),
      threat: threat.reference,
      title: 'Plan against the flats',
      kind: 'Tactical',
      owner: 'lro@cheshire.example',
      handling: 'Organisation',
    })
    expect([sent.status, wordsOf(sent)]).toEqual([303, ''])
    const page = await scene.lro.get(`/threats/${threat.reference}`)
    expect(wordsOf(page)).toContain('Plan against the flats')
    expect(page.text).not.toContain('Open a plan')
    const plan = await scene.apiState(`/plans/${referenceIn(sent)}`)
    expect(plan).toMatchObject({ threat: threat.reference, handling: 'Organisation', status: 'Draft' })
  })

  it('does not offer one to those who only read, nor tell of a plan that is hidden', async () => {
    const threat = await scene.madeThreat()
    const plan = await scene.made('/plans', { threat: threat.reference, handling: 'Organisation' })
    const page = await scene.lancashire.get(`/threats/${threat.reference}`)
    expect(page.text).not.toContain(plan.reference)
    expect(page.text).toContain('Open a plan')
    const inspector = await scene.site.signIn('inspector@hmicfrs.example')
    expect((await inspector.get(`/threats/${threat.reference}`)).text).not.toContain('Open a plan')
  })
})

describe('an aim or an action', () => {
  it('is added from its plan, which is not asked for, and leads back to it', async () => {
    const plan = await scene.madePlan()
    const address = `/plan-aims/new?plan=${plan.reference}&p=Prevent`
    const form = await scene.lro.get(address)
    expect([form.status, form.text]).toEqual([200, expect.not.stringContaining('name="plan"')])
    expect(form.text).not.toContain('name="handling"')
    expect(form.text).toMatch(/value="Prevent" checked/)
    expect(wordsOf(form)).toContain(`${plan.reference}, Plan against`)
    const sent = await scene.lro.post(address, { ...ownOf(form), p: 'Prevent', text: 'Fewer children are drawn in' })
    expect(sent.headers['location']).toBe(`/plans/${plan.reference}`)
    const page = await scene.lro.get(`/plans/${plan.reference}`)
    expect(wordsOf(page)).toContain('Fewer children are drawn in')
    expect(wordsOf(page)).toContain('Aim recorded')
    const aim = (await scene.apiState(`/plans/${plan.reference}`)).aims[0]?.reference ?? ''
    const actionForm = await scene.lro.get(`/plan-actions/new?plan=${plan.reference}&aim=${aim}`)
    expect(actionForm.text).toMatch(/value="Prevent" checked/)
    expect(actionForm.text).toContain(`value="${aim}" selected`)
  })

  it('keeps what was typed, with the address it was typed at', async () => {
    const plan = await scene.madePlan()
    const address = `/plan-actions/new?plan=${plan.reference}&p=Protect`
    const form = await scene.lro.get(address)
    const later = await scene.lro.post(address, {
      ...ownOf(form),
      text: 'Half a thought',
      p: 'Protect',
      _save: 'later',
    })
    expect(later.headers['location']).toBe('/drafts')
    const drafts = await scene.lro.get('/drafts')
    const href = new RegExp(`href="(/plan-actions/new\\?plan=${plan.reference}[^"]*)"`).exec(drafts.text)?.[1] ?? ''
    expect((await scene.lro.get(href.replaceAll('&amp;', '&'))).text).toContain('Half a thought')
    const other = await scene.madePlan()
    expect((await scene.lro.get(`/plan-actions/new?plan=${other.reference}`)).text).not.toContain('Half a thought')
  })

  it('that is begun from the menu is seen and changed before it is recorded', async () => {
    const plan = await scene.madePlan()
    const page = await scene.lro.get(`/plans/${plan.reference}`)
    const use = [...page.text.matchAll(/href="(\/plan-actions\/new\?[^"]*text=[^"]*)"/g)].map(one =>
      String(one[1]).replaceAll('&amp;', '&'),
    )
    expect(use.length).toBeGreaterThanOrEqual(8)
    const form = await scene.lro.get(String(use.find(href => href.includes('cuckooed') || href.includes('taken+over'))))
    expect(wordsOf(form)).toContain('The text is from the menu of tactics')
    expect(form.text).toMatch(/value="Safeguarding visit" selected/)
    expect((await scene.apiState(`/plans/${plan.reference}`)).actions).toEqual([])
  })

  it('is asked for with its plan where the address names none', async () => {
    const plan = await scene.madePlan()
    const form = await scene.lro.get('/plan-actions/new')
    expect(form.text).toContain('name="plan"')
    const answers = { ...ownOf(form), p: 'Pursue', text: 'Serve the warrant' }
    const wrong = await scene.lro.post('/plan-actions/new', { ...answers, plan: 'NO-SUCH' })
    expect([wrong.status, wordsOf(wrong)]).toEqual([400, expect.stringContaining('There is no plan of that reference')])
    const sent = await scene.lro.post('/plan-actions/new', { ...answers, plan: plan.reference })
    expect(sent.headers['location']).toBe(`/plans/${plan.reference}`)
  })

  it('is not added to a plan that is hidden, another’s or closed', async () => {
    const hiddenPlan = await scene.madePlan({ handling: 'Organisation' })
    const seen = await scene.madePlan()
    const closed = await scene.madePlan({ owner: 'lro@cheshire.example' })
    await scene.close(closed.reference)
    const at = (who: Visitor, reference: string) => who.get(`/plan-actions/new?plan=${reference}`)
    expect((await at(scene.lancashire, hiddenPlan.reference)).status).toBe(404)
    expect((await at(scene.lancashire, 'NO-SUCH')).status).toBe(404)
    expect((await at(scene.lancashire, seen.reference)).status).toBe(403)
    expect((await at(scene.lro, closed.reference)).status).toBe(409)
    const page = await scene.lro.get(`/plans/${closed.reference}`)
    for (const href of ['/change', '/close', 'plan-actions/new', 'plan-aims/new']) {
      expect(page.text).not.toMatch(new RegExp(`href="[^"]*${href}`))
    }
  })
})

describe('two people', () => {
  const answers = { p: 'Protect', status: 'Open' }

  it('who change different actions of a plan both keep their work', async () => {
    const plan = await scene.madePlan()
    const [one, two] = [await scene.madeAction(plan), await scene.madeAction(plan)]
    const mine = await scene.lro.get(`/plan-actions/${one.reference}/change`)
    const theirs = await scene.analyst.get(`/plan-actions/${two.reference}/change`)
    const mineSent = await scene.lro.post(`/plan-actions/${one.reference}/change`, {
      ...ownOf(mine),
      ...answers,
      text: 'Mine is kept as I typed it',
    })
    const theirsSent = await scene.analyst.post(`/plan-actions/${two.reference}/change`, {
      ...ownOf(theirs),
      ...answers,
      text: 'Theirs is kept as they typed it',
    })
    expect([mineSent.status, theirsSent.status]).toEqual([303, 303])
    const { actions } = await scene.apiState(`/plans/${plan.reference}`)
    expect(new Set(actions.map(action => action['text']))).toEqual(
      new Set(['Mine is kept as I typed it', 'Theirs is kept as they typed it']),
    )
  })

  it('who change the same action: the second is shown what the first made of it', async () => {
    const plan = await scene.madePlan()
    const { reference } = await scene.madeAction(plan)
    const address = `/plan-actions/${reference}/change`
    const mine = await scene.lro.get(address)
    const theirs = await scene.analyst.get(address)
    await scene.analyst.post(address, { ...ownOf(theirs), ...answers, text: 'The first to say so' })
    const second = await scene.lro.post(address, { ...ownOf(mine), ...answers, text: 'The second to say so' })
    expect(second.status).toBe(409)
    expect(wordsOf(second)).toContain('Someone else changed it meanwhile')
    expect(wordsOf(second)).toContain('The first to say so')
    expect(wordsOf(second)).toContain('The second to say so')
    expect(hiddenOf(second, '_disputed')).toBe('text')
    expect((await scene.apiState(`/plan-actions/${reference}`)).text).toBe('The first to say so')
  })
})
