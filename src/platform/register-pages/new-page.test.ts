import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from 'kysely'
import { testServer, type TestServer, type Visitor } from '#test/server'

let site: TestServer
let analyst: Visitor
beforeAll(async () => {
  site = await testServer()
  analyst = await site.signIn('analyst@cheshire.example')
})
afterAll(() => site.close())

const answers = {
  name: 'Amber line',
  threatType: 'Vulnerability',
  crimeCategory: 'Drugs',
  phase: 'Active',
  type: 'Tactical',
  soc: 'SOC',
  leadResponsibleOfficer: 'someone@elsewhere.example',
  handling: 'Organisation',
}

describe('a new threat', () => {
  test('is recorded from one page, with the draft remembering what came of it', async () => {
    const form = await analyst.get('/threats/new')
    expect(form.status).toBe(200)
    expect(form.text).toContain('For example, a county line')
    const draft = draftIn(form.text)
    const sent = await analyst.post('/threats/new', { ...answers, _draft: draft })
    expect(sent.status).toBe(303)
    const address = String(sent.headers['location'])
    expect(address).toMatch(/^\/threats\/CHE-[23456789A-Z]{6}$/)
    const page = await analyst.get(address)
    expect(page.text).toContain('Threat recorded')
    expect(page.text).toContain('No tier yet')
    expect(page.text).toContain('someone@elsewhere.example')
    expect((await analyst.get('/threats')).text).toContain('No tier yet')
    const again = await analyst.post('/threats/new', { ...answers, _draft: draft })
    expect(again.headers['location']).toBe(address)
    const { rows } = await sql<{
      count: number
    }>`select count(*)::int as count from threats.threat_state where name = 'Amber line'`.execute(site.database.owner)
    expect(rows).toEqual([{ count: 1 }])
  })

  test('sent twenty times at once is one threat', async () => {
    const draft = draftIn((await analyst.get('/threats/new')).text)
    const csrf = await analyst.csrfToken()
    const sent = await Promise.all(
      Array.from({ length: 20 }, () =>
        analyst.post('/threats/new', { ...answers, name: 'Only once', _draft: draft, _csrf: csrf }),
      ),
    )
    expect(new Set(sent.map(one => one.headers['location'])).size).toBe(1)
    expect(sent.every(one => one.status === 303)).toBe(true)
  })

  test('says all that is wrong at once, beside what was typed', async () => {
    const draft = draftIn((await analyst.get('/threats/new')).text)
    const sent = await analyst.post('/threats/new', {
      ...answers,
      name: '',
      threatType: '',
      crimeCategory: 'Piracy',
      leadResponsibleOfficer: 'nobody at all',
      handling: '',
      _draft: draft,
    })
    expect(sent.status).toBe(400)
    for (const words of [
      'Enter a name',
      'Select a threat type',
      'Select a crime category',
      'is not an email address',
      'Select a handling',
    ])
      expect(sent.text).toContain(words)
    expect(sent.text).toContain('value="nobody at all"')
    expect((await analyst.get('/drafts')).text).toContain(`draft=${draft}`)
  })

  test('nearly called as another is pointed out first, and recorded all the same', async () => {
    const first = await analyst.post('/threats/new', { ...answers, name: 'Ámber-Lína!', _draft: '' })
    expect(first.status).toBe(409)
    expect(first.text).toContain('has the same name, or nearly')
    const seen = /name="_seen" value="([^"]+)"/.exec(first.text)?.[1] ?? ''
    const anyway = await analyst.post('/threats/new', {
      ...answers,
      name: 'Ámber-Lína!',
      _draft: draftIn(first.text),
      _seen: seen,
    })
    expect(anyway.status).toBe(303)
  })

  test('is kept for later, and continued', async () => {
    const draft = draftIn((await analyst.get('/threats/new')).text)
    const kept = await analyst.post('/threats/new', {
      name: 'Half a <threat>',
      _draft: draft,
      _save: 'later',
      _titled: 'name',
    })
    expect(kept.headers['location']).toBe('/drafts')
    expect((await analyst.get('/drafts')).text).toContain('New threat: Half a &lt;threat&gt;')
    expect((await analyst.get('/threats/new')).text).toContain('You have begun')
    const resumed = await analyst.get(`/threats/new?draft=${draft}`)
    expect(resumed.text).toContain('value="Half a &lt;threat&gt;"')
    const other = await site.signIn('analyst@lancashire.example')
    expect((await other.get(`/threats/new?draft=${draft}`)).text).not.toContain('Half a')
    expect((await other.post(`/drafts/${draft}`, { name: 'Mine' })).status).toBe(404)
  })
})

function draftIn(text: string): string {
  return /name="_draft" value="([^"]+)"/.exec(text)?.[1] ?? ''
}
