import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AssessmentScene, assessmentScene, people } from '../../../../test/assessment-scene.ts'
import { type Program, testServer, type TestServer, type Visitor } from '../../../../test/server.ts'

let site: TestServer
let scene: AssessmentScene
let lancashire: Visitor
let program: Program
beforeAll(async () => {
  site = await testServer()
  scene = await assessmentScene(site)
  lancashire = await site.signIn(people['anyone else'])
  program = site.program(await site.tokenOf(people['anyone else']))
})
afterAll(() => site.close())

const reasonOfTheFirst = 'Because of physical'

describe('whoever scores blind', () => {
  it('sees nothing of the first scoring, on any page or by the API, until their own is submitted', async () => {
    const threat = await scene.threat('BLIND-1')
    const first = await scene.assessment(threat, 'Submitted', 3)
    expect((await lancashire.get(`/assessments/${first}`)).text).toContain(reasonOfTheFirst)
    const begun = await lancashire.post(`/threats/${threat}/assess`, { second: first })
    const form = String(begun.headers['location'])
    expect(form).toMatch(/^\/assessments\/BLIND-1-A-\w{6}\/scores$/)
    const second = form.slice('/assessments/'.length, -'/scores'.length)

    for (const path of [
      form,
      `/assessments/${second}`,
      `/threats/${threat}`,
      `/threats/${threat}/history`,
      '/assessments/agreement',
      '/work',
    ]) {
      const { text } = await lancashire.get(path)
      expect(text, path).not.toMatch(/Because of|Last time/)
    }
    for (const path of [
      `/assessments/${first}`,
      `/assessments/${second}/compare?with=${first}`,
      `/assessments/${first}/under/1`,
    ]) {
      expect((await lancashire.get(path)).status, path).toBe(404)
    }
    expect((await program.get(`/api/v1/assessments/${first}`)).status).toBe(404)
    const listed = await program.get(`/api/v1/threats/${threat}/assessments`)
    expect(listed.text).not.toContain('Because of')
    expect(await scene.read(people['anyone else'], first)).toBeUndefined()
    // Nobody else sees that it is scored a second time, not even the first one’s assessor.
    expect(await scene.read(people.assessor, second)).toBeUndefined()
    expect(await scene.read(people.moderator, second)).toBeUndefined()

    expect(await scene.take(people['anyone else'], await submission(second, 1))).toBe('done')
    const compared = await lancashire.get(`/assessments/${second}/compare?with=${first}`)
    expect(compared.text).toContain('2 apart on psychological harm')
    expect((await scene.read(people.assessor, second))?.latest.state).toBe('Submitted')
    expect((await site.signIn(people.assessor).then(one => one.get(`/assessments/${first}`))).text).toContain(
      'a blind second scoring',
    )
  })

  it('is another person, once, who had no part in it', async () => {
    const threat = await scene.threat('BLIND-2')
    const first = await scene.assessment(threat, 'Moderated', 3)
    const begin = async (email: string) =>
      (await (await site.signIn(email)).post(`/threats/${threat}/assess`, { second: first })).status
    expect(await begin(people.assessor)).toBe(409)
    expect(await begin(people.moderator)).toBe(409)
    expect(await begin('lro@cheshire.example')).toBe(403)
    expect(await begin('rocta@westmidlands.example')).toBe(404)
    const own = await scene.second(first, people.colleague, 'Draft')
    expect(await scene.take(people.colleague, { reference: own, act: 'withdraw', reason: 'No time' })).toBe('done')
    // Having withdrawn, they may read the first; so they can't begin again.
    expect(await scene.read(people.colleague, first)).toBeDefined()
    expect(await begin(people.colleague)).toBe(409)
  })
})

describe('agreement', () => {
  it('counts each pair a reader may see, by organisation and dimension, as at any day', async () => {
    const first = await scene.assessment(await scene.threat('DRIFT-1'), 'Submitted', 4)
    const hidden = await scene.assessment(await scene.threat('DRIFT-2'), 'Submitted', 4)
    await scene.second(hidden, people.colleague, 'Submitted', 4)
    await scene.asOwner(async tx => {
      await sql`update threats.threat_state set audience_id = organisations.audience_for('Organisation', owner_id) where reference = 'DRIFT-2'`.execute(
        tx,
      )
      await sql`update threats.threat set audience_id = organisations.audience_for('Organisation', owner_id) where reference = 'DRIFT-2'`.execute(
        tx,
      )
    })
    const before = await rowOf('Lancashire Constabulary', people.moderator)
    const second = await scene.second(first, people['anyone else'], 'Submitted', 1)
    const after = await rowOf('Lancashire Constabulary', people.moderator)
    // BLIND-1 was 2 apart on all nine dimensions; this one is 3 apart.
    expect(before).toEqual(['1', '9', '−2.00', '2.00', '0%'])
    expect(after).toEqual(['2', '18', '−2.50', '2.50', '0%'])
    expect(await rowOf('Cheshire Constabulary', people.moderator)).toEqual(['2', '18', '+2.50', '2.50', '0%'])
    // The owner's people see the pair within Cheshire as well.
    expect(await rowOf('Cheshire Constabulary', people.assessor)).toEqual(['3', '27', '+1.67', '1.67', '33%'])
    const at = (await scene.read(people.assessor, second))!.latest.at
    const past = await (
      await site.signIn(people.moderator)
    ).get(`/assessments/agreement?asAt=${new Date(at.getTime() - 1).toISOString()}`)
    expect(cellsOf(past.text, 'Lancashire Constabulary')).toEqual(before)
  })
})

async function rowOf(organisation: string, email: string): Promise<readonly string[]> {
  return cellsOf((await (await site.signIn(email)).get('/assessments/agreement')).text, organisation)
}

/** The cells of the first row that an organisation heads. */
function cellsOf(text: string, organisation: string): readonly string[] {
  const row = new RegExp(`<th[^>]*scope="row"[^>]*>(?:<bdi>)?${organisation}.*?</tr>`, 's').exec(text)?.[0] ?? ''
  return [...row.matchAll(/<td[^>]*>(.*?)<\/td>/gs)].map(([, cell = '']) => cell.replaceAll(/<[^>]+>/g, ''))
}

async function submission(reference: string, score: 0 | 1 | 2 | 3 | 4) {
  const { model, latest } = (await scene.read(people['anyone else'], reference))!
  const keys = model.definition.sections.flatMap(({ dimensions }) => dimensions).map(({ key }) => key)
  const scores = Object.fromEntries(keys.map(key => [key, { score, reason: 'Mine' }]))
  return { reference, act: 'submit', content: { ...latest, scores, proposedTier: 'Tier 4' } } as const
}
