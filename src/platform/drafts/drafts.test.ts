import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from 'kysely'
import { stateActor } from '#modules/organisations'
import type { Transaction } from '#platform/database'
import type { Actor } from '#platform/http'
import { testServer, type TestServer, type Visitor } from '#test/server'
import {
  discardDraft,
  finishDraft,
  forgetDraftsJob,
  keepDraft,
  listDrafts,
  openDraft,
  readDraft,
  saveDraft,
} from './index.ts'

let site: TestServer
let analyst: Visitor
beforeAll(async () => {
  site = await testServer()
  analyst = await site.signIn('analyst@cheshire.example')
})
afterAll(() => site.close())

const opening = { kind: 'threats.new', address: '/threats/new', title: 'New threat' }

describe('a draft', () => {
  test('keeps what was typed as it was typed, for its person alone', async () => {
    const typed = {
      name: '  Ω <b>&amp; "\u202E\u200B ',
      many: ['a', 'b'],
      _csrf: 'secret',
      _draft: 'x',
      _save: 'later',
      _titled: 'name',
    }
    const id = await as('analyst@cheshire.example', async (tx, actor) => {
      const draft = await openDraft({ tx, actor }, opening)
      expect(draft).toMatchObject({ ...opening, fields: {}, savedAt: undefined, doneHref: undefined })
      expect(await listDrafts(tx)).toEqual([])
      expect(await saveDraft(tx, draft.id, typed)).toBeInstanceOf(Date)
      const read = await readDraft(tx, draft.id)
      expect(read?.fields).toEqual({ name: typed.name, many: ['a', 'b'], _titled: 'name' })
      expect(read?.title).toBe(`New threat: ${typed.name.trim()}`)
      return draft.id
    })
    await as('lro@cheshire.example', async tx => {
      expect(await readDraft(tx, id)).toBeUndefined()
      expect(await saveDraft(tx, id, { name: 'Mine' })).toBeUndefined()
      await discardDraft(tx, id)
      await finishDraft(tx, id, '/elsewhere')
      expect(await listDrafts(tx)).toEqual([])
    })
    await as('analyst@cheshire.example', async tx => expect((await readDraft(tx, id))?.fields['name']).toBe(typed.name))
  })

  test('that came of something holds nothing more, and takes nothing more', async () => {
    await as('analyst@cheshire.example', async (tx, actor) => {
      const { id } = await openDraft({ tx, actor }, opening)
      await saveDraft(tx, id, { name: 'Recorded' })
      await finishDraft(tx, id, '/threats/CHE-1')
      expect(await readDraft(tx, id)).toMatchObject({ fields: {}, doneHref: '/threats/CHE-1' })
      expect(await saveDraft(tx, id, { name: 'Again' })).toBeUndefined()
      expect(await keepDraft(tx, id, { name: 'Again' })).toBeUndefined()
      expect((await listDrafts(tx)).map(draft => draft.id)).not.toContain(id)
    })
  })

  test('takes what the database can’t hold by its stand-in, and not more than there is room for', async () => {
    await as('analyst@cheshire.example', async (tx, actor) => {
      const { id } = await openDraft({ tx, actor }, opening)
      await saveDraft(tx, id, { name: 'a\u0000b\uD800' })
      expect((await readDraft(tx, id))?.fields['name']).toBe('a\uFFFDb\uFFFD')
      expect(await saveDraft(tx, id, { name: 'é'.repeat(300_001) })).toBeUndefined()
      expect(await saveDraft(tx, id, { name: '"\\'.repeat(60_000) })).toBeInstanceOf(Date)
      for (const none of ['', 'x', `${id}x`, '00000000-0000-4000-8000-000000000000']) {
        expect(await readDraft(tx, none)).toBeUndefined()
        expect(await saveDraft(tx, none, {})).toBeUndefined()
        expect(await keepDraft(tx, none, {})).toBeUndefined()
      }
      await discardDraft(tx, id)
      expect(await readDraft(tx, id)).toBeUndefined()
    })
  })

  test('is forgotten when nobody comes back to it', async () => {
    const ids = await as('lro@merseyside.example', async (tx, actor) => {
      const made = await Promise.all(['unsaved', 'saved', 'done'].map(() => openDraft({ tx, actor }, opening)))
      const [unsaved = '', saved = '', done = ''] = made.map(draft => draft.id)
      await saveDraft(tx, saved, { name: 'Saved' })
      await finishDraft(tx, done, '/threats/CHE-2')
      return { unsaved, saved, done }
    })
    const left = async (days: number) => {
      const context = { database: site.database.app, present: () => new Date(Date.now() + days * 86_400_000) }
      await forgetDraftsJob.run(context as never, undefined)
      return as('lro@merseyside.example', async tx =>
        Promise.all(Object.values(ids).map(async id => (await readDraft(tx, id)) !== undefined)),
      )
    }
    expect(await left(1)).toEqual([true, true, true])
    expect(await left(3)).toEqual([false, true, false])
    expect(await left(91)).toEqual([false, false, false])
  })
})

describe('on the site', () => {
  test('a form that comes in after the session ended is there at the next sign-in', async () => {
    const form = await analyst.get('/threats/new')
    const draft = /name="_draft" value="([^"]+)"/.exec(form.text)?.[1] ?? ''
    const token = await analyst.csrfToken()
    await analyst.post('/sign-out')
    const sent = await analyst.post('/threats/new', {
      _draft: draft,
      _titled: 'name',
      name: 'After <the> end',
      _csrf: token,
    })
    expect(sent.status).toBe(303)
    expect(sent.headers['location']).toBe(`/sign-in?return=${encodeURIComponent(`/threats/new?draft=${draft}`)}`)
    analyst = await site.signIn('analyst@cheshire.example')
    expect((await analyst.get(`/threats/new?draft=${draft}`)).text).toContain('value="After &lt;the&gt; end"')
    expect((await analyst.get('/drafts')).text).toContain('New threat: After &lt;the&gt; end')
    expect((await analyst.get('/work')).text).toContain('Drafts to finish')
    expect((await analyst.post(`/drafts/${draft}/discard`)).headers['location']).toBe('/drafts')
    expect((await analyst.get('/drafts')).text).toContain('You have no drafts')
  })

  test('a script saves, and says when', async () => {
    const draft = /name="_draft" value="([^"]+)"/.exec((await analyst.get('/threats/new')).text)?.[1] ?? ''
    const saved = await analyst.post(`/drafts/${draft}`, { name: 'By a script' })
    expect(saved.status).toBe(200)
    expect(Date.parse((JSON.parse(saved.text) as { savedAt: string }).savedAt)).not.toBeNaN()
    expect((await analyst.get(`/threats/new?draft=${draft}`)).text).toContain('value="By a script"')
    const other = await site.signIn('lro@merseyside.example')
    expect((await other.post(`/drafts/${draft}`, { name: 'Not theirs' })).status).toBe(404)
    expect((await other.get('/drafts')).text).toContain('You have no drafts')
    const { rows } = await sql<{ entry: string }>`
      select e::text as entry from audit.entry e where event like 'draft%'`.execute(site.database.owner)
    expect(rows.length).toBeGreaterThan(2)
    expect(rows.map(row => row.entry).join()).not.toMatch(/By a script|After/)
  })
})

test('a fault loses nothing that was typed', async () => {
  const draft = /name="_draft" value="([^"]+)"/.exec((await analyst.get('/threats/new')).text)?.[1] ?? ''
  await sql`alter table threats.threat add constraint broken check (reference = '') not valid`.execute(
    site.database.owner,
  )
  const answers = { threatType: 'Vulnerability', crimeCategory: 'Drugs', phase: 'Active', type: 'Tactical', soc: 'SOC' }
  const sent = await analyst.post('/threats/new', {
    ...answers,
    name: 'Through a fault',
    handling: 'Region',
    _draft: draft,
  })
  await sql`alter table threats.threat drop constraint broken`.execute(site.database.owner)
  expect(sent.status).toBe(503)
  expect(sent.text).toContain('What you typed is kept among your drafts')
  expect((await analyst.get(`/threats/new?draft=${draft}`)).text).toContain('value="Through a fault"')
  expect(site.faults).toHaveLength(1)
})

async function as<Result>(email: string, act: (tx: Transaction, actor: Actor) => Promise<Result>): Promise<Result> {
  return site.database.app.transaction().execute(async tx => {
    const { rows } = await sql<{ id: number }>`select id from organisations.person where email = ${email}`.execute(tx)
    const actor = await stateActor(tx, rows[0]?.id ?? 0, 'read')
    if (actor === undefined) throw new Error(`There is no ${email}`)
    return act(tx, actor)
  })
}
