import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AssessmentScene, assessmentScene, people } from '../../../../test/assessment-scene.ts'
import { testServer, type TestServer, type Visitor } from '../../../../test/server.ts'
import { type Act, acts, type AssessmentState, stateAfter, standings, type Standing, states } from './steps.ts'

let site: TestServer
let scene: AssessmentScene
const visitors = new Map<Standing, Visitor>()
const others = new Map<string, Visitor>()
const withoutPart = [
  'lro@cheshire.example',
  'inspector@hmicfrs.example',
  'housing@council.example',
  'admin@fourfold.example',
]
beforeAll(async () => {
  site = await testServer()
  scene = await assessmentScene(site)
  for (const who of standings) visitors.set(who, await site.signIn(people[who]))
  for (const email of [...withoutPart, 'rocta@westmidlands.example']) others.set(email, await site.signIn(email))
})
afterAll(() => site.close())

/** What each act sends, whole and right, so that only who and when can be wrong. */
const forms: Readonly<Record<Act, readonly [path: string, fields: Readonly<Record<string, string>>]>> = {
  save: ['/scores', { 'score-physical': '2', 'reason-physical': 'A reason', go: 'save' }],
  submit: ['/check', { tier: 'Tier 2', departure: 'Known to be worse' }],
  'take back': ['/take-back', {}],
  return: ['/moderate', { decision: 'return', reason: 'Say more' }],
  moderate: ['/moderate', { decision: 'moderate' }],
  withdraw: ['/withdraw', { reason: 'A mistake' }],
}

let number = 0

/** One act by one person on an assessment of its own: what came of it, and of the threat. */
async function tryStep(state: AssessmentState, act: Act, who: Standing) {
  number += 1
  const threat = await scene.threat(`STEP-${number}`)
  const reference = await scene.assessment(threat, state)
  const inForce = await tierOf(threat)
  // All that is needed to submit stands in a draft too.
  if (act === 'submit' && ['Draft', 'Returned'].includes(state)) await fillIn(reference)
  const before = await scene.read(people.assessor, reference)
  const [path, fields] = forms[act]
  const step = String(before?.steps)
  const { status } = await visitors.get(who)!.post(`/assessments/${reference}${path}`, { ...fields, step })
  const after = await scene.read(people.assessor, reference)
  const more = (after?.steps ?? 0) - (before?.steps ?? 0)
  return {
    who,
    status,
    state: after?.latest.state,
    more,
    tier: await tierOf(threat),
    inForce,
    proposed: after?.latest.proposedTier,
  }
}

describe.each(states)('an assessment that is %s', state => {
  it.each(acts)('takes only from those who may: %s', async act => {
    for (const who of standings) {
      const next = stateAfter('first', state, act, who)
      const { status, inForce, proposed, ...tried } = await tryStep(state, act, who)
      const isTaken = next !== undefined
      expect(tried).toEqual({
        who,
        state: next ?? state,
        more: isTaken ? 1 : 0,
        tier: next === 'Moderated' ? proposed : inForce,
      })
      // Who does not see a draft is told that there is nothing; who sees it, why not.
      expect(isTaken ? [303] : [403, 404]).toContain(status)
    }
  })

  it('takes nothing from those without a part in it', async () => {
    const reference = await scene.assessment(await scene.threat(`OTHER-${state}`), state)
    const steps = String((await scene.read(people.assessor, reference))?.steps)
    for (const email of withoutPart) {
      const visitor = others.get(email)!
      for (const act of acts) {
        const [path, fields] = forms[act]
        expect((await visitor.post(`/assessments/${reference}${path}`, { ...fields, step: steps })).status).toBe(403)
      }
    }
    const elsewhere = others.get('rocta@westmidlands.example')!
    for (const act of acts) {
      const [path, fields] = forms[act]
      expect((await elsewhere.post(`/assessments/${reference}${path}`, { ...fields, step: steps })).status).toBe(404)
    }
    expect(String((await scene.read(people.assessor, reference))?.steps)).toBe(steps)
  })
})

describe('a blind second scoring', () => {
  it('is its own assessor’s alone, and ends when it is submitted', async () => {
    const first = await scene.assessment(await scene.threat('SECOND-1'), 'Submitted')
    for (const state of ['Draft', 'Submitted'] as const) {
      const reference = await scene.second(first, state === 'Draft' ? people.colleague : people['anyone else'], state)
      const mine = state === 'Draft' ? people.colleague : people['anyone else']
      const before = await scene.read(mine, reference)
      for (const who of standings) {
        if (people[who] === mine && state === 'Draft') continue
        for (const act of acts) {
          const [path, fields] = forms[act]
          const { status } = await visitors
            .get(who)!
            .post(`/assessments/${reference}${path}`, { ...fields, step: String(before?.steps) })
          expect([403, 404], `${who} ${act}`).toContain(status)
        }
      }
      expect((await scene.read(mine, reference))?.steps).toBe(before?.steps)
    }
  })
})

describe('a merger', () => {
  it('makes one organisation of two: what it wrote, it no longer moderates', async () => {
    const reference = await scene.assessment(await scene.threat('MERGED-1'), 'Submitted')
    const steps = String((await scene.read(people.assessor, reference))?.steps)
    await sql`update organisations.organisation set to_on = current_date, successor_id = (
      select id from organisations.organisation where abbreviation = 'NWROCU') where name = 'Cheshire Constabulary'`.execute(
      site.database.owner,
    )
    const [path, fields] = forms.moderate
    const { status } = await visitors
      .get('moderator')!
      .post(`/assessments/${reference}${path}`, { ...fields, step: steps })
    expect(status).toBe(403)
    expect(await scene.take(people.moderator, { reference, act: 'moderate' })).toBe('not allowed')
    expect(await scene.take(people.moderator, { reference, act: 'take back' })).toBe('done')
  })
})

async function fillIn(reference: string): Promise<void> {
  const { latest, model } = (await scene.read(people.assessor, reference))!
  const scores = Object.fromEntries(
    model.definition.sections
      .flatMap(({ dimensions }) => dimensions)
      .map(({ key }) => [key, { score: 3 as const, reason: 'Because' }]),
  )
  const content = { ...latest, scores }
  expect(await scene.take(people.assessor, { reference, act: 'save', content })).toBe('done')
}

async function tierOf(reference: string): Promise<unknown> {
  const { rows } = await sql<{ tier: string }>`
    select tier from threats.threat_state where reference = ${reference} and recorded_to = 'infinity'`.execute(
    site.database.owner,
  )
  return rows[0]?.tier
}
