import { afterAll, beforeAll, expect, it } from 'vitest'
import { sceneOf } from '../access-scene.ts'
import { type Answered, type Program, testServer, type TestServer, type Visitor } from '../server.ts'
import { asKept, asSent, packsOfLines } from './packs.ts'
import { shownTexts, typedValues } from './shown-texts.ts'

let site: TestServer
let analyst: Visitor
let moderator: Visitor
let program: Program

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
const reasons = packsOfLines(2000)

interface Assessed {
  readonly departure: string | null
  readonly steps: readonly { readonly act: string; readonly reason: string | null; readonly notes: Notes }[]
}
type Notes = Readonly<Record<string, string>>

beforeAll(async () => {
  site = await testServer()
  const scene = sceneOf(site.database)
  for (const reference of ['ASSESSED', 'WITHDRAWN', 'ERROR'])
    await scene.addThreat(reference, 'Cheshire Constabulary', '2022-01-01T00:00:00Z')
  analyst = await site.signIn('analyst@cheshire.example')
  moderator = await site.signIn('rocta@nwrocu.example')
  program = site.program(await site.tokenOf('analyst@cheshire.example'))
}, 120_000)
afterAll(() => site.close())

it('reasons of a departure and of a return, and notes, are kept and shown as typed', async () => {
  const reference = await begin('ASSESSED')
  const address = `/assessments/${reference}`
  const scores = dimensions.flatMap(one => [[`score-${one}`, '2'] as const, [`reason-${one}`, 'x'] as const])
  expectDone(await analyst.post(`${address}/scores`, { ...Object.fromEntries(scores), step: '1', go: 'save' }))
  let step = 2
  for (const [index, reason] of reasons.entries()) {
    const departure = { step: String(step), tier: 'Tier 1', departure: asSent(reason) }
    expectDone(await analyst.post(`${address}/check`, departure))
    const proposed = JSON.parse((await program.get(`/api/v1${address}`)).text) as Assessed
    expect(proposed.departure).toBe(asKept(reason))
    expect(shownTexts((await analyst.get(address)).text)).toContain(asKept(reason))
    const returned = { step: String(step + 1), decision: 'return', reason: asSent(reason) }
    const note = { [`note-${dimensions[index % dimensions.length]}`]: asSent(reason) }
    expectDone(await moderator.post(`${address}/moderate`, { ...returned, ...note }))
    step += 2
  }
  const { steps } = JSON.parse((await program.get(`/api/v1${address}`)).text) as Assessed
  const kept = reasons.map(asKept)
  const returned = steps.flatMap(({ act, reason }) => (act === 'return' ? [reason ?? ''] : []))
  expect(returned.toSorted()).toEqual(kept.toSorted())
  expect(steps.flatMap(({ notes }) => Object.values(notes)).toSorted()).toEqual(kept.toSorted())
  const shown = shownTexts((await analyst.get(address)).text)
  // As the reason of a return, and as a note.
  for (const reason of kept) expect(shown.filter(text => text === reason).length).toBeGreaterThanOrEqual(2)
})

it('reasons of withdrawals are kept and shown as typed', async () => {
  for (const reason of reasons) {
    const reference = await begin('WITHDRAWN')
    const address = `/assessments/${reference}`
    const long = await analyst.post(`${address}/withdraw`, { step: '1', reason: asSent(reason + 'x'.repeat(2000)) })
    expect(long.status).toBe(400)
    expect(asKept(typedValues(long.text).get('reason') ?? '')).toBe(asKept(reason + 'x'.repeat(2000)))
    expectDone(await analyst.post(`${address}/withdraw`, { step: '1', reason: asSent(reason) }))
    const { steps } = JSON.parse((await program.get(`/api/v1${address}`)).text) as Assessed
    expect(steps.map(one => one.reason)).toContain(asKept(reason))
    expect(shownTexts((await analyst.get(address)).text)).toContain(asKept(reason))
  }
})

it('reasons why a record is in error are kept and shown as typed, by programs and by the form', async () => {
  const inError = packsOfLines(500)
  for (const [index, reason] of inError.entries()) {
    const mark = index % 2 === 0 ? markByProgram : markByForm
    await mark(reason)
    const { text } = await program.get('/api/v1/threats/ERROR')
    // A program's line breaks are kept as it sent them.
    expect(asKept((JSON.parse(text) as { readonly inError: string }).inError)).toBe(asKept(reason))
    const page = shownTexts((await analyst.get('/threats/ERROR')).text).map(inOneLine)
    expect(page).toContain(inOneLine(asKept(reason)))
    expectDone(await analyst.post('/threats/ERROR/record-again', { version: await versionOfForm() }))
  }
  const shown = shownTexts((await analyst.get('/threats/ERROR/history')).text).map(inOneLine)
  expect(inError.filter(reason => !shown.some(text => text.includes(inOneLine(asKept(reason)))))).toEqual([])
  const history = (await program.get('/api/v1/threats/ERROR/history')).text
  const { states } = JSON.parse(history) as { readonly states: readonly { readonly inError: string | null }[] }
  expect(inError.filter(reason => !states.some(state => asKept(state.inError ?? '') === asKept(reason)))).toEqual([])
})

it('nothing of it was a fault of ours', () => {
  expect(site.faults).toEqual([])
})

/** Shown in a sentence, where a browser shows line breaks and the spaces around them as one space. */
function inOneLine(text: string): string {
  return text.replaceAll(/[ \r\n]+/g, ' ')
}

async function begin(threat: string): Promise<string> {
  const begun = await analyst.post(`/threats/${threat}/assess`)
  expectDone(begun)
  return String(begun.headers['location']).split('/')[2] ?? ''
}

async function markByProgram(reason: string): Promise<void> {
  const { etag } = (await program.get('/api/v1/threats/ERROR')).headers
  const marked = await program.send('POST', '/api/v1/threats/ERROR/in-error', { reason }, 'application/json', {
    'if-match': String(etag),
  })
  expect(marked.status, marked.text).toBe(200)
}

async function markByForm(reason: string): Promise<void> {
  const version = await versionOfForm()
  expectDone(await analyst.post('/threats/ERROR/in-error', { reason: asSent(reason), version }))
}

async function versionOfForm(): Promise<string> {
  return typedValues((await analyst.get('/threats/ERROR/in-error')).text).get('version') ?? ''
}

function expectDone({ status, text }: Answered): void {
  expect(status, text.replaceAll(/<[^>]+>|\s+/g, ' ')).toBe(303)
}
