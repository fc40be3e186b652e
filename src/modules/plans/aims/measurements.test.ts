import { addDays, londonToday } from '#platform/clock'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { dayBoxes, type StepsScene, stepsScene, wordsOf } from '../../../../test/plan-steps-scene.ts'
import { numberIn } from './read-measurement.ts'

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
const typed = { value: '12', says: 'From the gang team', ...dayBoxes('measuredOn', today) }
const byHand = { measure: 'Children referred', measuredBy: 'Stated by hand', baseline: '4', target: '20' }

describe('what is measured for an aim', () => {
  it('is shown from the baseline to the target, in a chart and a table, as at each moment', async () => {
    const aim = await scene.aim(await scene.plan(), byHand)
    expect(wordsOf((await scene.owner.get(`/plan-aims/${aim}`)).text)).toContain('Nothing was measured by hand')
    const earlier = { ...typed, value: '1,007.5', ...dayBoxes('measuredOn', addDays(today, -40)), says: '' }
    expect((await scene.send(scene.owner, `/plan-aims/${aim}/measure`, typed)).status).toBe(303)
    const between = new Date(Date.now()).toISOString()
    await new Promise(resolve => setTimeout(resolve, 5))
    expect((await scene.send(scene.deputy, `/plan-aims/${aim}/measure`, earlier)).status).toBe(303)
    const { text } = await scene.inspector.get(`/plan-aims/${aim}`)
    const words = wordsOf(text)
    expect(words).toMatch(/Baseline 4 Measured last 12 on/)
    expect(words).toMatch(/1,007\.5.*12.*Target 20/)
    expect(text).toContain('ff-chart__part--prevent')
    expect(text).not.toContain('Add a value')
    // What was recorded later was not known before, though it was measured before.
    const past = wordsOf((await scene.owner.get(`/plan-aims/${aim}?asAt=${between}`)).text)
    expect(past).toContain('Measured last 12')
    expect(past).not.toContain('1,007.5')
    expect(past).not.toContain('Add a value')
  })

  it('is left to disruptions where they add to it by themselves', async () => {
    const aim = await scene.aim(await scene.plan(), { ...byHand, measuredBy: 'Referrals' })
    expect(wordsOf((await scene.owner.get(`/plan-aims/${aim}`)).text)).not.toContain('as measured by people')
  })

  it.each([
    [{ value: '' }, 'Enter the value'],
    [{ value: 'many' }, 'The value must be a number, such as 12 or 12.5'],
    [{ value: '1e9' }, 'The value must be a number'],
    [dayBoxes('measuredOn', addDays(today, 1)), 'The day must be today or before'],
    [dayBoxes('measuredOn', ''), 'Enter the day it was measured on'],
    [{ says: 'x'.repeat(1001) }, 'must be 1,000 characters or fewer'],
  ])('is asked for again %#', async (wrong, says) => {
    const aim = await scene.aim(await scene.plan(), byHand)
    const { status, text } = await scene.send(scene.owner, `/plan-aims/${aim}/measure`, { ...typed, ...wrong })
    expect([status, text]).toEqual([400, expect.stringContaining(says)])
  })

  it('is stated by nobody who only reads, nor under a closed plan', async () => {
    const plan = await scene.plan()
    const aim = await scene.aim(plan, byHand)
    const before = await scene.count('measurement')
    expect((await scene.inspector.post(`/plan-aims/${aim}/measure`, typed)).status).toBe(403)
    expect((await scene.partner.post(`/plan-aims/${aim}/measure`, typed)).status).toBe(404)
    const lancashire = await scene.site.signIn('analyst@lancashire.example')
    expect((await lancashire.post(`/plan-aims/${aim}/measure`, typed)).status).toBe(403)
    await scene.close(plan)
    expect((await scene.owner.post(`/plan-aims/${aim}/measure`, typed)).status).toBe(409)
    expect(await scene.count('measurement')).toBe(before)
  })
})

describe('a number as people write it', () => {
  it.each([
    ['12', 12],
    [' 12.5 ', 12.5],
    ['1,200', 1200],
    ['-3', -3],
    ['1,20', undefined],
    ['12%', undefined],
    ['', undefined],
    ['Infinity', undefined],
    ['0x10', undefined],
  ])('%j is %j', (text, number) => {
    expect(numberIn(text)).toBe(number)
  })
})
