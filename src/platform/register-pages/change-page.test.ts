import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { sql } from 'kysely'
import { type Answered, testServer, type TestServer, type Visitor } from '#test/server'

let site: TestServer
let analyst: Visitor
let lro: Visitor
let reference: string
beforeAll(async () => {
  site = await testServer()
  analyst = await site.signIn('analyst@cheshire.example')
  lro = await site.signIn('lro@cheshire.example')
})
afterAll(() => site.close())

const answers = {
  name: 'Copper wharf',
  threatType: 'Organised crime group',
  crimeCategory: 'Drugs',
  phase: 'Active',
  type: 'Tactical',
  soc: 'SOC',
  leadResponsibleOfficer: '',
}
let count = 0

beforeEach(async () => {
  // Names so different that none is taken for another.
  answers.name = `${'abcdefghijklmnopqrstuvwxyz'.charAt(count++).repeat(12)} wharf`
  const made = await analyst.post('/threats/new', { ...answers, handling: 'Region', _draft: '' })
  reference = String(made.headers['location']).split('/').at(-1) ?? ''
  await analyst.get('/threats')
})

describe('a change', () => {
  test('is asked for with what stands, and recorded', async () => {
    const form = await analyst.get(`/threats/${reference}/change`)
    expect(form.text).toMatch(/value="Organised crime group" checked/)
    const sent = await analyst.post(`/threats/${reference}/change`, { ...answers, ...ownOf(form), phase: 'Monitoring' })
    expect(sent.headers['location']).toBe(`/threats/${reference}`)
    expect((await analyst.get(`/threats/${reference}/history`)).text).toContain('Monitoring')
    expect(await auditDetails('threat.changed', reference)).toEqual({ fields: ['phase'] })
  })

  test('sent twice is one, and the second is led to what came of it', async () => {
    const form = await analyst.get(`/threats/${reference}/change`)
    const body = { ...answers, ...ownOf(form), phase: 'Monitoring' }
    await analyst.post(`/threats/${reference}/change`, body)
    const again = await analyst.post(`/threats/${reference}/change`, body)
    expect(again.headers['location']).toBe(`/threats/${reference}`)
    expect(await stateCount(reference)).toBe(2)
  })

  test('by two people at once: the second is shown what differs, and nothing of either is lost', async () => {
    const mine = ownOf(await analyst.get(`/threats/${reference}/change`))
    const theirs = ownOf(await lro.get(`/threats/${reference}/change`))
    const address = `/threats/${reference}/change`
    await lro.post(address, {
      ...answers,
      ...theirs,
      name: 'Theirs alone',
      phase: 'Monitoring',
      leadResponsibleOfficer: 'lro@cheshire.example',
    })
    const conflict = await analyst.post(address, {
      ...answers,
      ...mine,
      name: 'Mine <b>alone</b>',
      crimeCategory: 'Firearms',
      phase: 'Active',
    })
    expect(conflict.status).toBe(409)
    for (const words of [
      'Robin Specimen changed it',
      'Theirs alone',
      'Mine &lt;b&gt;alone&lt;/b&gt;',
      'Firearms',
      'lro@cheshire.example',
    ])
      expect(conflict.text).toContain(words)
    const kept = hiddenOf(conflict)
    expect(kept['_disputed']).toBe('name')
    expect(kept['_untouched']?.split(' ').toSorted()).toEqual(['leadResponsibleOfficer', 'phase'])
    const undecided = await analyst.post(address, kept)
    expect(undecided.status).toBe(409)
    expect(undecided.text).toContain('Select which name is to stand')
    const decided = await analyst.post(address, { ...kept, '_choice-name': 'mine' })
    expect(decided.status).toBe(303)
    expect(await current(reference)).toEqual({
      name: 'Mine <b>alone</b>',
      crime_category: 'Firearms',
      phase: 'Monitoring',
      lead_responsible_officer: 'lro@cheshire.example',
    })
  })

  test('that the other is to win keeps the other’s words and this person’s other fields', async () => {
    const mine = ownOf(await analyst.get(`/threats/${reference}/change`))
    const theirs = ownOf(await lro.get(`/threats/${reference}/change`))
    const address = `/threats/${reference}/change`
    await lro.post(address, { ...answers, ...theirs, name: 'Theirs wins', phase: 'Active' })
    const conflict = await analyst.post(address, {
      ...answers,
      ...mine,
      name: 'Mine loses',
      crimeCategory: 'Cyber',
      phase: 'Active',
    })
    await analyst.post(address, { ...hiddenOf(conflict), '_choice-name': 'theirs' })
    expect(await current(reference)).toMatchObject({ name: 'Theirs wins', crime_category: 'Cyber' })
  })

  test('left for later begins again from the version that it began from', async () => {
    const own = ownOf(await analyst.get(`/threats/${reference}/change`))
    const address = `/threats/${reference}/change`
    await analyst.post(address, { ...answers, ...own, name: 'Later', _save: 'later' })
    const theirs = ownOf(await lro.get(address))
    await lro.post(address, { ...answers, ...theirs, name: 'Sooner' })
    const resumed = await analyst.get(`${address}?draft=${own._draft}`)
    expect(resumed.text).toContain('value="Later"')
    expect(ownOf(resumed)).toEqual(own)
    expect((await analyst.post(address, { ...answers, ...own, name: 'Later' })).status).toBe(409)
  })
})

describe('who may change it', () => {
  test.each([
    ['analyst@lancashire.example', 403],
    ['tasking@nwrocu.example', 403],
    ['inspector@hmicfrs.example', 403],
    ['housing@council.example', 403],
  ])('%s is refused', async (email, status) => {
    const other = await site.signIn(email)
    expect((await other.get(`/threats/${reference}`)).text).not.toContain('/change"')
    expect((await other.get(`/threats/${reference}/change`)).status).toBe(status)
    const sent = await other.post(`/threats/${reference}/change`, { ...answers, _version: 'x', name: 'Not theirs' })
    expect(sent.status).toBe(status)
    expect(await stateCount(reference)).toBe(1)
  })

  test('a record that can’t be seen is not found, as one that is not there', async () => {
    await sql`insert into organisations.handling_stated (register, reference, stated_at, handling, entered_at)
      values ('threats', ${reference}, now(), 'Organisation', now())`.execute(site.database.owner)
    await sql`update threats.threat set handling = 'Organisation', audience_id = organisations.audience_for('Organisation', owner_id)
      where reference = ${reference}`.execute(site.database.owner)
    await sql`update threats.threat_state s set audience_id = t.audience_id from threats.threat t
      where t.id = s.record_id and t.reference = ${reference}`.execute(site.database.owner)
    const other = await site.signIn('analyst@lancashire.example')
    for (const part of ['change', 'in-error']) {
      const hidden = await other.get(`/threats/${reference}/${part}`)
      const absent = await other.get(`/threats/no-such-record/${part}`)
      expect(hidden.status).toBe(404)
      expect(hidden.text.replaceAll(reference, '')).toBe(absent.text.replaceAll('no-such-record', ''))
    }
    expect((await other.post(`/threats/${reference}/in-error`, { reason: 'x', version: 'x' })).status).toBe(404)
  })
})

describe('recorded in error', () => {
  test('needs a reason, leaves lists, is kept, and can be recorded again', async () => {
    const form = await analyst.get(`/threats/${reference}/in-error`)
    const { version } = hiddenOf(form)
    const address = `/threats/${reference}/in-error`
    expect((await analyst.post(address, { version: version ?? '', reason: ' ' })).text).toContain(
      'Enter why it was recorded in error',
    )
    expect((await analyst.post(address, { version: version ?? '', reason: 'The same as another' })).status).toBe(303)
    expect((await analyst.get('/threats')).text).not.toContain(reference)
    const page = await analyst.get(`/threats/${reference}`)
    expect(page.text).toContain('The same as another')
    expect((await analyst.get(`/threats/${reference}/change`)).headers['location']).toBe(address)
    const again = await analyst.get(address)
    expect(
      (await analyst.post(`/threats/${reference}/record-again`, { version: hiddenOf(again)['version'] ?? '' })).status,
    ).toBe(303)
    expect((await analyst.get('/threats')).text).toContain(reference)
  })
})

test('on a past day nothing is recorded, and what was typed is kept', async () => {
  const own = ownOf(await analyst.get(`/threats/${reference}/change`))
  const other = await site.signIn('analyst@cheshire.example')
  const sent = await other.post(`/threats/${reference}/change?asAt=2025-01-01`, {
    ...answers,
    ...own,
    name: 'On a past day',
  })
  expect(sent.status).toBe(409)
  expect(sent.text).toContain('What you typed is kept')
  expect(await stateCount(reference)).toBe(1)
  expect((await analyst.get('/drafts')).text).toContain(own._draft)
  expect((await analyst.get('/threats/new?asAt=2025-01-01')).status).toBe(409)
  expect((await analyst.get('/threats?asAt=2025-01-01')).text).not.toContain('href="/threats/new"')
})

function ownOf({ text }: Answered) {
  const { _draft = '', _version = '' } = hiddenOf({ text })
  expect([_draft, _version]).not.toContain('')
  return { _draft, _version }
}

function hiddenOf({ text }: Pick<Answered, 'text'>): Record<string, string> {
  const form = /<main[\s\S]*<\/main>/.exec(text)?.[0] ?? ''
  const found = [...form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)]
  const decoded = (value = '') => value.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
  return Object.fromEntries(
    found.filter(([, name]) => name !== '_csrf').map(([, name, value]) => [name, decoded(value)]),
  )
}

async function stateCount(of: string): Promise<number | undefined> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from threats.threat_state where reference = ${of}`.execute(site.database.owner)
  return rows[0]?.count
}

async function current(of: string) {
  const { rows } = await sql`
    select name, crime_category, phase, lead_responsible_officer from threats.threat_state
    where reference = ${of} and recorded_to = 'infinity'`.execute(site.database.owner)
  return rows[0]
}

async function auditDetails(event: string, of: string) {
  const { rows } = await sql<{ details: unknown }>`
    select details from audit.entry where event = ${event} and shown @> ${[`threats:${of}`]} order by id desc limit 1`.execute(
    site.database.owner,
  )
  return rows[0]?.details
}
