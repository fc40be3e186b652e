import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type StepsScene, stepsScene, wordsOf } from '../../../../test/plan-steps-scene.ts'

let scene: StepsScene
beforeAll(async () => {
  scene = await stepsScene()
})
afterAll(() => scene.site.close())
afterEach(expectNoFaults)

function expectNoFaults(): void {
  expect(scene.site.faults).toEqual([])
}

const stated = { decided: 'Go to the letting agents', rationale: 'They know who rents' }
const log = async (plan: string, query = '') =>
  JSON.parse((await scene.program.get(`/api/v1/plans/${plan}/decisions${query}`)).text).items as {
    number: number
    decided: string
    supersedes: number | null
    supersededBy: number | null
  }[]
const post = (plan: string, body: unknown) => scene.program.send('POST', `/api/v1/plans/${plan}/decisions`, body)

describe('a decision', () => {
  it('is added with its rationale, and superseded once by another that stays beside it', async () => {
    const plan = await scene.plan()
    const done = await scene.send(scene.deputy, `/plans/${plan}/decisions/new`, stated)
    expect([done.status, done.headers['location']]).toEqual([303, `/plans/${plan}/decisions`])
    const page = await scene.owner.get(`/plans/${plan}/decisions`)
    expect(page.text).toContain(`href="/plans/${plan}/decisions/new?supersedes=1"`)
    const form = await scene.owner.get(`/plans/${plan}/decisions/new?supersedes=1`)
    expect(wordsOf(form.text)).toContain('Supersede decision 1')
    expect(form.text).toContain('They know who rents')
    const other = { decided: 'Leave the agents', rationale: 'One of them is a suspect' }
    await scene.send(scene.owner, `/plans/${plan}/decisions/new?supersedes=1`, other)
    expect(await log(plan)).toMatchObject([
      { number: 2, decided: 'Leave the agents', supersedes: 1, supersededBy: null },
      { number: 1, decided: 'Go to the letting agents', supersedes: null, supersededBy: 2 },
    ])
    const after = await scene.owner.get(`/plans/${plan}/decisions`)
    expect(wordsOf(after.text)).toContain('Superseded by decision 2')
    expect(after.text).not.toContain('supersedes=1"')
    // The second who supersedes the same one is told which stands.
    expect((await scene.analyst.get(`/plans/${plan}/decisions/new?supersedes=1`)).status).toBe(409)
    const again = await scene.analyst.post(`/plans/${plan}/decisions/new?supersedes=1`, stated)
    expect([again.status, again.text]).toEqual([409, expect.stringContaining('superseded by decision 2 already')])
    expect((await post(plan, { ...stated, supersedes: 1 })).status).toBe(400)
    expect(await log(plan)).toHaveLength(2)
    // On the plan's page the ones that stand.
    const onPlan = wordsOf((await scene.owner.get(`/plans/${plan}`)).text)
    expect(onPlan).toContain('Leave the agents')
    expect(onPlan).not.toContain('Go to the letting agents')
  })

  it('has one successor when two supersede it at once', async () => {
    const plan = await scene.plan()
    await post(plan, stated)
    const all = await Promise.all(
      [scene.owner, scene.analyst, scene.deputy].map(one =>
        one.post(`/plans/${plan}/decisions/new?supersedes=1`, stated),
      ),
    )
    expect(all.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 409, 409])
    expect(await log(plan)).toMatchObject([
      { number: 2, supersedes: 1 },
      { number: 1, supersededBy: 2 },
    ])
  })

  it('can be edited by nobody, and supersedes none of another plan', async () => {
    const [plan, other] = [await scene.plan(), await scene.plan()]
    await post(plan, stated)
    await expect(sql`update plans.decision set decided = 'x'`.execute(scene.site.database.app)).rejects.toThrow(
      /permission denied/,
    )
    await expect(sql`delete from plans.decision`.execute(scene.site.database.app)).rejects.toThrow(/permission denied/)
    const { status, text } = await post(other, { ...stated, supersedes: 1 })
    expect([status, JSON.parse(text).errors[0].field]).toEqual([400, 'supersedes'])
  })

  it('is answered with its row by the API, which refuses what is missing', async () => {
    const plan = await scene.plan()
    const { status, text } = await post(plan, stated)
    expect(status).toBe(201)
    expect(JSON.parse(text)).toMatchObject({ number: 1, ...stated, review: null, supersedes: null, supersededBy: null })
    for (const [body, field] of [
      [{ decided: ' ', rationale: 'x' }, 'decided'],
      [{ decided: 'x', rationale: '' }, 'rationale'],
      [{ ...stated, supersedes: 9 }, 'supersedes'],
      [{ ...stated, supersedes: 0 }, 'supersedes'],
    ] as const) {
      const wrong = await post(plan, body)
      expect([wrong.status, JSON.parse(wrong.text).errors[0].field]).toEqual([400, field])
    }
  })

  it('is nobody’s who only reads, nor on a closed plan', async () => {
    const plan = await scene.plan()
    await post(plan, stated)
    expect((await scene.inspector.get(`/plans/${plan}/decisions`)).text).toContain('They know who rents')
    expect((await scene.inspector.post(`/plans/${plan}/decisions/new`, stated)).status).toBe(403)
    expect((await scene.partner.get(`/plans/${plan}/decisions`)).status).toBe(404)
    const lancashire = await scene.site.signIn('analyst@lancashire.example')
    expect((await lancashire.post(`/plans/${plan}/decisions/new`, stated)).status).toBe(403)
    await scene.close(plan)
    expect((await scene.owner.post(`/plans/${plan}/decisions/new`, stated)).status).toBe(409)
    expect((await post(plan, stated)).status).toBe(409)
    expect((await scene.owner.get(`/plans/${plan}/decisions`)).text).not.toContain('supersedes=')
    expect(await log(plan)).toHaveLength(1)
  })

  it('stood at an earlier moment though it was superseded since', async () => {
    const plan = await scene.plan()
    const first = JSON.parse((await post(plan, stated)).text) as { at: string }
    await new Promise(resolve => setTimeout(resolve, 5))
    await post(plan, { ...stated, supersedes: 1 })
    const asAt = `?asAt=${new Date(Date.parse(first.at) + 1).toISOString()}`
    expect(await log(plan, asAt)).toMatchObject([{ number: 1, supersededBy: null }])
    const page = await scene.owner.get(`/plans/${plan}/decisions${asAt}`)
    expect(wordsOf(page.text)).not.toContain('Superseded')
    expect(page.text).not.toContain('supersedes=')
  })
})
