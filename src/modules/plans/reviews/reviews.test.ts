import { addDays, londonToday } from '#platform/clock'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { dayBoxes, type StepsScene, stepsScene, wordsOf } from '../../../../test/plan-steps-scene.ts'

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
const next = addDays(today, 60)

const answers = {
  ...dayBoxes('heldOn', today),
  attended: 'Robin, the council’s housing lead',
  changed: 'The line moved to the next estate',
  investigation: 'The senior investigating officer wants the two houses left alone until June',
  ...dayBoxes('nextReviewOn', next),
}

describe('a review', () => {
  it('is recorded with its decisions, moves the next review, and counts as the lead’s only of owner and deputy', async () => {
    const plan = await scene.plan({ nextReviewOn: today })
    const form = await scene.owner.get(`/plans/${plan}/review`)
    expect(wordsOf(form.text)).toContain('your review counts as the lead responsible officer’s')
    const done = await scene.send(scene.owner, `/plans/${plan}/review`, {
      ...answers,
      'decided-1': 'Leave the two houses alone',
      'rationale-1': 'The investigation needs them',
    })
    expect([done.status, done.headers['location']]).toEqual([303, `/plans/${plan}`])
    const page = wordsOf((await scene.owner.get(`/plans/${plan}`)).text)
    expect(page).toContain('Review recorded')
    expect(page).toContain('Counts as the lead’s')
    expect(page).toContain('The line moved to the next estate')
    expect(page).toContain('Leave the two houses alone')
    const { nextReviewOn } = JSON.parse((await scene.program.get(`/api/v1/plans/${plan}`)).text)
    expect(nextReviewOn).toBe(next)

    // The analyst records for the organisation and leads nothing; the deputy leads it from another force.
    expect(wordsOf((await scene.analyst.get(`/plans/${plan}/review`)).text)).toContain('does not count as the lead')
    await scene.send(scene.analyst, `/plans/${plan}/review`, answers)
    await scene.send(scene.deputy, `/plans/${plan}/review`, {
      ...answers,
      investigation: '',
      ...dayBoxes('nextReviewOn', addDays(next, 1)),
    })
    const { items } = JSON.parse((await scene.program.get(`/api/v1/plans/${plan}/reviews`)).text)
    expect(items).toMatchObject([
      { number: 3, byOwner: true, person: { email: 'lro@merseyside.example' }, investigation: null, decisions: [] },
      { number: 2, byOwner: false, person: { email: 'analyst@cheshire.example' } },
      { number: 1, byOwner: true, person: { email: 'lro@cheshire.example' }, decisions: [1] },
    ])
    const after = JSON.parse((await scene.program.get(`/api/v1/plans/${plan}`)).text)
    expect(after.nextReviewOn).toBe(addDays(next, 1))
    const history = await scene.program.get(`/api/v1/plans/${plan}/history`)
    const { states } = JSON.parse(history.text) as { states: { recordedBy: { email: string } }[] }
    expect(states.map(({ recordedBy }) => recordedBy.email)).toEqual([
      'lro@merseyside.example',
      'lro@cheshire.example',
      'analyst@cheshire.example',
    ])
    const list = wordsOf((await scene.owner.get(`/plans/${plan}/reviews`)).text)
    expect(list).toContain('neither owned the plan nor was its deputy')
  })

  it('says all that is wrong at once, and keeps what was typed', async () => {
    const plan = await scene.plan()
    const wrong = await scene.send(scene.owner, `/plans/${plan}/review`, {
      ...dayBoxes('heldOn', addDays(today, 1)),
      attended: ' ',
      changed: 'Much <b>changed</b>',
      'decided-1': 'Stop',
      ...dayBoxes('nextReviewOn', today),
    })
    expect(wrong.status).toBe(400)
    for (const says of [
      'The day it was held must be today or before',
      'Enter who attended',
      'Enter why it was decided',
      'The day of the next review must be after today',
      'Much &lt;b&gt;changed&lt;/b&gt;',
    ]) {
      expect(wrong.text).toContain(says)
    }
    const none = await scene.send(scene.owner, `/plans/${plan}/review`, dayBoxes('nextReviewOn', ''))
    expect(none.text).toContain('Enter the day of the next review')
    expect(none.text).toContain('Enter what changed, if only that nothing did')
    expect(wordsOf((await scene.owner.get(`/plans/${plan}/reviews`)).text)).toContain('It was not reviewed')
  })

  it('takes another decision in the same form without scripts', async () => {
    const plan = await scene.plan()
    const more = await scene.send(scene.owner, `/plans/${plan}/review`, {
      ...answers,
      'decided-1': 'First',
      'rationale-1': 'Because',
      _add: 'decision',
    })
    expect(more.status).toBe(200)
    expect(more.text).toContain('name="decided-2"')
    expect(more.text).not.toContain('name="decided-3"')
    await scene.send(scene.owner, `/plans/${plan}/review`, {
      ...answers,
      'decided-1': 'First',
      'rationale-1': 'Because',
      'decided-2': 'Second',
      'rationale-2': 'So',
    })
    const { items } = JSON.parse((await scene.program.get(`/api/v1/plans/${plan}/decisions`)).text)
    expect(items).toMatchObject([
      { number: 2, decided: 'Second', review: 1 },
      { number: 1, decided: 'First', review: 1 },
    ])
  })

  it('leaves the plan’s next review as it is where it lies ahead and none is stated', async () => {
    const plan = await scene.plan({ nextReviewOn: next })
    const done = await scene.send(scene.owner, `/plans/${plan}/review`, { ...answers, ...dayBoxes('nextReviewOn', '') })
    expect(done.status).toBe(303)
    expect(JSON.parse((await scene.program.get(`/api/v1/plans/${plan}`)).text).nextReviewOn).toBe(next)
  })

  it('is recorded once, however often its form is sent', async () => {
    const plan = await scene.plan()
    const { text } = await scene.owner.get(`/plans/${plan}/review`)
    const _draft = /name="_draft" value="([^"]+)"/.exec(text)?.[1] ?? ''
    const all = await Promise.all(
      [1, 2, 3].map(() => scene.owner.post(`/plans/${plan}/review`, { ...answers, _draft })),
    )
    expect(all.map(({ status }) => status)).toEqual([303, 303, 303])
    expect(JSON.parse((await scene.program.get(`/api/v1/plans/${plan}/reviews`)).text).items).toHaveLength(1)
  })

  it('is numbered without a gap when several people record at once', async () => {
    const plan = await scene.plan()
    const all = await Promise.all(
      [scene.owner, scene.analyst, scene.deputy].map(one => one.post(`/plans/${plan}/review`, answers)),
    )
    expect(all.map(({ status }) => status)).toEqual([303, 303, 303])
    const { items } = JSON.parse((await scene.program.get(`/api/v1/plans/${plan}/reviews`)).text)
    expect(items.map(({ number }: { number: number }) => number).toSorted((a: number, b: number) => a - b)).toEqual([
      1, 2, 3,
    ])
  })

  it('is nobody’s who only reads, nor on a plan that is hidden, closed, in the past', async () => {
    const plan = await scene.plan()
    const hidden = await scene.plan({ handling: 'Organisation', deputies: null })
    const before = await scene.count('review')
    expect((await scene.inspector.post(`/plans/${plan}/review`, answers)).status).toBe(403)
    expect((await scene.partner.post(`/plans/${plan}/review`, answers)).status).toBe(404)
    expect((await scene.deputy.post(`/plans/${hidden}/review`, answers)).status).toBe(404)
    const lancashire = await scene.site.signIn('analyst@lancashire.example')
    expect((await lancashire.post(`/plans/${plan}/review`, answers)).status).toBe(403)
    const yesterday = addDays(today, -1)
    expect((await scene.owner.get(`/plans/${plan}/review?asAt=${yesterday}`)).status).toBe(409)
    await scene.close(plan)
    const closed = await scene.owner.post(`/plans/${plan}/review`, answers)
    expect([closed.status, closed.text]).toEqual([409, expect.stringContaining('The plan is closed')])
    expect((await scene.owner.get(`/plans/${plan}`)).text).not.toContain('Record a review')
    expect(await scene.count('review')).toBe(before)
  })

  it('reads as at an earlier moment as it was known then', async () => {
    const plan = await scene.plan()
    await scene.send(scene.owner, `/plans/${plan}/review`, { ...answers, changed: 'The first' })
    await new Promise(resolve => setTimeout(resolve, 5))
    await scene.send(scene.owner, `/plans/${plan}/review`, { ...answers, changed: 'The second' })
    const { rows } = await sql<{ at: Date }>`select r.at from plans.review r join plans.plan p on p.id = r.plan_id
      where p.reference = ${plan} and number = 1`.execute(scene.site.database.owner)
    const asAt = new Date((rows[0]?.at.getTime() ?? 0) + 1).toISOString()
    for (const path of [`/plans/${plan}`, `/plans/${plan}/reviews`]) {
      const page = wordsOf((await scene.owner.get(`${path}?asAt=${asAt}`)).text)
      expect(page).toContain('The first')
      expect(page).not.toContain('The second')
      expect(page).not.toContain('Record a review')
    }
    const read = await scene.program.get(`/api/v1/plans/${plan}/reviews?asAt=${asAt}`)
    expect(JSON.parse(read.text).items).toHaveLength(1)
  })
})

describe('a review by a program', () => {
  const body = {
    heldOn: today,
    attended: 'All',
    changed: 'Nothing',
    nextReviewOn: next,
    decisions: [{ decided: 'Go on', rationale: 'It works' }],
  }

  it('is answered with its row, once for the same key', async () => {
    const plan = await scene.plan()
    const send = () =>
      scene.program.send('POST', `/api/v1/plans/${plan}/reviews`, body, 'application/json', {
        'idempotency-key': `review-${plan}`,
      })
    const [first, again] = [await send(), await send()]
    expect(first.status).toBe(201)
    expect(JSON.parse(first.text)).toMatchObject({
      number: 1,
      heldOn: today,
      byOwner: false,
      investigation: null,
      nextReviewOn: next,
      decisions: [1],
    })
    expect(again.text).toBe(first.text)
    expect(JSON.parse((await scene.program.get(`/api/v1/plans/${plan}/reviews`)).text).items).toHaveLength(1)
  })

  it.each([
    [{ ...body, heldOn: '2026-02-30' }, 'heldOn'],
    [{ ...body, attended: '' }, 'attended'],
    [{ ...body, changed: 'a\u0000b' }, 'changed'],
    [{ ...body, attended: 'x'.repeat(4001) }, 'attended'],
    [{ ...body, nextReviewOn: null }, 'nextReviewOn'],
    [{ ...body, decisions: [{ decided: 'Go on', rationale: '' }] }, 'decisions.0.rationale'],
  ])('is refused with what is wrong %#', async (wrong, field) => {
    const plan = await scene.plan()
    const { status, text } = await scene.program.send('POST', `/api/v1/plans/${plan}/reviews`, wrong)
    expect(status).toBe(400)
    expect(JSON.parse(text).errors).toEqual([{ field, problem: expect.any(String) }])
  })

  it('is refused with a member that is not known, and to whoever may not', async () => {
    const plan = await scene.plan()
    expect((await scene.program.send('POST', `/api/v1/plans/${plan}/reviews`, { ...body, byOwner: true })).status).toBe(
      400,
    )
    const lancashire = scene.site.program(await scene.site.tokenOf('analyst@lancashire.example'))
    expect((await lancashire.send('POST', `/api/v1/plans/${plan}/reviews`, body)).status).toBe(403)
    const partner = scene.site.program(await scene.site.tokenOf('housing@council.example'))
    expect((await partner.send('POST', `/api/v1/plans/${plan}/reviews`, body)).status).toBe(404)
    await scene.close(plan)
    expect((await scene.program.send('POST', `/api/v1/plans/${plan}/reviews`, body)).status).toBe(409)
  })
})
