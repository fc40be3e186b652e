import { addDays, londonToday } from '#platform/clock'
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
const body = { consultedOn: today, partner: 'The school on Invented Road', said: 'Two pupils have new phones' }
const typed = { partner: body.partner, said: body.said, ...dayBoxes('consultedOn', today) }
const items = async (plan: string, query = '') =>
  JSON.parse((await scene.program.get(`/api/v1/plans/${plan}/consultations${query}`)).text).items as object[]

describe('a consultation', () => {
  it('is kept with whom, when and what they said; a partner known here is that organisation', async () => {
    const plan = await scene.plan()
    const done = await scene.send(scene.owner, `/plans/${plan}/consultations/new`, typed)
    expect([done.status, done.headers['location']]).toEqual([303, `/plans/${plan}/consultations`])
    const known = { ...body, partner: 'halton borough council', consultedOn: addDays(today, -3) }
    const { status, text } = await scene.program.send('POST', `/api/v1/plans/${plan}/consultations`, known)
    expect(status).toBe(201)
    expect(JSON.parse(text)).toMatchObject({
      number: 2,
      partner: 'Halton Borough Council',
      organisation: 'Halton Borough Council',
    })
    expect(await items(plan)).toMatchObject([
      { number: 1, partner: body.partner, organisation: null, said: body.said },
      { number: 2 },
    ])
    for (const path of [`/plans/${plan}`, `/plans/${plan}/consultations`]) {
      const page = wordsOf((await scene.inspector.get(path)).text)
      expect(page).toContain('Two pupils have new phones')
      expect(page).toContain('Halton Borough Council')
    }
  })

  it.each([
    [{ partner: ' ' }, 'Enter who was consulted'],
    [{ said: '' }, 'Enter what they said'],
    [{ partner: 'x'.repeat(201) }, 'Partner must be 200 characters or fewer'],
    [dayBoxes('consultedOn', addDays(today, 1)), 'The day must be today or before'],
    [dayBoxes('consultedOn', '2026-02-30'), 'The day must be a real date'],
    [dayBoxes('consultedOn', ''), 'Enter the day they were consulted'],
  ])('is asked for again %#', async (wrong, says) => {
    const plan = await scene.plan()
    const { status, text } = await scene.send(scene.owner, `/plans/${plan}/consultations/new`, { ...typed, ...wrong })
    expect([status, text]).toEqual([400, expect.stringContaining(says)])
    expect(await items(plan)).toEqual([])
  })

  it('is nobody’s who only reads, nor on a closed plan; a partner who leads the plan may', async () => {
    const plan = await scene.plan({ deputies: 'housing@council.example' })
    const before = await scene.count('consultation')
    expect((await scene.inspector.post(`/plans/${plan}/consultations/new`, typed)).status).toBe(403)
    expect((await scene.partner.post(`/plans/${plan}/consultations/new`, typed)).status).toBe(404)
    expect(await scene.count('consultation')).toBe(before)
    await scene.share(plan)
    expect((await scene.partner.post(`/plans/${plan}/consultations/new`, typed)).status).toBe(303)
    await scene.close(plan)
    expect((await scene.owner.post(`/plans/${plan}/consultations/new`, typed)).status).toBe(409)
    expect((await scene.program.send('POST', `/api/v1/plans/${plan}/consultations`, body)).status).toBe(409)
    expect(await items(plan)).toHaveLength(1)
  })

  it('was not known before it was recorded', async () => {
    const plan = await scene.plan()
    const asAt = `?asAt=${new Date().toISOString()}`
    await new Promise(resolve => setTimeout(resolve, 5))
    await scene.program.send('POST', `/api/v1/plans/${plan}/consultations`, { ...body, consultedOn: '2024-01-01' })
    expect(await items(plan)).toHaveLength(1)
    expect(await items(plan, asAt)).toHaveLength(0)
    expect(wordsOf((await scene.owner.get(`/plans/${plan}/consultations${asAt}`)).text)).toContain(
      'No consultation is on record.',
    )
  })
})
