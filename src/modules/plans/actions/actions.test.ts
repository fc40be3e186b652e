import { addDays, londonToday } from '#platform/clock'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import {
  dayBoxes,
  deputyEmail,
  hiddenIn,
  ownerEmail,
  partnerEmail,
  type StepsScene,
  stepsScene,
  wordsOf,
} from '../../../../test/plan-steps-scene.ts'

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
const done = { outcome: 'Both heads take part', ...dayBoxes('doneOn', today) }
const read = async (action: string, query = '') =>
  JSON.parse((await scene.program.get(`/api/v1/plan-actions/${action}${query}`)).text) as {
    status: string
    outcome: string | null
    doneOn: string | null
    text: string
    person: string | null
    recordedAt: string
  }

describe('an action', () => {
  it('is done with what came of it, and opened again', async () => {
    const action = await scene.action(await scene.plan())
    const page = await scene.analyst.get(`/plan-actions/${action}`)
    expect(page.text).toContain(`href="/plan-actions/${action}/done"`)
    const answered = await scene.send(scene.analyst, `/plan-actions/${action}/done`, done)
    expect([answered.status, answered.headers['location']]).toEqual([303, `/plan-actions/${action}`])
    expect(await read(action)).toMatchObject({ status: 'Done', outcome: 'Both heads take part', doneOn: today })
    const after = (await scene.analyst.get(`/plan-actions/${action}`)).text
    expect(after).not.toContain(`href="/plan-actions/${action}/done"`)
    const opened = await scene.analyst.post(`/plan-actions/${action}/open-again`, hiddenIn(after))
    expect(opened.status).toBe(303)
    expect(await read(action)).toMatchObject({ status: 'Open', outcome: null, doneOn: null })
    expect(wordsOf((await scene.analyst.get(`/plan-actions/${action}/history`)).text)).toContain('Both heads take part')
  })

  it('is dropped with the reason, and refuses to end without one or in the future', async () => {
    const action = await scene.action(await scene.plan())
    const without = await scene.send(scene.analyst, `/plan-actions/${action}/drop`, { outcome: ' ' })
    expect(without.text).toContain('Enter why the action was dropped')
    const early = { ...done, ...dayBoxes('doneOn', addDays(today, 1)) }
    const wrong = await scene.send(scene.analyst, `/plan-actions/${action}/done`, early)
    expect([wrong.status, wrong.text]).toEqual([400, expect.stringContaining('The day must be today or before')])
    expect((await scene.send(scene.analyst, `/plan-actions/${action}/done`, dayBoxes('doneOn', ''))).text).toContain(
      'Enter what came of it, if only that nothing did',
    )
    expect(await read(action)).toMatchObject({ status: 'Open' })
    const dropped = await scene.send(scene.analyst, `/plan-actions/${action}/drop`, { ...done, outcome: 'Shut down' })
    expect(dropped.status).toBe(303)
    expect(await read(action)).toMatchObject({ status: 'Dropped', outcome: 'Shut down', doneOn: today })
  })

  it('is ended by the partner’s person it was given to, and by no other of theirs', async () => {
    const plan = await scene.plan()
    const mine = await scene.action(plan, { person: partnerEmail, organisation: 'Halton Borough Council' })
    const other = await scene.action(plan, { person: ownerEmail })
    expect((await scene.partner.get(`/plan-actions/${mine}/done`)).status).toBe(404)
    await scene.share(plan)
    const before = await read(mine)
    expect((await scene.partner.get(`/plan-actions/${other}/done`)).status).toBe(403)
    expect((await scene.partner.post(`/plan-actions/${other}/done`, done)).status).toBe(403)
    expect((await scene.partner.post(`/plan-actions/${other}/open-again`, {})).status).toBe(403)
    expect((await scene.partner.post(`/plan-actions/${other}/note`, { says: 'x' })).status).toBe(403)
    expect((await scene.partner.get(`/plan-actions/${other}`)).text).not.toContain('/done"')
    const answered = await scene.send(scene.partner, `/plan-actions/${mine}/done`, done)
    expect(answered.status).toBe(303)
    expect(await read(mine)).toMatchObject({
      status: 'Done',
      outcome: done.outcome,
      text: before.text,
      person: partnerEmail,
    })
    expect(await read(other)).toMatchObject({ status: 'Open' })
    const history = wordsOf((await scene.analyst.get(`/plan-actions/${mine}/history`)).text)
    expect(history).toContain('Alex Notional')
    const page = (await scene.partner.get(`/plan-actions/${mine}`)).text
    expect((await scene.partner.post(`/plan-actions/${mine}/open-again`, hiddenIn(page))).status).toBe(303)
    expect(await read(mine)).toMatchObject({ status: 'Open', outcome: null })
  })

  it('tells the second of two who end it what the first said, and keeps what they typed', async () => {
    const plan = await scene.plan()
    const action = await scene.action(plan, { person: partnerEmail })
    await scene.share(plan)
    const [ours, theirs] = [
      await scene.analyst.get(`/plan-actions/${action}/done`),
      await scene.partner.get(`/plan-actions/${action}/drop`),
    ]
    const first = { ...done, ...hiddenIn(ours.text), outcome: 'The first said this' }
    expect((await scene.analyst.post(`/plan-actions/${action}/done`, first)).status).toBe(303)
    const second = { ...done, ...hiddenIn(theirs.text), outcome: 'The second says that' }
    const told = await scene.partner.post(`/plan-actions/${action}/drop`, second)
    expect(told.status).toBe(400)
    expect(told.text).toContain('Ashley Example changed it while you were typing')
    expect(wordsOf(told.text)).toContain('The first said this')
    expect(told.text).toContain('The second says that')
    expect(await read(action)).toMatchObject({ status: 'Done', outcome: 'The first said this' })
    // They press again, knowing.
    const again = { ...done, ...hiddenIn(told.text), outcome: 'The second says that' }
    expect((await scene.partner.post(`/plan-actions/${action}/drop`, again)).status).toBe(303)
    expect(await read(action)).toMatchObject({ status: 'Dropped', outcome: 'The second says that' })
    // The other way round: whoever records for the organisation comes second.
    const late = await scene.analyst.post(`/plan-actions/${action}/done`, { ...first, _draft: '' })
    expect([late.status, late.text]).toEqual([400, expect.stringContaining('Alex Notional changed it')])
    const stale = await scene.analyst.post(`/plan-actions/${action}/open-again`, { _version: 'abc' })
    expect(stale.status).toBe(409)
  })

  it('ends once when two end it at once', async () => {
    const plan = await scene.plan()
    const action = await scene.action(plan, { person: partnerEmail })
    await scene.share(plan)
    const { _version = '' } = hiddenIn((await scene.partner.get(`/plan-actions/${action}/done`)).text)
    const all = await Promise.all(
      [scene.analyst, scene.owner, scene.partner].map((one, place) =>
        one.post(`/plan-actions/${action}/done`, { ...done, _version, outcome: `By ${place}` }),
      ),
    )
    expect(all.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 400, 400])
  })

  it('takes notes of whoever works on the plan or does it, read as at their day', async () => {
    const plan = await scene.plan()
    const action = await scene.action(plan, { person: partnerEmail })
    await scene.share(plan)
    for (const [person, says] of [
      [scene.partner, 'Rang the <b>first</b> school'],
      [scene.deputy, 'The second is on holiday'],
    ] as const) {
      expect((await scene.send(person, `/plan-actions/${action}/note`, { says })).status).toBe(303)
    }
    const page = (await scene.inspector.get(`/plan-actions/${action}`)).text
    expect(page).toContain('Rang the &lt;b&gt;first&lt;/b&gt; school')
    expect(page).toContain('The second is on holiday')
    expect((await scene.send(scene.owner, `/plan-actions/${action}/note`, { says: ' ' })).text).toContain(
      'Enter a note',
    )
    const { recordedAt } = await read(action)
    const past = await scene.owner.get(`/plan-actions/${action}?asAt=${recordedAt}`)
    expect(past.text).not.toContain('on holiday')
    expect(past.text).not.toContain('Add a note')
    expect((await scene.owner.get(`/plan-actions/${action}/note?asAt=${recordedAt}`)).status).toBe(409)
  })

  it('is left alone by inspectors, by others, and under a closed plan', async () => {
    const plan = await scene.plan()
    const action = await scene.action(plan, { person: ownerEmail })
    const before = await read(action)
    const lancashire = await scene.site.signIn('analyst@lancashire.example')
    for (const part of ['done', 'drop', 'note', 'open-again']) {
      const fields = { ...done, says: 'x' }
      expect((await scene.inspector.post(`/plan-actions/${action}/${part}`, fields)).status).toBe(403)
      expect((await lancashire.post(`/plan-actions/${action}/${part}`, fields)).status).toBe(403)
      expect((await scene.partner.post(`/plan-actions/${action}/${part}`, fields)).status).toBe(404)
    }
    await scene.close(plan)
    for (const part of ['done', 'drop', 'note', 'open-again']) {
      const closed = await scene.owner.post(`/plan-actions/${action}/${part}`, { ...done, says: 'x' })
      expect([part, closed.status, closed.text]).toEqual([part, 409, expect.stringContaining('The plan is closed')])
    }
    expect(await read(action)).toEqual(before)
    const page = await scene.owner.get(`/plan-actions/${action}`)
    expect(page.text).not.toContain('/done"')
    expect(page.text).not.toContain('Add a note')
    expect(await scene.count('action_note')).toBe(2)
  })
})

describe('my actions', () => {
  it('come by when they are due, mine and my organisation’s, without those of closed plans', async () => {
    const plan = await scene.plan()
    const closed = await scene.plan()
    const given = { person: 'tasking@nwrocu.example', organisation: 'Halton Borough Council' }
    await scene.action(plan, { ...given, text: 'Act soon', dueOn: addDays(today, 6) })
    await scene.action(plan, { ...given, text: 'Act later', dueOn: addDays(today, 7) })
    await scene.action(plan, { ...given, text: 'Act some day' })
    await scene.action(closed, { ...given, text: 'Act never', dueOn: today })
    const ended = await scene.action(plan, { ...given, text: 'Acted already', dueOn: today })
    await scene.close(closed)
    await scene.send(scene.analyst, `/plan-actions/${ended}/done`, done)
    const tasking = await scene.site.signIn('tasking@nwrocu.example')
    const words = wordsOf((await tasking.get('/my-actions')).text)
    expect(words).toMatch(
      /Due this week \(1\).*Act soon.*Due later \(1\).*Act later.*No day is set \(1\).*Act some day/,
    )
    expect(words).toMatch(/Done or dropped in the last 30 days \(1\).*Acted already/)
    expect(words).not.toContain('Act never')
    // The council sees its own once the plan is shared with it.
    const unshared = wordsOf((await scene.partner.get('/my-actions?whose=organisation')).text)
    expect(unshared).not.toContain('Act soon')
    await scene.share(plan)
    const ours = wordsOf((await scene.partner.get('/my-actions?whose=organisation')).text)
    expect(ours).toContain('Act soon')
    expect(ours).toContain('tasking@nwrocu.example')
    expect(wordsOf((await scene.partner.get('/my-actions')).text)).not.toContain('Act soon')
    expect((await scene.inspector.get('/my-actions')).status).toBe(403)
  })

  it('are those of an earlier moment on that day', async () => {
    const plan = await scene.plan()
    const action = await scene.action(plan, { person: deputyEmail, text: 'Ring the bank' })
    const asAt = `?asAt=${(await read(action)).recordedAt}`
    await new Promise(resolve => setTimeout(resolve, 5))
    await scene.send(scene.analyst, `/plan-actions/${action}/drop`, { ...done, outcome: 'No need' })
    const past = wordsOf((await scene.deputy.get(`/my-actions${asAt}`)).text)
    expect(past).toMatch(/No day is set \(1\).*Ring the bank/)
    expect(wordsOf((await scene.deputy.get('/my-actions')).text)).toMatch(/No action is open.*Ring the bank/)
  })
})
