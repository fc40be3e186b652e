import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Visitor } from '../../../../test/server.ts'
import { dayBoxes, hiddenIn, type StepsScene, stepsScene, wordsOf } from '../../../../test/plan-steps-scene.ts'

let scene: StepsScene
beforeAll(async () => {
  scene = await stepsScene()
})
afterAll(() => scene.site.close())
afterEach(expectNoFaults)

function expectNoFaults(): void {
  expect(scene.site.faults).toEqual([])
}

const message = 'The lease runs out in May'
const merseyside = 'lro@merseyside.example'
const read = async (plan: string) => JSON.parse((await scene.program.get(`/api/v1/plans/${plan}`)).text)
const offers = async (plan: string, query = '') =>
  JSON.parse((await scene.program.get(`/api/v1/plans/${plan}/hand-overs${query}`)).text).items as {
    number: number
    to: string
    answer: string | null
    reason: string | null
    at: string
    answeredAt: string | null
  }[]

async function offer(plan: string, to = merseyside): Promise<number> {
  const { status, headers } = await scene.send(scene.owner, `/plans/${plan}/hand-over`, { to, message })
  expect([status, headers['location']]).toEqual([303, `/plans/${plan}`])
  return (await offers(plan))[0]?.number ?? 0
}

const answer = (visitor: Visitor, number: number, fields: Readonly<Record<string, string>>) =>
  scene.send(visitor, `/hand-overs/${number}`, fields)

describe('a plan that is handed over', () => {
  it('has its new owner once they accept, and its history says so', async () => {
    const plan = await scene.plan({ deputies: null })
    const number = await offer(plan)
    expect((await read(plan)).owner).toBe('lro@cheshire.example')
    const work = await scene.deputy.get('/work')
    expect(work.text).toContain('Plans that are handed over to you')
    expect(work.text).toContain(`href="/hand-overs/${number}"`)
    const form = wordsOf((await scene.deputy.get(`/hand-overs/${number}`)).text)
    expect(form).toContain(message)
    expect(form).toContain('Robin Specimen (lro@cheshire.example)')
    const done = await answer(scene.deputy, number, { answer: 'Accepted' })
    expect([done.status, done.headers['location']]).toEqual([303, `/plans/${plan}`])
    expect((await read(plan)).owner).toBe(merseyside)
    expect(await offers(plan)).toMatchObject([{ number, answer: 'Accepted', reason: null }])
    expect(wordsOf((await scene.owner.get(`/plans/${plan}/history`)).text)).toContain(merseyside)
    expect(wordsOf((await scene.owner.get(`/plans/${plan}`)).text)).toContain(`Accepted ${merseyside}`)
    expect((await scene.deputy.get('/work')).text).not.toContain(`/hand-overs/${number}"`)
    // Their review counts from now on, and that of the owner before no longer does.
    expect(wordsOf((await scene.deputy.get(`/plans/${plan}/review`)).text)).toContain('your review counts')
    expect(wordsOf((await scene.owner.get(`/plans/${plan}/review`)).text)).toContain('does not count')
  })

  it('stays with its owner when it is refused, with the reason', async () => {
    const plan = await scene.plan()
    const number = await offer(plan)
    const without = await answer(scene.deputy, number, { answer: 'Refused', reason: ' ' })
    expect([without.status, without.text]).toEqual([400, expect.stringContaining('Enter why you refuse it')])
    expect((await answer(scene.deputy, number, {})).text).toContain('Select whether you accept the plan or refuse it')
    const done = await answer(scene.deputy, number, { answer: 'Refused', reason: 'I lead nine others' })
    expect([done.status, done.headers['location']]).toEqual([303, '/work'])
    expect((await read(plan)).owner).toBe('lro@cheshire.example')
    expect(wordsOf((await scene.owner.get(`/plans/${plan}`)).text)).toContain('I lead nine others')
    // It can be offered again.
    expect(await offer(plan)).toBeGreaterThan(number)
  })

  it('is withdrawn before it is answered, and answered no more', async () => {
    const plan = await scene.plan()
    const number = await offer(plan)
    const { text } = await scene.deputy.get(`/hand-overs/${number}`)
    expect(wordsOf((await scene.owner.get(`/plans/${plan}/hand-over`)).text)).toContain('An offer waits')
    expect((await scene.inspector.post(`/plans/${plan}/hand-over/withdraw`)).status).toBe(403)
    expect((await scene.owner.post(`/plans/${plan}/hand-over/withdraw`)).status).toBe(303)
    expect((await scene.owner.post(`/plans/${plan}/hand-over/withdraw`)).status).toBe(409)
    const late = await scene.deputy.post(`/hand-overs/${number}`, { ...hiddenIn(text), answer: 'Accepted' })
    expect(late.status).toBe(404)
    expect((await read(plan)).owner).toBe('lro@cheshire.example')
    expect(await offers(plan)).toMatchObject([{ answer: 'Withdrawn' }])
  })

  it('tells a receiver who can’t see it its reference and message, and asks for a share first', async () => {
    const plan = await scene.plan({ title: 'Secret title' })
    const offered = await scene.send(scene.owner, `/plans/${plan}/hand-over`, {
      to: 'housing@council.example',
      message,
    })
    expect(offered.status).toBe(303)
    expect((await scene.owner.get(`/plans/${plan}`)).text).toContain('can’t see the plan yet: share it with them')
    const number = (await offers(plan))[0]?.number ?? 0
    expect((await scene.partner.get('/work')).text).toContain(`Plan ${plan}`)
    expect((await scene.partner.get(`/plans/${plan}`)).status).toBe(404)
    const { status, text } = await scene.partner.get(`/hand-overs/${number}`)
    expect(status).toBe(200)
    expect(wordsOf(text)).toContain('Ask Robin Specimen (lro@cheshire.example) to share it with you first')
    expect(text).toContain(message)
    expect(text).not.toContain('Secret title')
    expect((await answer(scene.partner, number, { answer: 'Accepted' })).status).toBe(400)
    expect((await read(plan)).owner).toBe('lro@cheshire.example')
    await scene.share(plan)
    expect((await answer(scene.partner, number, { answer: 'Accepted' })).status).toBe(303)
    expect((await read(plan)).owner).toBe('housing@council.example')
    // A partner who leads the plan reviews it, and moves the next review, without recording for its organisation.
    const reviewed = await scene.send(scene.partner, `/plans/${plan}/review`, {
      attended: 'All',
      changed: 'The owner',
      ...dayBoxes('heldOn', '2026-01-01'),
      ...dayBoxes('nextReviewOn', '2999-01-01'),
    })
    expect(reviewed.status).toBe(303)
    expect((await read(plan)).nextReviewOn).toBe('2999-01-01')
  })

  it('can be refused by a receiver who can’t see it', async () => {
    const plan = await scene.plan()
    const number = await offer(plan, 'housing@council.example')
    expect((await answer(scene.partner, number, { answer: 'Refused', reason: 'Not ours' })).status).toBe(303)
    expect(await offers(plan)).toMatchObject([{ answer: 'Refused', reason: 'Not ours' }])
  })

  it('is answered by nobody else, and only once of two at once', async () => {
    const plan = await scene.plan()
    const number = await offer(plan)
    for (const person of [scene.owner, scene.analyst, scene.partner]) {
      expect((await person.get(`/hand-overs/${number}`)).status).toBe(404)
      expect((await person.post(`/hand-overs/${number}`, { answer: 'Accepted' })).status).toBe(404)
    }
    expect((await scene.inspector.get(`/hand-overs/${number}`)).status).toBe(403)
    const others = await Promise.all([1, 2, 3].map(() => scene.site.signIn(merseyside)))
    const all = await Promise.all(others.map(one => one.post(`/hand-overs/${number}`, { answer: 'Accepted' })))
    expect(all.filter(({ status }) => status === 303)).toHaveLength(1)
    expect(all.every(({ status }) => [303, 404, 409].includes(status))).toBe(true)
    for (const path of ['/hand-overs/0', '/hand-overs/99999999999999999999', '/hand-overs/%00', '/hand-overs/1e3']) {
      expect((await scene.deputy.get(path)).status).toBe(404)
    }
  })

  it.each([
    ['lro@cheshire.example', 'owns the plan already'],
    ['nobody@cheshire.example', 'Nobody with the email address nobody@cheshire.example can sign in here'],
    ['inspector@hmicfrs.example', 'can’t lead a plan'],
    ['system', 'Nobody with the email address system'],
    ['', 'Enter the new owner’s email address'],
  ])('is not offered to %j', async (to, says) => {
    const plan = await scene.plan()
    const { status, text } = await scene.send(scene.owner, `/plans/${plan}/hand-over`, { to, message })
    expect([status, text]).toEqual([400, expect.stringContaining(says)])
    const sent = await scene.program.send('POST', `/api/v1/plans/${plan}/hand-overs`, { to, message })
    expect([sent.status, JSON.parse(sent.text).errors[0].field]).toEqual([400, 'to'])
    expect(await offers(plan)).toEqual([])
  })

  it('is offered by a program, one at a time, and not once it is closed', async () => {
    const plan = await scene.plan()
    const body = { to: 'LRO@merseyside.example', message }
    const { status, text } = await scene.program.send('POST', `/api/v1/plans/${plan}/hand-overs`, body)
    expect([status, JSON.parse(text)]).toEqual([
      201,
      expect.objectContaining({ from: 'lro@cheshire.example', to: merseyside, message, answer: null }),
    ])
    expect((await scene.program.send('POST', `/api/v1/plans/${plan}/hand-overs`, body)).status).toBe(400)
    expect((await scene.owner.post(`/plans/${plan}/hand-over`, body)).status).toBe(200)
    expect(await offers(plan)).toHaveLength(1)
    const number = JSON.parse(text).number as number
    await scene.close(plan)
    expect((await scene.deputy.get(`/hand-overs/${number}`)).status).toBe(404)
    expect((await scene.deputy.post(`/hand-overs/${number}`, { answer: 'Accepted' })).status).toBe(404)
    expect((await scene.deputy.get('/work')).text).not.toContain(`/hand-overs/${number}"`)
    expect((await scene.program.send('POST', `/api/v1/plans/${plan}/hand-overs`, body)).status).toBe(409)
    expect((await read(plan)).owner).toBe('lro@cheshire.example')
  })

  it('waited at an earlier moment though it was answered since', async () => {
    const plan = await scene.plan()
    const number = await offer(plan)
    const [{ at } = { at: '' }] = await offers(plan)
    await new Promise(resolve => setTimeout(resolve, 5))
    await answer(scene.deputy, number, { answer: 'Refused', reason: 'Later known' })
    const asAt = `?asAt=${new Date(Date.parse(at) + 1).toISOString()}`
    expect(await offers(plan, asAt)).toMatchObject([{ answer: null, reason: null, answeredAt: null }])
    const page = wordsOf((await scene.owner.get(`/plans/${plan}${asAt}`)).text)
    expect(page).toContain(`Waiting ${merseyside}`)
    expect(page).not.toContain('Later known')
    expect(page).not.toContain('Look at the offer')
  })
})
