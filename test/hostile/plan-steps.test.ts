import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { aim, plan, planAction } from '#modules/plans'
import { actionRow, aimRow, planRow } from '../plan-rows.ts'
import { type Answered, type Program, type TestServer, testServer, type Visitor } from '../server.ts'
import { actingFor, addPerson, takeRows } from '../sightings.ts'
import { asKept, asSent, packsOfLines, packsOfOneLine } from './packs.ts'
import { shownTexts, typedValues } from './shown-texts.ts'

let site: TestServer
let visitor: Visitor
let program: Program

const long = packsOfLines(4000)
const lines = packsOfLines(1000)
const oneLine = packsOfOneLine(1000)
const measure = '/plan-aims/M-1/measure'

beforeAll(async () => {
  site = await testServer()
  const { rows } = await sql<{ id: number }>`select id from organisations.person where email = 'system'`.execute(
    site.database.owner,
  )
  const system = rows[0]?.id ?? 0
  await addPerson(site.database.owner, 'second@cheshire.example', 'Cheshire Constabulary', 'lead responsible officer')
  await sql`update organisations.person set sample = true, password_hash = (select password_hash
    from organisations.person where email = 'lro@cheshire.example') where email = 'second@cheshire.example'`.execute(
    site.database.owner,
  )
  const done = { status: 'Done', doneOn: '2026-01-01', outcome: 'x', person: 'lro@cheshire.example' }
  await actingFor(site.database.app, system, 'import', async tx => {
    await takeRows(tx, plan, [planRow('P-1'), ...long.map((_, index) => planRow(`P-C${index}`))], system)
    await takeRows(tx, aim, [aimRow('M-1', 'P-1')], system)
    const actions = oneLine.map((_, index) => actionRow(`A-D${index}`, 'P-1', done))
    await takeRows(tx, planAction, actions, system)
  })
  visitor = await site.signIn('lro@cheshire.example')
  program = site.program(await site.tokenOf('lro@cheshire.example'))
}, 120_000)
afterAll(() => site.close())

function expectDone({ status, text }: Answered, what = ''): void {
  expect(`${what} ${status} ${status === 303 ? '' : text.replaceAll(/<[^>]+>|\s+/g, ' ')}`).toBe(`${what} 303 `)
}

/** The day as the boxes of a form send it. */
function dayOf(name: string, day: Date) {
  return {
    [`${name}-day`]: String(day.getUTCDate()),
    [`${name}-month`]: String(day.getUTCMonth() + 1),
    [`${name}-year`]: String(day.getUTCFullYear()),
  }
}

it.each([
  ['text', lines],
  ['measure', packsOfLines(500)],
  ['baseline', packsOfOneLine(200)],
  ['target', packsOfOneLine(200)],
] as const)(
  'stand in an aim’s %s as typed',
  async (field, texts) => {
    expect(texts.length).toBeGreaterThan(0)
    for (const text of texts) {
      const { headers } = await program.get('/api/v1/plan-aims/M-1')
      const etag = { 'if-match': String(headers['etag']) }
      const sent = await program.send('PATCH', '/api/v1/plan-aims/M-1', { [field]: text }, 'application/json', etag)
      expect(`${sent.status} ${sent.status === 200 ? '' : sent.text}`).toBe('200 ')
      expect((JSON.parse(sent.text) as Record<string, unknown>)[field]).toBe(text.normalize('NFC'))
      expect(shownTexts((await visitor.get('/plan-aims/M-1')).text)).toContain(text.normalize('NFC'))
      // On every page that may show it, markup in it would throw.
      for (const path of field === 'text' ? ['/plans/P-1', '/plans/P-1/on-a-page', measure] : [measure]) {
        const { status, text: html } = await visitor.get(path)
        expect(`${path} ${status}`).toBe(`${path} 200`)
        shownTexts(html)
      }
    }
  },
  120_000,
)

it('are said of a measurement by the form, and shown as typed', async () => {
  for (const text of lines) {
    const fields = { ...dayOf('measuredOn', new Date()), value: '1,200.5', says: asSent(text) }
    expectDone(await visitor.post('/plan-aims/M-1/measure', fields))
    expect(shownTexts((await visitor.get('/plan-aims/M-1')).text)).toContain(asKept(text))
  }
  for (const value of oneLine) {
    const { status, text } = await visitor.post('/plan-aims/M-1/measure', { ...dayOf('measuredOn', new Date()), value })
    expect(status).toBe(400)
    expect(typedValues(text).get('value')).toBe(value)
  }
}, 120_000)

it('are told with a plan that is handed over, and why it is refused', async () => {
  const receiver = await site.signIn('second@cheshire.example')
  for (const text of long) {
    const fields = { to: 'second@cheshire.example', message: asSent(text) }
    expectDone(await visitor.post('/plans/P-1/hand-over', fields), 'offer')
    expect(shownTexts((await visitor.get('/plans/P-1/hand-over')).text)).toContain(asKept(text))
    const number = /\/hand-overs\/(\d+)/.exec((await receiver.get('/plans/P-1')).text)?.[1]
    expect(shownTexts((await receiver.get(`/hand-overs/${number}`)).text)).toContain(asKept(text))
    const answer = { answer: 'Refused', reason: asSent(text) }
    expectDone(await receiver.post(`/hand-overs/${number}`, answer), 'answer')
    expect(shownTexts((await visitor.get('/plans/P-1')).text)).toContain(asKept(text))
    const { text: listed } = await program.get('/api/v1/plans/P-1/hand-overs')
    const { items } = JSON.parse(listed) as { readonly items: readonly { message: string; reason: string }[] }
    expect(items.map(({ message, reason }) => [message, reason])).toContainEqual([asKept(text), asKept(text)])
  }
}, 120_000)

it('name nobody whom a plan could be handed to', async () => {
  for (const to of packsOfOneLine(200)) {
    const { status, text } = await visitor.post('/plans/P-1/hand-over', { to, message: 'x' })
    expect(status).toBe(400)
    expect(typedValues(text).get('to')).toBe(to)
  }
}, 120_000)

it('stand in what is asked when a plan is closed', async () => {
  for (const [index, text] of long.entries()) {
    const path = `/plans/P-C${index}`
    const version = typedValues((await visitor.get(`${path}/close`)).text).get('_version') ?? ''
    const sent = { exitCriteria: asSent(text), learning: asSent(text), debrief: asSent(text), _version: version }
    const tooLong = await visitor.post(`${path}/close`, { ...sent, learning: asSent(text) + 'x'.repeat(4000) })
    expect(tooLong.status).toBe(400)
    const typed = typedValues(tooLong.text)
    expect([typed.get('debrief') ?? '', typed.get('learning') ?? ''].map(asKept)).toEqual([
      asKept(text),
      asKept(text) + 'x'.repeat(4000),
    ])
    expectDone(await visitor.post(`${path}/close`, sent))
    const kept = JSON.parse((await program.get(`/api/v1${path}`)).text) as Record<string, unknown>
    expect(kept).toMatchObject({
      status: 'Closed',
      exitCriteria: asKept(text),
      learning: asKept(text),
      debrief: asKept(text),
    })
    expect(shownTexts((await visitor.get(path)).text).filter(shown => shown === asKept(text))).toHaveLength(3)
  }
}, 120_000)

it('are why a finished action was no disruption, as typed', async () => {
  for (const [index, reason] of oneLine.entries()) {
    const path = `/plan-actions/A-D${index}`
    const tooLong = await visitor.post(`${path}/not-a-disruption`, { reason: `${reason}${'x'.repeat(1000)}` })
    expect(tooLong.status).toBe(400)
    expect(typedValues(tooLong.text).get('reason')).toBe(`${reason}${'x'.repeat(1000)}`)
    expectDone(await visitor.post(`${path}/not-a-disruption`, { reason }))
    expect(shownTexts((await visitor.get(path)).text)).toContain(asKept(reason))
  }
}, 120_000)

it('stand in a tactic of the menu, there and where an action begins from it', async () => {
  const administrator = await site.signIn('admin@fourfold.example')
  const names = packsOfOneLine(200)
  for (let index = 0; index < Math.max(names.length, lines.length); index += 1) {
    const [name, text] = [names[index] ?? `Zebra ${index}`, lines[index % lines.length] ?? '']
    const said = { what: asSent(text), whenToUse: asSent(text), whoHelps: asSent(text), watchOut: asSent(text) }
    const tactic = { name, fourP: 'Prevent', ...said, ...dayOf('from', new Date()) }
    expectDone(await administrator.post('/plans/menu/new', tactic))
  }
  const { rows } = await sql<{ id: number; name: string; what: string; watchOut: string }>`
    select id, name, what, watch_out as "watchOut" from plans.menu_tactic where made_by is not null`.execute(
    site.database.owner,
  )
  expect(rows.map(({ name }) => name)).toEqual(expect.arrayContaining(names.map(asKept)))
  const menu = shownTexts((await visitor.get('/plans/menu')).text)
  for (const { id, name, what, watchOut } of rows) {
    expect(menu).toEqual(expect.arrayContaining([name, what, watchOut]))
    const end = await administrator.get(`/plans/menu/${id}/end`)
    expect(shownTexts(end.text)).toEqual(expect.arrayContaining([name, what, watchOut]))
    const begun = await visitor.get(`/plan-actions/new?plan=P-1&tactic=${id}`)
    expect(begun.status).toBe(200)
    shownTexts(begun.text)
  }
}, 120_000)

it('nothing of it was a fault of ours', () => {
  expect(site.faults).toEqual([])
})
