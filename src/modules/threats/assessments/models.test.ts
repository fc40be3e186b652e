import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type AssessmentScene, assessmentScene, people } from '../../../../test/assessment-scene.ts'
import { testServer, type TestServer, type Visitor } from '../../../../test/server.ts'

let site: TestServer
let scene: AssessmentScene
let [administrator, analyst]: Visitor[] = []
beforeAll(async () => {
  site = await testServer()
  scene = await assessmentScene(site)
  administrator = await site.signIn('admin@fourfold.example')
  analyst = await site.signIn(people.assessor)
})
afterAll(() => site.close())
afterEach(expectNoFaults)

function expectNoFaults(): void {
  expect(site.faults).toEqual([])
}

/** What a form of a page would send as it stands. */
function fieldsIn(text: string): Record<string, string> {
  const form = /<form action="\/assessments\/models\/new".*?<\/form>/s.exec(text)?.[0] ?? ''
  const inputs = [...form.matchAll(/<input[^>]*>/g)].map(
    ([tag]) => [attribute(tag, 'name'), attribute(tag, 'value')] as const,
  )
  const areas = [...form.matchAll(/<textarea[^>]*name="([^"]+)"[^>]*>(.*?)<\/textarea>/gs)].map(
    ([, name = '', value = '']) => [name, decoded(value)] as const,
  )
  return Object.fromEntries([...inputs, ...areas].filter(([name]) => name !== '' && name !== '_csrf'))
}

const attribute = (tag: string, name: string) => decoded(new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '')
const decoded = (text: string) =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')

describe('the next version of the model', () => {
  it('is made by an administrator, who sees first what it would change, in counts', async () => {
    // Four of one tier are too few to count out; five are counted.
    const kept: string[] = []
    for (let index = 0; index < 5; index += 1)
      kept.push(await scene.assessment(await scene.threat(`MODEL-${index}`), 'Moderated', 3))
    await scene.assessment(await scene.threat('MODEL-LOW'), 'Moderated', 0)
    const working = (await scene.read(people.assessor, kept[0]!))!.latest.working
    expect(working).toMatchObject({ points: 75, suggestedTier: 'Tier 1' })

    const form = await administrator!.get('/assessments/models/new')
    expect(form.status).toBe(200)
    const fields = {
      ...fieldsIn(form.text),
      name: 'Regional',
      'band-tier-1': '80',
      'weight-harm': '50',
      'descriptor-physical-4': 'Someone died',
    }
    const wrong = await administrator!.post('/assessments/models/new', {
      ...fields,
      'band-tier-2': '90',
      'weight-harm': 'x',
      'from-year': '2001',
    })
    expect(wrong.status).toBe(400)
    expect(wrong.text).toContain('Enter the weight of harm: a whole number from 1 to 100')
    expect(wrong.text).toContain('must be today or later')
    const order = await administrator!.post('/assessments/models/new', { ...fields, 'band-tier-2': '90' })
    expect(order.text).toContain('Each tier must begin at fewer points than the one before it')

    const check = await administrator!.post('/assessments/models/new', { ...fields, go: 'check' })
    expect(check.status).toBe(200)
    expect(check.text).toContain('Tier 1 to Tier 2')
    expect(check.text.replaceAll(/<[^>]+>/g, ' ')).toMatch(/Tier 1 to Tier 2\s+5\s/)
    expect(check.text).toContain('under 5')
    expect(check.text).not.toMatch(/MODEL-|Cheshire/)

    const made = await administrator!.post('/assessments/models/new', { ...fieldsIn(check.text), go: 'make' })
    expect(made.headers['location']).toBe('/assessments/models/2')
    // Sent twice, it is one version.
    const twice = await administrator!.post('/assessments/models/new', { ...fieldsIn(check.text), go: 'make' })
    expect(twice.headers['location']).toBe('/assessments/models/2')
    expect((await administrator!.get('/assessments/models')).text).not.toContain('version 3')
    expect((await administrator!.get('/assessments/models/2')).text).toContain('Someone died')

    // Old assessments are as they were, in their own words; the same scores can be looked at by both.
    const after = (await scene.read(people.assessor, kept[0]!))!
    expect(after.latest.working).toEqual(working)
    expect(after.model.version).toBe(1)
    const page = await analyst!.get(`/assessments/${kept[0]}`)
    expect(page.text).not.toContain('Someone died')
    const under = await analyst!.get(`/assessments/${kept[0]}/under/2`)
    expect(under.text).toContain('Regional, version 2')
    expect(under.text.replaceAll(/<[^>]+>/g, ' ')).toMatch(/Suggested tier\s+Changed\s+Tier 1\s+Tier 2/)
  })

  it('counts from its day on, and is not there on a day before it was made', async () => {
    expect((await analyst!.get('/assessments/models/2?asAt=2024-01-01')).status).toBe(404)
    const { rows } =
      await sql`update threats.assessment_model set from_on = current_date where version = 2 returning version`.execute(
        site.database.owner,
      )
    expect(rows).toHaveLength(1)
    const begun = await analyst!.post(`/threats/${await scene.threat('MODEL-NEXT')}/assess`)
    const form = await analyst!.get(String(begun.headers['location']))
    expect(form.text).toContain('By Regional, version 2')
    expect(form.text).toContain('4: Someone died')
  })

  it('is for administrators alone to make, and not on a past day', async () => {
    for (const email of [people.assessor, people.moderator, 'inspector@hmicfrs.example']) {
      const visitor = await site.signIn(email)
      expect((await visitor.get('/assessments/models/new')).status).toBe(403)
      expect((await visitor.post('/assessments/models/new', { go: 'make' })).status).toBe(403)
      expect((await visitor.get('/assessments/models/1')).status).toBe(200)
      expect((await scene.as(email, tx => sql`select from threats.scores_in_force()`.execute(tx))).rows).toEqual([])
    }
    expect((await administrator!.post('/assessments/models/new?asAt=2024-01-01', { go: 'make' })).status).toBe(409)
    expect((await administrator!.get('/assessments/models?asAt=2024-01-01')).text).not.toContain(
      'Make the next version',
    )
  })
})
