import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { threat } from '#modules/threats'
import { databaseDigest } from '../database-digest.ts'
import { samplePassword } from '../sample-database.ts'
import { type Answered, type Program, testServer, type TestServer, type Visitor } from '../server.ts'
import { actingFor, takeRows } from '../sightings.ts'
import { threatRow } from '../threat-rows.ts'

let site: TestServer
let analyst: Visitor
let administrator: Visitor
let program: Program

beforeAll(async () => {
  site = await testServer()
  const { rows } = await sql<{ id: number }>`select id from organisations.person where email = 'system'`.execute(
    site.database.owner,
  )
  const system = rows[0]?.id ?? 0
  await actingFor(site.database.app, system, 'import', tx => takeRows(tx, threat, [threatRow('CHE-1')], system))
  analyst = await site.signIn('analyst@cheshire.example')
  administrator = await site.signIn('admin@fourfold.example')
  program = site.program(await site.tokenOf('analyst@cheshire.example'))
  // What each form's token hangs on is in the session already.
  await analyst.csrfToken()
  await administrator.csrfToken()
})
afterAll(() => site.close())

const columns = 'request_id, person_id, actor, organisation, event, outcome, shown, details, reason, as_at'
const audit = (can: boolean) =>
  sql
    .raw(
      can
        ? `grant insert (${columns}) on audit.entry to fourfold_app`
        : 'revoke insert on audit.entry from fourfold_app',
    )
    .execute(site.database.owner)

describe('when the audit can’t be written', () => {
  beforeEach(async () => {
    await audit(false)
    return async () => void (await audit(true))
  })

  const expectNothingIn = ({ status, text }: Answered) => {
    expect(status).toBe(503)
    expect(text).toContain('This can’t be answered now')
    expect(text).not.toMatch(/CHE-1|Cheshire|permission denied|audit\.entry/)
  }

  it.each([
    '/threats',
    '/threats/CHE-1',
    '/threats/CHE-1/history',
    '/audit/threats/CHE-1',
    '/handling/threats/CHE-1',
    '/why/threats/CHE-1?person=analyst@cheshire.example',
    '/search?reference=CHE-1',
    '/search?reference=Threat',
    '/',
    '/imports',
    '/extractions',
    '/threats/NOT-THERE',
    '/nothing/here',
  ])('no page is shown: %s', async path => {
    expectNothingIn(await analyst.get(path))
  })

  it('nothing is exported, and no file of it is left', async () => {
    const before = process.env['TMPDIR']
    const folder = await mkdtemp(join(tmpdir(), 'fourfold-audit-'))
    process.env['TMPDIR'] = folder
    try {
      expectNothingIn(await analyst.get('/threats.csv'))
      expect(await readdir(folder)).toEqual([])
    } finally {
      if (before === undefined) delete process.env['TMPDIR']
      else process.env['TMPDIR'] = before
      await rm(folder, { recursive: true })
    }
  })

  it('no program is answered', async () => {
    for (const path of ['/api/v1/threats', '/api/v1/threats/CHE-1', '/api/v1/threats/CHE-1/history']) {
      expectNothingIn(await program.get(path))
    }
  })

  it('nothing is changed', async () => {
    const digest = await databaseDigest(site.database.owner)
    const change = { handling: 'Shared', reason: 'A test', checked: 'yes' }
    expectNothingIn(await analyst.post('/handling/threats/CHE-1/change', change))
    const share = { with: 'person', person: 'tasking@nca.example', what: 'history', reason: 'A test' }
    expectNothingIn(await analyst.post('/handling/threats/CHE-1/share', share))
    expectNothingIn(await analyst.post('/extractions/new', { preset: 'hmicfrs-threats' }))
    expectNothingIn(await program.send('POST', '/api/v1/extractions', { preset: 'hmicfrs-threats' }))
    expectNothingIn(await program.send('POST', '/api/v1/imports/threats', 'Reference\nCHE-2\n', 'text/csv'))
    const file = { name: 'threats.csv', content: 'Reference\nCHE-2\n' }
    expectNothingIn(await analyst.upload('/imports/new', { register: 'threats' }, file))
    expectNothingIn(await administrator.post('/organisations/new', { name: 'Another Council', kind: 'Partner' }))
    expect(await databaseDigest(site.database.owner)).toBe(digest)
    expect(await jobs()).toBe(0)
  })

  it('nobody is signed in', async () => {
    const visitor = site.visitor()
    expectNothingIn(await visitor.post('/sign-in', { email: 'lro@cheshire.example', password: samplePassword }))
    await audit(true)
    expect((await visitor.get('/threats')).status).toBe(303)
  })

  it('nor is anyone refused without a trace', async () => {
    expectNothingIn(await administrator.get('/threats'))
    expectNothingIn(await analyst.post('/handling/threats/NOT-THERE/change', {}))
  })
})

it('all goes on as soon as it can be', async () => {
  expect((await analyst.get('/threats/CHE-1')).status).toBe(200)
  expect((await program.get('/api/v1/threats/CHE-1')).status).toBe(200)
  const { status } = await analyst.post('/handling/threats/CHE-1/change', {
    handling: 'Shared',
    reason: 'A test',
    checked: 'yes',
  })
  expect(status).toBe(303)
})

async function jobs(): Promise<number> {
  const { rows } = await sql<{ total: number }>`select count(*) as total from pgboss.job where name = 'import'`.execute(
    site.database.owner,
  )
  return rows[0]?.total ?? -1
}
