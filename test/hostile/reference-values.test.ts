import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Program, testServer, type TestServer, type Visitor } from '../server.ts'
import { asKept, asSent, lengthOf, oneLineTexts, packsOfLines } from './packs.ts'
import { shownTexts, typedValues } from './shown-texts.ts'

let site: TestServer
let admin: Visitor
let program: Program
let address = ''

const list = 'disruption-effects'
const hints = packsOfLines(500)
/** A value has up to 60 words of up to 60 characters, without spaces around them. */
const words = oneLineTexts.map(text => text.trim()).filter(text => lengthOf(text) <= 60)
const wordsOfValues = Array.from({ length: Math.ceil(words.length / 60) }, (_, index) => [
  ...new Set(words.slice(index * 60, (index + 1) * 60)),
])
const changes = hints.map((hint, index) => ({ hint, words: wordsOfValues[index % wordsOfValues.length] ?? [] }))

interface Value {
  readonly value: string
  readonly means: string
  readonly suggestedBy: readonly string[]
}

beforeAll(async () => {
  site = await testServer()
  admin = await site.signIn('admin@fourfold.example')
  program = site.program(await site.tokenOf('analyst@cheshire.example'))
  const { text } = await admin.get(`/reference/${list}`)
  address = new RegExp(`href="(/reference/${list}/\\d+)"[^>]*><bdi>Major<`).exec(text)?.[1] ?? ''
}, 120_000)
afterAll(() => site.close())

it('every text stands in a hint, and all but the longest in words', () => {
  expect(words.length).toBeGreaterThan(470)
  expect(changes.length).toBeGreaterThanOrEqual(wordsOfValues.length)
})

it('what a value means and what suggests it are checked, kept and given to programs as typed', async () => {
  for (const change of changes) {
    const form = typedValues((await admin.get(`${address}/change`)).text)
    const typed = {
      version: form.get('version') ?? '',
      stands: 'first',
      hint: asSent(change.hint),
      words: asSent(change.words.join('\n')),
    }
    const check = await admin.post(`${address}/change/check`, typed)
    expect(check.status, check.text).toBe(200)
    expectShown(check.text, change)
    const again = typedValues(check.text)
    expect(asKept(again.get('hint') ?? '')).toBe(asKept(change.hint))
    expect(linesOf(again.get('words'))).toEqual(change.words.map(asKept))
    const changed = await admin.post(`${address}/change`, typed)
    expect(changed.status, changed.text).toBe(303)
    const { items } = JSON.parse((await program.get(`/api/v1/reference/${list}`)).text) as {
      readonly items: readonly Value[]
    }
    const major = items.find(({ value }) => value === 'Major')
    expect([major?.means, major?.suggestedBy]).toEqual([asKept(change.hint), change.words.map(asKept)])
    expectShown((await admin.get(`/reference/${list}`)).text, change)
    const next = typedValues((await admin.get(`${address}/change`)).text)
    expect(asKept(next.get('hint') ?? '')).toBe(asKept(change.hint))
    expect(linesOf(next.get('words'))).toEqual(change.words.map(asKept))
  }
})

it('the history of the value shows what it meant and what suggested it as typed', async () => {
  const shown = shownTexts((await admin.get(address)).text)
  const histories = changes.slice(1).map((change, index) => ({ is: change, was: changes[index] ?? change }))
  const missing = histories.filter(
    ({ is, was }) =>
      !shown.includes(`${asKept(is.hint)}\nBefore: ${asKept(was.hint)}`) ||
      !shown.includes(`${inOneLine(is.words)}\nBefore: ${inOneLine(was.words)}`),
  )
  expect(missing).toEqual([])
})

it('what is refused stands in the form again as typed', async () => {
  for (const { hint } of changes) {
    const { status, text } = await admin.post(`${address}/change/check`, { hint: asSent(hint), stands: 'nowhere' })
    expect(status).toBe(400)
    expect(asKept(typedValues(text).get('hint') ?? '')).toBe(asKept(hint))
  }
})

it('nothing of it was a fault of ours', () => {
  expect(site.faults).toEqual([])
})

function inOneLine(some: readonly string[]): string {
  return some.map(asKept).join(', ')
}

function linesOf(text = ''): readonly string[] {
  return asKept(text).split('\n')
}

function expectShown(html: string, { hint, words: some }: (typeof changes)[number]): void {
  const shown = shownTexts(html)
  expect(shown).toContain(asKept(hint))
  expect(shown).toContain(inOneLine(some))
}
