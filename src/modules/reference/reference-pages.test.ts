import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Scene, sceneOf } from '#test/access-scene'
import { type Answered, type TestServer, testServer, type Visitor } from '#test/server'

let site: TestServer
let scene: Scene
let administrator: Visitor
let analyst: Visitor

beforeAll(async () => {
  site = await testServer()
  scene = sceneOf(site.database)
  administrator = await site.signIn('admin@fourfold.example')
  analyst = await site.signIn('analyst@cheshire.example')
  for (let n = 0; n < 7; n++) await scene.addThreat(`CHE-${n}`, 'Cheshire Constabulary', '2026-01-01T00:00:00Z')
  for (let n = 0; n < 3; n++) await scene.addThreat(`LAN-${n}`, 'Lancashire Constabulary', '2026-01-01T00:00:00Z')
})
afterAll(() => site.close())

const day = (name: string, text: string) => {
  const [year = '', month = '', date = ''] = text.split('-')
  return { [`${name}-day`]: date, [`${name}-month`]: month, [`${name}-year`]: year }
}
const plain = (html: string) => html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')
const main = ({ text }: Answered) => plain(text.slice(text.indexOf('<main'), text.indexOf('</main')))
const idOf = async (list: string, value: string) => {
  const { rows } = await sql<{ id: number }>`
    select id from reference.value where list = ${list} and value = ${value} order by state_id desc`.execute(
    site.database.owner,
  )
  return rows[0]?.id ?? 0
}
const versionIn = ({ text }: Answered) => /name="version" value="(\d+)"/.exec(text)?.[1] ?? ''
/** What the form of a page would send on: its hidden values. */
const hidden = ({ text }: Answered) =>
  Object.fromEntries(
    [...text.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)]
      .map(([, name = '', value = '']) => [name, value] as const)
      .filter(([name]) => name !== '_csrf' && name !== 'again'),
  )

describe('the lists', () => {
  test('are read by anyone signed in, and changed by administrators alone', async () => {
    const active = await idOf('phases', 'Active')
    for (const email of ['analyst@cheshire.example', 'housing@council.example', 'mayor@oversight.example']) {
      const reader = await site.signIn(email)
      expect(main(await reader.get('/reference'))).toContain('Crime categories')
      const list = await reader.get('/reference/phases')
      expect(main(list)).toContain('Archived (closed) Nothing has been seen of it')
      expect(list.text).not.toContain('Add a value')
      const value = await reader.get(`/reference/phases/${active}`)
      expect(value.status).toBe(200)
      expect(value.text).not.toContain('In use')
      expect(value.text).not.toContain('/end')
      for (const path of ['new', `${active}/change`, `${active}/end`]) {
        expect((await reader.get(`/reference/phases/${path}`)).status).toBe(403)
        expect((await reader.post(`/reference/phases/${path}`, { value: 'x' })).status).toBe(403)
        expect((await reader.post(`/reference/phases/${path}/check`, { value: 'x' })).status).toBe(403)
      }
    }
    expect((await administrator.get('/reference/phases')).text).toContain('Add a value')
    for (const path of ['nothing', 'phases/0', 'phases/x', 'nothing/new', `capabilities/${active}`]) {
      expect((await administrator.get(`/reference/${path}`)).status, path).toBe(404)
    }
    expect((await site.visitor().get('/reference')).status).toBe(303)
  })

  test('lead an analyst to the records, and an administrator to none', async () => {
    const path = `/reference/phases/${await idOf('phases', 'Active')}`
    const { text } = await analyst.get(path)
    expect(text).toContain('href="/threats?phase=Active"')
    expect(main(await analyst.get('/threats?phase=Active'))).toContain('CHE-1')
    expect((await administrator.get(path)).text).not.toContain('/threats?')
  })
})

describe('a program', () => {
  test('reads the lists, as known at any moment', async () => {
    const program = site.program(await site.tokenOf('analyst@cheshire.example'))
    const lists = JSON.parse((await program.get('/api/v1/reference')).text) as { items: { name: string }[] }
    expect(lists.items.map(({ name }) => name)).toContain('phases')
    for (const asAt of ['', '?asAt=2023-01-04']) {
      const phases = JSON.parse((await program.get(`/api/v1/reference/phases${asAt}`)).text) as { items: unknown[] }
      expect(phases.items[3]).toEqual({
        value: 'Archived (closed)',
        means: 'Nothing has been seen of it for long, and nobody works on it',
        from: null,
        until: null,
        replacedBy: null,
        countsAsClosed: true,
      })
    }
    expect((await program.get('/api/v1/reference/nothing')).status).toBe(404)
  })
})

describe('what a change would affect', () => {
  test('is shown to the administrator by organisation, and under five without name and figure', async () => {
    const page = await administrator.get(`/reference/phases/${await idOf('phases', 'Active')}`)
    expect(main(page)).toContain('Cheshire Constabulary 7 All other organisations Fewer than 5, or none')
    expect(main(page)).not.toContain('Lancashire')
    expect(page.text).not.toContain('CHE-')
  })
})

describe('a new value', () => {
  const fields = { value: ' Dormant ', hint: 'Quiet, <b>for now</b>', closed: 'no', stands: 'first' }

  test('is checked first: nothing is kept until it is confirmed, and nothing typed is lost', async () => {
    expect((await administrator.get('/reference/phases/new')).status).toBe(200)
    const wrong = await administrator.post('/reference/phases/new/check', {
      ...fields,
      value: '',
      ...day('from', '2026-02-30'),
    })
    expect(wrong.status).toBe(400)
    expect(main(wrong)).toContain('Enter the value')
    expect(main(wrong)).toContain('The first day must be a real date')
    expect(wrong.text).toContain('Quiet, &lt;b&gt;for now&lt;/b&gt;')
    const checked = await administrator.post('/reference/phases/new/check', { ...fields, ...day('from', '2026-10-01') })
    expect(checked.status).toBe(200)
    expect(main(checked)).toContain('Forms offer it from 1 October 2026')
    expect(await idOf('phases', 'Dormant')).toBe(0)
    const again = await administrator.post('/reference/phases/new/check', { ...hidden(checked), again: 'yes' })
    expect(again.text).toContain('value=" Dormant "')
    expect(again.text).toContain('value="2026"')
  })

  test('is on the list from its day', async () => {
    const added = await administrator.post('/reference/phases/new', { ...fields, ...day('from', '2026-10-01') })
    expect(added.status).toBe(303)
    const id = await idOf('phases', 'Dormant')
    expect(added.headers['location']).toBe(`/reference/phases/${id}`)
    const page = main(await administrator.get(`/reference/phases/${id}`))
    expect(page).toContain('from 1 October 2026')
    expect(page).toContain('Added')
    const taken = await administrator.post('/reference/phases/new', { ...fields, value: 'DORMANT' })
    expect(taken.status).toBe(400)
    expect(main(taken)).toContain('Dormant is on the list already, from 1 October 2026')
    const list = main(await analyst.get('/reference/phases'))
    expect(list.indexOf('Dormant')).toBeLessThan(list.indexOf('Developing'))
  })

  test('leaves its own entry in the audit: fields, and never a word', async () => {
    const { rows } = await sql<{ event: string; details: Record<string, unknown> }>`
      select event, details from audit.entry where event = 'reference-value.added' and outcome = 'done'`.execute(
      site.database.owner,
    )
    expect(rows).toEqual([
      {
        event: 'reference-value.added',
        details: expect.objectContaining({ list: 'phases', fields: ['value', 'fromOn'] }) as unknown,
      },
    ])
    expect(JSON.stringify(rows)).not.toContain('Dormant')
  })
})

describe('an existing value', () => {
  test('is changed in what it says, with what that affects shown first', async () => {
    const path = `/reference/phases/${await idOf('phases', 'Active')}`
    const form = await administrator.get(`${path}/change`)
    const fields = { version: versionIn(form), hint: 'In hand', closed: 'yes', stands: 'first' }
    const checked = await administrator.post(`${path}/change/check`, fields)
    expect(main(checked)).toContain('The records below count as closed: work lists leave them out')
    expect(main(checked)).toContain('Cheshire Constabulary 7')
    expect((await administrator.get(path)).text).not.toContain('In hand')
    expect((await administrator.post(`${path}/change`, hidden(checked))).status).toBe(303)
    const after = main(await analyst.get(path))
    expect(after).toContain('In hand Before: Work against it is under way')
    expect(after).toContain('Yes Before: No')
    expect(after).toContain('Place in the list Moved')
    const late = await administrator.post(`${path}/change`, { ...fields, hint: 'Typed too late' })
    expect(late.status).toBe(400)
    expect(main(late)).toContain('Somebody changed this value after you opened it')
    expect(late.text).toContain('Typed too late')
  })

  test('is renamed from a day: old records keep the old word, and are still found by it', async () => {
    const path = `/reference/crime-categories/${await idOf('crime-categories', 'Drugs')}`
    const form = await administrator.get(`${path}/end`)
    const fields = { version: versionIn(form), how: 'renamed', to: 'Drug trafficking', ...day('on', '2026-04-01') }
    for (const [wrong, problem] of [
      [{ how: '' }, 'Select what happens to it'],
      [{ how: 'toString' }, 'Select what happens to it'],
      [{ to: '' }, 'Enter the new name'],
      [{ how: 'merged' }, 'Select the value it is merged into'],
      [{ how: 'merged', into: '999999' }, 'Select a value that is on the list on that day'],
      [{ 'on-day': '' }, 'The day must be a real date'],
      [{ to: 'Firearms' }, 'Firearms is on the list already'],
    ] as const) {
      const answered = await administrator.post(`${path}/end/check`, { ...fields, ...wrong })
      expect([answered.status, main(answered)]).toEqual([400, expect.stringContaining(problem)])
    }
    const checked = await administrator.post(`${path}/end/check`, fields)
    expect(main(checked)).toContain('From 1 April 2026 forms no longer offer it, and offer Drug trafficking instead')
    expect(main(checked)).toContain('Cheshire Constabulary 7')
    expect((await administrator.post(`${path}/end`, hidden(checked))).status).toBe(303)
    const list = main(await analyst.get('/reference/crime-categories'))
    expect(list).toMatch(/On the list.*Drug trafficking.*No longer on the list.*Drugs.*1 April 2026 Drug trafficking/)
    const threats = await analyst.get('/threats?crimeCategory=Drugs')
    expect(main(threats)).toContain('CHE-1')
    const filter = async (query: string) => main(await analyst.get(`/threats${query}`))
    expect(await filter('')).toMatch(/Crime category Any .*Drug trafficking.* Drugs /)
    expect(await filter('?asAt=2026-01-02')).not.toContain('Drug trafficking')
    expect(main(await analyst.get('/threats/CHE-1'))).toContain('Drugs')
  })

  test('whose end was a mistake stays', async () => {
    const path = `/reference/crime-categories/${await idOf('crime-categories', 'Cyber')}`
    const version = versionIn(await administrator.get(`${path}/end`))
    await administrator.post(`${path}/end`, { version, how: 'ended', ...day('on', '2026-04-01') })
    const ended = await administrator.get(path)
    expect(main(ended)).toContain('No longer on the list')
    expect((await administrator.post(`${path}/keep`, { version: versionIn(ended) })).status).toBe(303)
    expect(main(await administrator.get(path))).toContain('On the list')
    expect((await administrator.post(`${path}/keep`, { version: versionIn(ended) })).status).toBe(400)
  })

  test('that the program knows by name is only worded anew', async () => {
    const id = await idOf('disruption-effects', 'Major')
    const path = `/reference/disruption-effects`
    expect((await administrator.get(`${path}/${id}/change`)).status).toBe(200)
    for (const closed of ['new', `${id}/end`]) {
      expect((await administrator.get(`${path}/${closed}`)).status).toBe(404)
      expect((await administrator.post(`${path}/${closed}`, { value: 'x' })).status).toBe(404)
    }
  })
})

describe('on a past day', () => {
  const past = '?asAt=2026-01-02'

  test('the lists read as they were known then, and offer nothing that changes them', async () => {
    const list = await administrator.get(`/reference/crime-categories${past}`)
    expect(main(list)).toContain('Drugs')
    expect(main(list)).not.toContain('Drug trafficking')
    expect(list.text).not.toContain('Add a value')
    const path = `/reference/phases/${await idOf('phases', 'Active')}`
    const value = await administrator.get(`${path}${past}`)
    expect(main(value)).toContain('Work against it is under way')
    expect(main(value)).not.toContain('In hand')
    expect(value.text).not.toContain('In use')
    expect(value.text).not.toContain('/change')
    expect((await administrator.get(`/reference/phases/${await idOf('phases', 'Dormant')}${past}`)).status).toBe(404)
  })

  test('nothing is changed', async () => {
    const path = `/reference/phases/${await idOf('phases', 'Active')}`
    for (const form of ['/reference/phases/new', `${path}/change`, `${path}/end`]) {
      expect((await administrator.get(`${form}${past}`)).status).toBe(409)
      expect((await administrator.post(`${form}${past}`, { value: 'Then' })).status).toBe(409)
    }
    expect(await idOf('phases', 'Then')).toBe(0)
  })
})

test('no request was a fault of ours', () => expect(site.faults).toEqual([]))
