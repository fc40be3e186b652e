import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Answered, type Program, testServer, type TestServer, type Visitor } from '../server.ts'
import { forEachOf } from './at-once.ts'
import { hostileTexts } from './hostile-texts.ts'
import { shownTexts, typedValues } from './shown-texts.ts'

let site: TestServer
let analyst: Visitor
let admin: Visitor
let program: Program
let threat: string

const texts = hostileTexts.map(one => one.text)
/** What forms keep of a text with spaces around it. */
const trimmed = (text: string) => text.replaceAll('\r\n', '\n').normalize('NFC').trim()
const asKept = (text: string) => text.replaceAll('\r\n', '\n').normalize('NFC')
const oneLine = texts.filter(text => !/[\r\n]/.test(text))

const dimensions = [
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

beforeAll(async () => {
  site = await testServer()
  analyst = await site.signIn('analyst@cheshire.example')
  admin = await site.signIn('admin@fourfold.example')
  program = site.program(await site.tokenOf('analyst@cheshire.example'))
  const made = await program.send('POST', '/api/v1/threats', {
    name: 'A line',
    threatType: 'Vulnerability',
    crimeCategory: 'Drugs',
  })
  threat = (JSON.parse(made.text) as { readonly reference: string }).reference
}, 120_000)
afterAll(() => site.close())

it('reasons of scores', async () => {
  const begun = await analyst.post(`/threats/${threat}/assess`)
  const reference = String(begun.headers['location']).split('/')[2] ?? ''
  let step = 1
  for (const some of batchesOf(texts, dimensions.length)) {
    const reasons = dimensions.map((one, index) => [one, some[index] ?? 'x'] as const)
    const fields = Object.fromEntries(
      reasons.flatMap(([one, reason]) => [
        [`score-${one}`, '2'],
        [`reason-${one}`, reason],
      ]),
    )
    const saved = await analyst.post(`/assessments/${reference}/scores`, { ...fields, step: String(step), go: 'save' })
    expectDone(saved, '/scores')
    step += 1
    const { text } = await program.get(`/api/v1/assessments/${reference}`)
    const { scores } = JSON.parse(text) as { readonly scores: Readonly<Record<string, { readonly reason: string }>> }
    expect(reasons.map(([one]) => scores[one]?.reason)).toEqual(reasons.map(([, reason]) => asKept(reason)))
    const page = await analyst.get(`/assessments/${reference}`)
    const shown = shownTexts(page.text)
    expect(reasons.filter(([, reason]) => !shown.includes(asKept(reason)))).toEqual([])
    const form = typedValues((await analyst.get(`/assessments/${reference}/scores`)).text)
    expect(reasons.filter(([one, reason]) => form.get(`reason-${one}`) !== asKept(reason))).toEqual([])
  }
}, 180_000)

it('what is typed into a form and not recorded yet', async () => {
  const ids = await forEachOf(Array.from({ length: 5 }), async () => {
    const { text } = await analyst.get('/threats/new')
    return /name="_draft" value="([^"]+)"/.exec(text)?.[1] ?? ''
  })
  const pairs = batchesOf(texts, 2)
  await forEachOf(ids, async (id, worker) => {
    for (const [name = '', second = 'x'] of pairs.filter((_pair, index) => index % ids.length === worker)) {
      const typed = { name, leadResponsibleOfficer: second, _titled: 'name' }
      expect((await analyst.post(`/drafts/${id}`, typed)).status).toBe(200)
      const again = typedValues((await analyst.get(`/threats/new?draft=${id}`)).text)
      expect([again.get('name'), again.get('leadResponsibleOfficer')].map(text => asKept(text ?? ''))).toEqual(
        [name, second].map(asKept),
      )
    }
  })
}, 180_000)

it('names of tokens', async () => {
  const names = oneLine.filter(name => Array.from(name.normalize('NFC')).length <= 100)
  expect(names.length).toBeGreaterThan(470)
  // The page shows the latest.
  for (const some of batchesOf(names, 100)) {
    await forEachOf(some, async name => {
      const made = await analyst.post('/account/tokens', { name, scope: 'read', days: '1' })
      expect(`${JSON.stringify(name)} ${made.status}`).toMatch(/ 20\d$/)
    })
    const shown = shownTexts((await analyst.get('/account/tokens')).text).map(text => text.trim())
    expect(some.filter(name => !shown.includes(trimmed(name)))).toEqual([])
  }
}, 180_000)

it('values of reference lists', async () => {
  const answered = await forEachOf(
    oneLine,
    async value => ({ value, answer: await admin.post('/reference/capabilities/new', { value, stands: 'first' }) }),
    1,
  )
  // What differs from another by its letter case or by marks alone is refused as the same word.
  const taken = answered.filter(({ answer }) => answer.status === 303).map(({ value }) => value)
  expect(taken.length).toBeGreaterThan(440)
  const refused = answered.filter(({ answer }) => answer.status !== 303)
  expect(refused.filter(({ answer }) => answer.status !== 400).map(({ value }) => value)).toEqual([])
  const shown = shownTexts((await analyst.get('/reference/capabilities')).text)
  expect(taken.filter(value => !shown.includes(trimmed(value)))).toEqual([])
}, 180_000)

it('nothing of it was a fault of ours', () => {
  expect(site.faults).toEqual([])
})

it('what forms keep of a text is what was typed, but for spaces around it', () => {
  expect(texts.filter(text => trimmed(text) !== asKept(text)).length).toBeLessThan(30)
})

function expectDone({ status, headers, text }: Answered, ends: string): void {
  if (status !== 303) throw new Error(`It was answered with ${status}: ${text.replaceAll(/<[^>]+>|\s+/g, ' ')}`)
  expect(String(headers['location'])).toMatch(new RegExp(`${ends}$`))
}

function batchesOf<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  )
}
