import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Scene, sceneOf } from '#test/access-scene'
import { type TestServer, testServer, type Visitor } from '#test/server'

let site: TestServer
let scene: Scene
let analyst: Visitor

beforeAll(async () => {
  site = await testServer()
  scene = sceneOf(site.database)
  await scene.addThreat('AUD-1', 'Cheshire Constabulary', '2022-01-01T00:00:00Z')
  analyst = await site.signIn('analyst@cheshire.example')
})
afterAll(() => site.close())

describe('who has seen a record', () => {
  test('names who was shown it, exported it, and was refused it', async () => {
    const other = await site.signIn('analyst@lancashire.example')
    await other.get('/threats/AUD-1')
    await other.get('/threats.csv')
    await (await site.signIn('tasking@nca.example')).get('/threats/AUD-1')
    const { status, text } = await analyst.get('/audit/threats/AUD-1')
    expect(status).toBe(200)
    const rows = text.split('<tr').filter(row => row.includes('.example'))
    expect(rows.filter(row => row.includes('analyst@lancashire.example'))).toHaveLength(2)
    expect(rows.filter(row => row.includes('tasking@nca.example') && row.includes('refused'))).toHaveLength(1)
    expect((await analyst.get('/audit/threats/AUD-1')).text).toContain('analyst@cheshire.example')
  })

  test('goes by the day the site is on', async () => {
    const { status, text } = await analyst.get('/audit/threats/AUD-1?asAt=2023-01-04')
    expect(status).toBe(200)
    expect(text).toContain('Nobody has been shown this record.')
  })

  test('is in pages', async () => {
    const { rows } = await sql<{ id: number }>`
      insert into audit.entry (request_id, actor, event, outcome, shown)
      select 'request', 'someone-' || n, 'threat.viewed', 'done', array['threats:AUD-1'] from generate_series(1, 60) n
      returning id`.execute(site.database.owner)
    const first = await analyst.get('/audit/threats/AUD-1')
    expect(first.text).toContain('someone-60<')
    expect(first.text).not.toContain('someone-10<')
    const next = /href="(\/audit\/threats\/AUD-1\?before=\d+)"/.exec(first.text)?.[1] ?? ''
    const second = await analyst.get(next)
    expect(second.text).toContain('someone-10<')
    expect(second.text).not.toContain('someone-11<')
    expect((await analyst.get('/audit/threats/AUD-1?before=x')).status).toBe(200)
    expect(rows).toHaveLength(60)
  })

  test('is for those whose part includes it, and who see the record', async () => {
    const officer = await site.signIn('lro@cheshire.example')
    expect((await officer.get('/audit/threats/AUD-1')).status).toBe(403)
    const moderator = await site.signIn('inspector@hmicfrs.example')
    expect((await moderator.get('/audit/threats/AUD-1')).status).toBe(200)
    expect((await analyst.get('/audit/threats/AUD-2')).status).toBe(404)
    expect((await analyst.get('/audit/persons/AUD-1')).status).toBe(404)
  })
})

describe('when the audit can’t be written', () => {
  const asOwner = (statement: string) => sql.raw(statement).execute(site.database.owner)

  afterEach(async () => {
    await asOwner('drop trigger if exists broken on audit.entry')
    await asOwner(`grant insert (request_id, person_id, actor, organisation, event, outcome, shown, details, reason, as_at)
      on audit.entry to fourfold_app`)
  })

  test('nothing is shown', async () => {
    const token = await site.tokenOf('analyst@cheshire.example')
    expect((await analyst.get('/threats/AUD-1')).text).toContain('A name')
    await asOwner('revoke insert on audit.entry from fourfold_app')
    for (const path of ['/threats/AUD-1', '/threats', '/threats.csv', '/audit/threats/AUD-1', '/threats/AUD-404']) {
      const { status, text } = await analyst.get(path)
      expect(status).toBe(503)
      expect(text).not.toContain('A name')
    }
    const answered = await site.program(token).get('/api/v1/threats/AUD-1')
    expect(answered.status).toBe(503)
    expect(answered.text).not.toContain('A name')
  })

  test('nothing is changed', async () => {
    await asOwner(`
      create or replace function audit.refuse() returns trigger language plpgsql
      as $$ begin raise exception 'the audit is broken'; end $$`)
    await asOwner(`
      create trigger broken before insert on audit.entry for each row when (new.event = 'record.shared')
      execute function audit.refuse()`)
    const organisation = String(await scene.organisationId('Halton Borough Council'))
    const fields = { with: 'organisation', organisation, what: 'history', reason: 'A joint visit' }
    expect((await analyst.post('/handling/threats/AUD-1/share', fields)).status).toBe(503)
    expect(String(site.faults.at(-1))).toContain('the audit is broken')
    expect(await scene.statesSeen('housing@council.example', 'AUD-1')).toBe(0)
    await asOwner('drop trigger broken on audit.entry')
    expect((await analyst.post('/handling/threats/AUD-1/share', fields)).status).toBe(303)
    expect(await scene.statesSeen('housing@council.example', 'AUD-1')).toBe(1)
  })
})
