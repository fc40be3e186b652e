import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Answered } from '../server.ts'
import {
  accessScene,
  type Kind,
  kinds,
  onlyOurs,
  pastDay,
  readers,
  referenceOf,
  referencesIn,
  type Register,
  saidFirst,
  type Scene,
} from './scene.ts'

let scene: Scene

beforeAll(async () => {
  scene = await accessScene()
})
afterAll(() => scene.close())

const days = ['today', 'past'] as const
const registers = ['threats', 'disruptions', 'plans', 'plan-actions'] as const
const cases = readers.flatMap(reader =>
  days.flatMap(day => registers.map(register => ({ email: reader.email, day, register, sees: reader[day] }))),
)

/** What is asked, on the day it is asked as at. */
const on = (path: string, day: (typeof days)[number]) =>
  day === 'today' ? path : `${path}${path.includes('?') ? '&' : '?'}asAt=${pastDay}`
const named = (register: (typeof registers)[number], sees: readonly Kind[]) =>
  sees.map(kind => referenceOf(register, kind)).toSorted()
const heading = ({ text }: Answered) => /<h1[^>]*>(?:<[^>]*>)*([\d,]+) /.exec(text)?.[1]

describe.each(cases)('$email, $day, in $register', ({ email, day, register, sees }) => {
  const wanted = named(register, sees)
  const hidden = kinds.filter(kind => !sees.includes(kind))
  const get = async (path: string) => {
    const answered = await scene.as(email).get(on(path, day))
    expect(answered.status, path).toBe(200)
    return answered
  }
  const api = async (path: string) => {
    const answered = await scene.program(email).get(on(`/api/v1${path}`, day))
    expect(answered.status, path).toBe(200)
    return JSON.parse(answered.text) as { readonly [member: string]: unknown }
  }

  it('lists and counts exactly what they see', async () => {
    const list = await get(`/${register}?${onlyOurs[register]}`)
    expect(referencesIn(list.text, register).filter(isOurs(register)).toSorted()).toEqual(wanted)
    expect(heading(list)).toBe(String(wanted.length))
    expect(heading(await get(`/${register}`))).toBe(await countedFor(email, day, register))
  })

  it('filters by no value of a hidden record, and offers none', async () => {
    if (register !== 'threats') return
    const { text } = await get(`/${register}`)
    const offered = [...new Set(text.match(/Zebraphase [A-Z]+/g) ?? [])].toSorted()
    expect(offered).toEqual(sees.map(kind => `Zebraphase ${kind}`).toSorted())
    expect(text.includes('Zebracrime')).toBe(sees.length > 0)
    for (const kind of hidden) expect(heading(await get(`/threats?phase=Zebraphase+${kind}`))).toBe('0')
  })

  it('sorts and pages through no more than that', async () => {
    for (const order of ['asc', 'desc']) {
      const { text } = await get(`/${register}?${onlyOurs[register]}&sort=reference&order=${order}`)
      const expected = order === 'asc' ? wanted : wanted.toReversed()
      expect(referencesIn(tableOf(text), register)).toEqual(expected)
    }
    for (const [kind, direction] of [
      ['NAMED', 'after'],
      ['ORG', 'before'],
    ]) {
      const at = referenceOf(register, kind ?? '')
      const cursor = Buffer.from(JSON.stringify(['reference', at, at])).toString('base64url')
      const { text } = await get(`/${register}?${onlyOurs[register]}&sort=reference&order=asc&${direction}=${cursor}`)
      expect(referencesIn(tableOf(text), register)).toEqual(
        wanted.filter(reference => (direction === 'after' ? reference > at : reference < at)),
      )
    }
  })

  it('finds no more by search', async () => {
    const byName = await get('/search?reference=Zebrafinch')
    expect(referencesIn(tableOf(byName.text), register).toSorted()).toEqual(wanted)
    const byStart = await get(`/search?reference=${referenceOf(register, '')}`)
    expect(referencesIn(tableOf(byStart.text), register).toSorted()).toEqual(wanted)
    for (const kind of ['NAMED', 'HIST'] as const) {
      const exact = await scene.as(email).get(on(`/search?reference=${referenceOf(register, kind)}`, day))
      expect(exact.status, kind).toBe(sees.includes(kind) ? 303 : 200)
    }
  })

  it('exports no more', async () => {
    const { text } = await get(`/${register}.csv?${onlyOurs[register]}`)
    const lines = text.split('\r\n').slice(1, -1)
    expect(lines.map(line => referencesIn(line, register)[0] ?? '').toSorted()).toEqual(wanted)
  })

  it('opens no more, nor its audit', async () => {
    for (const kind of kinds) {
      const expected = sees.includes(kind) ? 200 : 404
      const answered = await scene.as(email).get(on(`/${register}/${referenceOf(register, kind)}`, day))
      expect(answered.status, kind).toBe(expected)
    }
    for (const kind of ['NAMED', 'NOW'] as const) {
      const audited = await scene.as(email).get(on(`/audit/${register}/${referenceOf(register, kind)}`, day))
      const expected = sees.includes(kind) ? 200 : 404
      expect(audited.status, kind).toBe(mayReadAudit(email) ? expected : 403)
    }
  })

  it('shows the states that are theirs, and no other', async () => {
    for (const kind of sees) {
      const reference = referenceOf(register, kind)
      const { text } = await get(`/${register}/${reference}/history`)
      const { states } = await api(`/${register}/${reference}/history?reason=test`)
      const expected = day === 'past' || isFromNowOn(email, kind) ? 1 : 2
      expect((states as readonly unknown[]).length).toBe(expected)
      expect(text.match(/First state that you may see/g)?.length).toBe(1)
      expect(JSON.stringify(states).includes(saidFirst[register])).toBe(!isFromNowOn(email, kind))
    }
  })

  it('answers programs the same', async () => {
    const { items, total } = await api(`/${register}?${onlyOurs[register]}&reason=test`)
    const references = (items as readonly { readonly reference: string }[]).map(item => item.reference)
    expect(references.toSorted()).toEqual(wanted)
    expect(total).toBe(wanted.length)
    for (const kind of kinds) {
      const path = `/api/v1/${register}/${referenceOf(register, kind)}?reason=test`
      expect((await scene.program(email).get(on(path, day))).status).toBe(sees.includes(kind) ? 200 : 404)
    }
  })
})

describe.each(readers)('$email', ({ email, today, past }) => {
  it.each(days)("reads on a record's page of no other that is hidden, %s", async day => {
    const sees = day === 'today' ? today : past
    const threat = await scene.as(email).get(on('/threats/ACC-T-SHARED', day))
    const isTheirs = sees.includes('SHARED')
    expect(threat.status).toBe(isTheirs ? 200 : 404)
    expect(referencesIn(threat.text, 'disruptions').toSorted()).toEqual(isTheirs ? named('disruptions', sees) : [])
    const all = sees.length === 1 ? 'See it in the list' : `See all ${sees.length} in the list`
    expect(threat.text.includes(all)).toBe(isTheirs)
    for (const kind of sees) {
      const { text } = await scene.as(email).get(on(`/disruptions/${referenceOf('disruptions', kind)}`, day))
      expect(referencesIn(text, 'disruptions').toSorted()).toEqual(named('disruptions', sees))
      expect(text.includes('href="/threats/ACC-T-SHARED')).toBe(sees.includes('SHARED'))
    }
  })

  it('is told in a file, too, what is theirs alone', async () => {
    const { text } = await scene.as(email).get('/threats.csv')
    expect(referencesIn(text, 'threats').toSorted()).toEqual(named('threats', today))
    for (const kind of kinds) expect(text.includes(`Zebraphase ${kind}`)).toBe(today.includes(kind))
  })
})

/** How many records there are for someone, by the database itself: not by a list. */
async function countedFor(email: string, day: (typeof days)[number], register: string): Promise<string> {
  const { items, total } = JSON.parse(
    (await scene.program(email).get(on(`/api/v1/${register}?limit=1&reason=test`, day))).text,
  ) as { readonly items: readonly unknown[]; readonly total: number }
  expect(items.length).toBe(Math.min(1, total))
  return total.toLocaleString('en-GB')
}

/** A visible disruption speaks of its threat by reference: that is its own text, not another record. */
const isOurs = (register: string) => (reference: string) => reference.startsWith(referenceOf(register as Register, ''))

const tableOf = (text: string) => [...text.matchAll(/<tbody[\s\S]*?<\/tbody>/g)].join('')

const mayReadAudit = (email: string) => /^(analyst|second|rocta|inspector)@/.test(email)

const isFromNowOn = (email: string, kind: Kind) =>
  kind === 'NOW' && ['tasking@nca.example', 'housing@council.example'].includes(email)
