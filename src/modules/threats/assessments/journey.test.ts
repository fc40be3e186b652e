import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type AssessmentScene, assessmentScene, people } from '../../../../test/assessment-scene.ts'
import { testServer, type TestServer, type Visitor } from '../../../../test/server.ts'
import { dimensionsOf } from './model.ts'

let site: TestServer
let scene: AssessmentScene
let [analyst, moderator, lancashire]: Visitor[] = []
beforeAll(async () => {
  site = await testServer()
  scene = await assessmentScene(site)
  analyst = await site.signIn(people.assessor)
  moderator = await site.signIn(people.moderator)
  lancashire = await site.signIn(people['anyone else'])
})
afterAll(() => site.close())
afterEach(expectNoFaults)

function expectNoFaults(): void {
  expect(site.faults).toEqual([])
}

const keys = [
  'physical',
  'psychological',
  'financial',
  'community',
  'geographic',
  'vulnerability',
  'confidence',
  'capacity',
  'capability',
]

/** The form of the scores: all the same, but for what is given. */
function scores(score: string, but: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  return {
    ...Object.fromEntries(
      keys.flatMap(key => [
        [`score-${key}`, score],
        [`reason-${key}`, `Because of ${key}`],
      ]),
    ),
    ...but,
  }
}

const to = (answered: { readonly headers: Readonly<Record<string, unknown>> }) => String(answered.headers['location'])
const stepIn = (text: string) => /name="step" value="(\d+)"/.exec(text)?.[1] ?? ''
const draftIn = (text: string) => /name="_draft" value="([^"]+)"/.exec(text)?.[1] ?? ''

/** Presses the button of a page's form: with its step and draft, as a browser sends them. */
async function send(visitor: Visitor | undefined, address: string, fields: Readonly<Record<string, string>>) {
  const { text, status } = await visitor!.get(address)
  expect(status, address).toBe(200)
  return visitor!.post(address, { step: stepIn(text), _draft: draftIn(text), ...fields })
}

async function threatNow(reference: string) {
  const { rows } = await sql<{ status: string; tier: string | null; at: Date; person: string | null }>`
    select s.moderation_status as status, s.tier, s.recorded_from as at, p.email as person
    from threats.threat_state s left join organisations.person p on p.id = s.person_id
    where s.reference = ${reference} and s.recorded_to = 'infinity'`.execute(site.database.owner)
  return rows[0]
}

describe('a threat that was recorded here', () => {
  it('is assessed, returned, submitted again and moderated, and its status follows', async () => {
    const threat = await scene.threat('NEW-1', true)
    const page = await analyst!.get(`/threats/${threat}`)
    expect(page.text).toContain('No tier yet: it was not assessed.')
    const begun = to(await analyst!.post(`/threats/${threat}/assess`))
    expect(begun).toMatch(/^\/assessments\/NEW-1-A-[2-9A-HJKMNP-TV-Z]{6}\/scores$/)
    const assessment = begun.replace('/scores', '')
    // Pressed twice, there is one assessment.
    expect(to(await analyst!.post(`/threats/${threat}/assess`))).toBe(assessment)
    expect(await threatNow(threat)).toMatchObject({ status: 'Draft', tier: null })

    // A score is missing, and another's reason: it can be saved, and not submitted.
    const half = scores('3', {
      'score-physical': '',
      'reason-financial': '',
      'score-community': 'not known',
      'reason-community': '',
    })
    expect(to(await send(analyst, begun, { ...half, go: 'check' }))).toBe(`${assessment}/check`)
    const check = await analyst!.get(`${assessment}/check`)
    expect(check.text).toContain('Select a score for physical harm, or that it is not known')
    expect(check.text).toContain('Enter the reason for the score of financial harm')
    expect(check.text).not.toContain('the score of community')
    expect((await analyst!.post(`${assessment}/check`, { step: '2', tier: 'Tier 2' })).status).toBe(400)
    expect((await scene.read(people.assessor, assessment.slice(13)))?.latest.state).toBe('Draft')

    expect(
      to(
        await send(analyst, begun, {
          ...scores('3', { 'score-community': 'not known', 'reason-community': '' }),
          go: 'check',
        }),
      ),
    ).toBe(`${assessment}/check`)
    // The suggestion is Tier 1 at 75 points; another tier takes a reason.
    const refused = await send(analyst, `${assessment}/check`, { tier: 'Tier 2' })
    expect(refused.status).toBe(400)
    expect(refused.text).toContain('Enter why you propose Tier 2 and not Tier 1')
    const submitted = await send(analyst, `${assessment}/check`, { tier: 'Tier 2', departure: 'It is winding down' })
    expect(to(submitted)).toBe(assessment)
    expect(await threatNow(threat)).toMatchObject({ status: 'Submitted', tier: null, person: people.assessor })

    const queue = await moderator!.get('/work')
    expect(queue.text).toContain('Assessments to moderate')
    expect(queue.text).toContain(`${assessment}/moderate`)
    expect((await send(moderator, `${assessment}/moderate`, { decision: 'return' })).status).toBe(400)
    const returned = { decision: 'return', reason: 'Say who is hurt', 'note-physical': 'Whom, <b>how</b>?' }
    expect(to(await send(moderator, `${assessment}/moderate`, returned))).toBe(assessment)
    expect(await threatNow(threat)).toMatchObject({ status: 'Returned', tier: null, person: people.moderator })

    const again = await analyst!.get(begun)
    expect(again.text).toContain('Say who is hurt')
    expect(again.text).toContain('Whom, &lt;b&gt;how&lt;/b&gt;?')
    expect((await analyst!.get('/work')).text).toContain('Assessments returned to you')
    await send(analyst, begun, { ...scores('4'), go: 'check' })
    // What is saved after a return stays with the assessor’s side until it is submitted again.
    const shown = await moderator!.get(assessment)
    expect(shown.text).toContain('Returned')
    expect(shown.text).not.toContain('Someone has died')
    expect(to(await send(analyst, `${assessment}/check`, { tier: 'Tier 1' }))).toBe(assessment)
    expect(to(await send(moderator, `${assessment}/moderate`, { decision: 'moderate' }))).toBe(assessment)
    expect(await threatNow(threat)).toMatchObject({ status: 'Moderated', tier: 'Tier 1', person: people.moderator })
    expect((await analyst!.get(`/threats/${threat}`)).text).toContain('Tier in force')
  })

  it('keeps tier and status while it is assessed again, whatever the steps', async () => {
    const threat = await scene.threat('AGAIN-1')
    const before = await threatNow(threat)
    const reference = await scene.assessment(threat, 'Returned', 0)
    expect(await threatNow(threat)).toEqual(before)
    await scene.take(people.assessor, { reference, act: 'withdraw', reason: 'Not now' })
    expect(await threatNow(threat)).toEqual(before)
    const first = await scene.assessment(threat, 'Moderated', 0)
    expect(await threatNow(threat)).toMatchObject({ status: 'Moderated', tier: 'Tier 5' })
    const next = await scene.assessment(threat, 'Submitted', 4)
    const beside = await moderator!.get(`/assessments/${next}/compare?with=${first}`)
    expect(beside.text).toContain('4 apart on physical harm')
    expect(await threatNow(threat)).toMatchObject({ status: 'Moderated', tier: 'Tier 5' })
  })

  it('reads as at an earlier moment: its assessment, its working and its tier as they were then', async () => {
    const threat = await scene.threat('PAST-1')
    const first = await scene.assessment(threat, 'Moderated', 0)
    const then = await threatNow(threat)
    await new Promise(resolve => setTimeout(resolve, 5))
    const second = await scene.assessment(threat, 'Moderated', 4)
    const asAt = `asAt=${new Date(then!.at.getTime() + 1).toISOString()}`
    const [past, now] = [await analyst!.get(`/threats/${threat}?${asAt}`), await analyst!.get(`/threats/${threat}`)]
    expect(past.text).toContain(first)
    expect(past.text).not.toContain(second)
    expect(past.text).not.toContain('Assess again')
    expect(now.text).toContain(second)
    expect((await analyst!.get(`/assessments/${second}?${asAt}`)).status).toBe(404)
    const program = site.program(await site.tokenOf(people.assessor))
    const items = async (query: string) =>
      JSON.parse((await program.get(`/api/v1/threats/${threat}/assessments${query}`)).text) as {
        items: { reference: string; working: { points: number } }[]
      }
    expect((await items(`?${asAt}`)).items.map(({ reference, working }) => [reference, working.points])).toEqual([
      [first, 0],
    ])
    expect((await items('')).items.map(({ reference, working }) => [reference, working.points])).toEqual([
      [second, 100],
      [first, 0],
    ])
    const one = JSON.parse((await program.get(`/api/v1/assessments/${first}`)).text) as { steps: { act: string }[] }
    expect(one.steps.map(({ act }) => act)).toEqual(['moderate', 'submit', 'save'])
  })
})

describe('a threat that was recorded in error', () => {
  it('is not assessed, and its assessment goes no further than to be withdrawn', async () => {
    const threat = await scene.threat('ERROR-1')
    const reference = await scene.assessment(threat, 'Submitted')
    const other = await scene.threat('ERROR-2')
    await sql`update threats.threat_state set in_error = 'Twice' where reference like 'ERROR-%'
      and recorded_to = 'infinity'`.execute(site.database.owner)
    expect((await analyst!.post(`/threats/${other}/assess`)).status).toBe(409)
    expect(await scene.take(people.moderator, { reference, act: 'moderate' })).toBe('in error')
    expect((await send(moderator, `/assessments/${reference}/moderate`, { decision: 'moderate' })).status).toBe(409)
    expect(await scene.take(people.assessor, { reference, act: 'withdraw', reason: 'Twice' })).toBe('done')
  })
})

describe('on a past day', () => {
  it('nothing of an assessment is changed, nor offered to be', async () => {
    const reference = await scene.assessment(await scene.threat('DAY-1'), 'Draft')
    const { at } = (await scene.read(people.assessor, reference))!.latest
    const asAt = `?asAt=${new Date(at.getTime() + 1).toISOString()}`
    const page = await analyst!.get(`/assessments/${reference}${asAt}`)
    expect([page.status, /Continue|Withdraw|Check and submit/.test(page.text)]).toEqual([200, false])
    for (const part of ['scores', 'check', 'withdraw']) {
      const form = await analyst!.get(`/assessments/${reference}/${part}${asAt}`)
      expect([form.status, form.text.includes('Return to today')]).toEqual([409, true])
      expect((await analyst!.post(`/assessments/${reference}/${part}${asAt}`, { step: '1' })).status).toBe(409)
    }
  })
})

describe('what two people do at once', () => {
  it('loses nothing that was typed: the second sees what the first saved', async () => {
    const colleague = await site.signIn(people.colleague)
    const reference = await scene.assessment(await scene.threat('BOTH-1'), 'Draft')
    const address = `/assessments/${reference}/scores`
    const [mine, theirs] = [await analyst!.get(address), await colleague.get(address)]
    const form = {
      step: stepIn(theirs.text),
      _draft: draftIn(theirs.text),
      ...scores('1', { 'reason-physical': 'Mine' }),
      go: 'check',
    }
    expect((await colleague.post(address, form)).status).toBe(303)
    const late = await analyst!.post(address, {
      step: stepIn(mine.text),
      _draft: draftIn(mine.text),
      ...scores('4', { 'reason-physical': 'What I typed' }),
      go: 'check',
    })
    expect(late.status).toBe(400)
    expect(late.text).toContain('saved this assessment on')
    expect(late.text).toContain('What I typed')
    expect(late.text).toContain('meanwhile: 1')
    const settled = await analyst!.post(address, {
      step: stepIn(late.text),
      _draft: draftIn(late.text),
      ...scores('2'),
      go: 'check',
    })
    expect(settled.status).toBe(303)
    // The same form sent twice is one step.
    const twice = await colleague.post(address, form)
    expect([twice.status, (await scene.read(people.assessor, reference))?.steps]).toEqual([303, 3])
  })

  it('moderates once, however often it is sent at the same time', async () => {
    const threat = await scene.threat('ONCE-1')
    const reference = await scene.assessment(threat, 'Submitted', 0)
    const outcomes = await Promise.all(
      Array.from({ length: 5 }, () => scene.take(people.moderator, { reference, act: 'moderate' })),
    )
    expect(outcomes.filter(outcome => outcome === 'done')).toHaveLength(1)
    const { rows } = await sql`select from threats.threat_state where reference = ${threat}`.execute(
      site.database.owner,
    )
    expect(rows).toHaveLength(2)
  })
})

describe('the audit', () => {
  it('has each act with its threat, names of fields and no value', async () => {
    const threat = await scene.threat('AUDIT-1')
    const reference = await scene.assessment(threat, 'Submitted', 2)
    await send(moderator, `/assessments/${reference}/moderate`, { decision: 'moderate', reason: 'Well argued' })
    const { rows } = await sql<{ shown: string[]; details: object; actor: string }>`
      select shown, details, actor from audit.entry where event = 'assessment.judged' and outcome = 'done' order by id desc limit 1`.execute(
      site.database.owner,
    )
    expect(rows[0]).toEqual({
      shown: [`threats:${threat}`, `assessments:${reference}`],
      details: { act: 'moderate', threatFields: ['tier', 'moderationStatus'] },
      actor: people.moderator,
    })
    expect(JSON.stringify(rows)).not.toContain('Well argued')
  })
})

describe('who sees an assessment', () => {
  it('sees what the threat’s own access gives, and no draft of another organisation', async () => {
    const elsewhere = await site.signIn('rocta@westmidlands.example')
    const inspector = await site.signIn('inspector@hmicfrs.example')
    for (const state of ['Draft', 'Submitted', 'Moderated'] as const) {
      const threat = await scene.threat(`SEEN-${state}`)
      const reference = await scene.assessment(threat, state)
      for (const [visitor, sees] of [
        [analyst!, true],
        [moderator!, state !== 'Draft'],
        [lancashire!, state !== 'Draft'],
        [inspector, state !== 'Draft'],
        [elsewhere, false],
      ] as const) {
        // What was done before is said once; it is not of this page.
        await visitor.get('/account')
        const there = await visitor.get(`/assessments/${reference}`)
        const absent = await visitor.get(`/assessments/${reference.slice(0, -1)}~`)
        expect({ state, status: there.status, isAbsent: there.text === absent.text }).toEqual({
          state,
          status: sees ? 200 : 404,
          isAbsent: !sees,
        })
        const record = await visitor.get(`/threats/${threat}`)
        expect(record.text.includes(reference)).toBe(sees)
      }
    }
  })

  it('is told by a share from now on nothing of what was before', async () => {
    const threat = await scene.threat('SHARE-1')
    const before = await scene.assessment(threat, 'Moderated', 0)
    const current = await scene.assessment(threat, 'Moderated', 4)
    const council = await site.signIn('housing@council.example')
    expect((await council.get(`/assessments/${current}`)).status).toBe(404)
    const organisation = String(await scene.organisationId('Halton Borough Council'))
    const share = { with: 'organisation', organisation, what: 'from-now', reason: 'A joint plan' }
    expect((await analyst!.post(`/handling/threats/${threat}/share`, share)).status).toBe(303)
    expect((await council.get(`/assessments/${before}`)).status).toBe(404)
    expect((await council.get(`/threats/${threat}`)).text).not.toContain(before)
    const seen = await council.get(`/assessments/${current}`)
    expect(seen.status).toBe(200)
    // The tier came with this step; that it was submitted belongs to the state before.
    expect([seen.text.includes('Moderated'), seen.text.includes('Submitted')]).toEqual([true, false])
  })

  it('tells oversight and administrators nothing, and the store the same', async () => {
    const reference = await scene.assessment(await scene.threat('SEEN-NONE'), 'Moderated')
    for (const email of ['mayor@oversight.example', 'admin@fourfold.example']) {
      const visitor = await site.signIn(email)
      expect((await visitor.get(`/assessments/${reference}`)).status).toBe(403)
      expect((await visitor.get('/assessments/agreement')).status).toBe(403)
      expect((await visitor.get('/assessments/models/1')).status).toBe(200)
      expect(await scene.read(email, reference)).toBeUndefined()
    }
  })

  it('lets the program write steps by its two functions alone', async () => {
    const reference = await scene.assessment(await scene.threat('SEEN-STORE'), 'Submitted')
    for (const statement of [
      sql`update threats.assessment_step set reason = 'x'`,
      sql`delete from threats.assessment_step`,
      sql`update threats.assessment set state = 'Moderated'`,
      sql`insert into threats.assessment_step select * from threats.assessment_step`,
      sql`update threats.assessment_model set definition = '{}'`,
      sql`select threats.follow_assessment(1, 'moderate', 'Tier 1', 1, now())`,
    ]) {
      await expect(scene.as(people.assessor, tx => statement.execute(tx))).rejects.toThrow(/permission denied/)
    }
    const insert = sql`insert into threats.assessment_model (version, name, from_on, definition, made_at, made_by)
      values (2, 'x', '2030-01-01', '{}', now(), organisations.actor_id())`
    await expect(scene.as(people.assessor, tx => insert.execute(tx))).rejects.toThrow(/row-level security/)
    expect((await scene.read(people.assessor, reference))?.latest.state).toBe('Submitted')
    expect(dimensionsOf((await scene.read(people.assessor, reference))!.model.definition)).toHaveLength(9)
  })
})
