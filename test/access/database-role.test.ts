import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { disruption } from '#modules/disruptions'
import { aim, plan, planAction } from '#modules/plans'
import { threat } from '#modules/threats'
import { onlyRow } from '#platform/database'
import type { RecordDeclaration } from '#platform/record'
import { actionRow, aimRow, planRow } from '../plan-rows.ts'
import { testServer, type TestServer } from '../server.ts'
import { actingFor, takeRows } from '../sightings.ts'
import { disruptionRow, threatRow } from '../threat-rows.ts'

let site: TestServer

beforeAll(async () => {
  site = await testServer()
  const { rows } = await sql<{ id: number }>`select id from organisations.person where email = 'system'`.execute(
    site.database.owner,
  )
  const system = rows[0]?.id ?? 0
  const take = (record: RecordDeclaration, ...taken: Parameters<typeof takeRows>[2]) =>
    actingFor(site.database.app, system, 'import', tx => takeRows(tx, record, taken, system))
  await take(threat, threatRow('T-1', {}, { handling: 'Shared' }))
  await take(disruption, disruptionRow('D-1', {}, { handling: 'Shared' }))
  await take(plan, planRow('P-1', {}, { handling: 'Shared' }))
  await take(aim, aimRow('M-1', 'P-1'))
  await take(planAction, actionRow('A-1', 'P-1'))
  await actingFor(site.database.app, system, 'import', tx =>
    sql`select plans.note_texts_compared(pg_current_snapshot(), clock_timestamp())`.execute(tx),
  )
  const analyst = site.program(await site.tokenOf('analyst@cheshire.example'))
  await analyst.send('POST', '/api/v1/extractions', { preset: 'hmicfrs-threats' })
  await analyst.send('POST', '/api/v1/imports/threats', 'Reference\nT-2\n', 'text/csv')
  const made = { name: 'x', threatType: 'Vulnerability', crimeCategory: 'Drugs' }
  await analyst.send('POST', '/api/v1/threats', made, 'application/json', { 'idempotency-key': 'a-key' })
  const visitor = await site.signIn('analyst@cheshire.example')
  await visitor.get('/threats/new')
  await visitor.post('/threats/T-1/assess')
  await visitor.post('/disruptions/D-1/supporters', { supporting: 'Lancashire Constabulary' })
})
afterAll(() => site.close())

/** Schemas whose tables hold records, what was drawn from them, or what is one person's own. */
const schemas = ['threats', 'plans', 'disruptions', 'insight', 'exchange', 'notices', 'platform', 'reference']

/** Tables of those schemas without row-level security, and why. */
const open: Readonly<Record<string, string>> = {
  'insight.oversight_area': 'which regions an office oversees: no record, nor anything drawn from one',
  'notices.day_off': 'bank holidays',
  'notices.setting': 'when messages are written: one row for all',
  'plans.action_verb': 'words that an action may begin with',
  'plans.print_seed': 'one number, which the program itself may not read',
  'platform.fact': 'what is so of the whole database, such as that its data are invented',
  'platform.heartbeat': 'when the primary was last heard of: one row for all',
  'platform.migration': 'which migrations ran',
  'platform.recent_change': 'that somebody changed something within the hour, and not what',
  'reference.list': 'names of lists',
  'reference.use': 'which fields take their values from which list',
}

/** Tables that everyone may read, though not write. */
const readByAll: Readonly<Record<string, string>> = {
  'disruptions.recording_standard': 'published standards',
  'plans.check_threshold': 'from which figure on a check finds something',
  'plans.menu_tactic': 'what may be done, to start from',
  'reference.value': 'values of lists',
  'threats.assessment_model': 'models: no assessment, and no record',
}

/** Tables with row-level security that the program may not read at all, and why. */
const unread: Readonly<Record<string, string>> = {
  'disruptions.disruption_title_in_use': 'titles of all disruptions, whoever may see these',
  'plans.action_says_in_use': 'texts of all actions',
  'plans.aim_says_in_use': 'texts of all aims',
  'plans.plan_title_in_use': 'titles of all plans',
  'plans.text_change': 'which plans have changed, whoever may see these',
  'plans.texts_compared': 'when a job compared texts last',
  'threats.threat_name_in_use': 'names of all threats',
}

const asApp = (statement: string) => sql.raw(statement).execute(site.database.app)

describe('every table that holds records', () => {
  it('has row-level security, or is known not to need it', async () => {
    const { rows } = await sql<{ name: string; secured: boolean }>`
      select n.nspname || '.' || c.relname as name, c.relrowsecurity as secured
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p', 'm', 'f') and n.nspname = any (${schemas}::text[]) order by 1`.execute(
      site.database.owner,
    )
    expect(rows.length).toBeGreaterThanOrEqual(10)
    expect(rows.filter(row => !row.secured).map(row => row.name)).toEqual(Object.keys(open))
  })

  it('notes when who may see its rows is changed: no replica may go on showing them', async () => {
    const { rows } = await sql<{ name: string; notes: boolean }>`
      select format('%I.%I', n.nspname, c.relname) as name, exists (select from pg_trigger t
        where t.tgrelid = c.oid and t.tgname = 'note_moved_access' and t.tgenabled = 'O') as notes
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'audience_id'
      where c.relkind in ('r', 'p') and n.nspname = any (${schemas}::text[])`.execute(site.database.owner)
    expect(rows.length).toBeGreaterThanOrEqual(10)
    expect(rows.filter(row => !row.notes)).toEqual([])
  })

  it('has no view that sees past it', async () => {
    const { rows } = await sql<{ name: string }>`
      select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('v', 'm') and exists (
        select from pg_depend d join pg_rewrite r on r.oid = d.objid
        join pg_class t on t.oid = d.refobjid join pg_namespace tn on tn.oid = t.relnamespace
        where r.ev_class = c.oid and tn.nspname = any (${schemas}::text[]) and t.oid <> c.oid)`.execute(
      site.database.owner,
    )
    expect(rows).toEqual([])
  })

  it('gives nothing to a transaction that acts for nobody', async () => {
    const { rows } = await sql<{ name: string }>`
      select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = any (${schemas}::text[])`.execute(
      site.database.owner,
    )
    for (const { name } of rows.filter(row => [open, readByAll, unread].every(known => !(row.name in known)))) {
      const count = sql<{ total: number }>`select count(*) as total from ${sql.raw(name)}`
      expect(onlyRow(await count.execute(site.database.owner)).total, name).toBeGreaterThanOrEqual(0)
      expect(onlyRow(await count.execute(site.database.app)).total, name).toBe(0)
    }
    for (const name of [
      'threats.threat_state',
      'disruptions.disruption_state',
      'plans.plan_state',
      'plans.aim_state',
      'plans.action_state',
      'threats.assessment_step',
      'disruptions.side_step',
      'insight.extraction',
      'exchange.import',
      'platform.draft',
      'platform.kept_answer',
    ]) {
      const count = sql<{ total: number }>`select count(*) as total from ${sql.raw(name)}`
      expect(onlyRow(await count.execute(site.database.owner)).total, name).toBeGreaterThan(0)
    }
  })

  it.each(Object.keys(unread))('keeps from the program: %s', async name => {
    expect(
      onlyRow(
        await sql<{ total: number }>`select count(*) as total from ${sql.table(name)}`.execute(site.database.owner),
      ).total,
    ).toBeGreaterThan(0)
    for (const statement of [`select from ${name}`, `insert into ${name} default values`, `delete from ${name}`]) {
      await expect(asApp(statement), statement).rejects.toMatchObject({ code: '42501' })
    }
  })

  it('forgets who was stated when their transaction ends', async () => {
    await site.database.app.connection().execute(async connection => {
      const { rows } = await sql<{ id: number }>`
        select id from organisations.person where email = 'analyst@cheshire.example'`.execute(connection)
      await sql`begin`.execute(connection)
      await sql`select organisations.state_actor(${rows[0]?.id}::integer, 'read')`.execute(connection)
      expect((await sql`select from threats.threat`.execute(connection)).rows).toHaveLength(2)
      await sql`commit`.execute(connection)
      expect((await sql`select from threats.threat`.execute(connection)).rows).toHaveLength(0)
    })
  })
})

describe('the role that the program works as', () => {
  it('owns nothing, bypasses nothing, and is a member of nothing', async () => {
    const role = await asApp(`
      select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication,
        exists (select from pg_auth_members where member = r.oid) as member,
        exists (select from pg_class where relowner = r.oid and relpersistence <> 't') as owner
      from pg_roles r where rolname = current_user`)
    expect(role.rows).toEqual([
      {
        rolsuper: false,
        rolbypassrls: false,
        rolcreaterole: false,
        rolcreatedb: false,
        rolreplication: false,
        member: false,
        owner: false,
      },
    ])
  })

  it.each([
    'alter policy seen on threats.threat using (true)',
    'drop policy seen on threats.threat_state',
    'create policy mine on threats.threat for select using (true)',
    'alter table threats.threat_state disable row level security',
    'alter table audit.entry disable trigger all',
    'drop table threats.threat_state',
    'truncate threats.threat_state',
    'delete from threats.threat_state',
    'delete from disruptions.disruption',
    'delete from plans.plan_state',
    'truncate plans.action_state',
    'drop policy seen on plans.hand_over',
    "update plans.hand_over set answer = 'Accepted'",
    'update plans.review set by_owner = true',
    "update plans.decision set decided = 'x'",
    "update plans.menu_tactic set what = 'x'",
    'delete from plans.menu_tactic',
    'select * from plans.print_seed',
    'update plans.check_threshold set value = 0',
    'delete from organisations.handling_stated',
    "update organisations.handling_stated set handling = 'Shared'",
    'delete from organisations.share',
    'insert into threats.assessment (record_id) values (1)',
    'insert into threats.assessment_step (assessment_id) values (gen_random_uuid())',
    'update threats.assessment_step set reason = null',
    'delete from threats.assessment_step',
    'delete from threats.assessment',
    'update threats.assessment_model set definition = null',
    'delete from threats.assessment_model',
    'update disruptions.side_step set reason = null',
    'delete from disruptions.side_step',
    'delete from disruptions.side',
    'update disruptions.recording_standard set name = null',
    'delete from reference.value',
    "update reference.value set value = 'x'",
    'update platform.draft set person_id = 1',
    'delete from platform.kept_answer',
    'update notices.message set body = null',
    'update organisations.share set with_history = true',
    "update organisations.audience set handling = 'Shared'",
    "insert into organisations.audience (handling, owner_id) values ('Shared', 1)",
    "update organisations.person set email = 'x@example'",
    'update organisations.person set organisation_id = 1',
    'update organisations.sign_in_link set person_id = 1',
    'update organisations.token set person_id = 1',
    'select * from audit.entry',
    'select * from audit.seal',
    "update audit.entry set actor = 'x'",
    'delete from audit.entry',
    'truncate audit.entry',
    "insert into audit.entry (id, request_id, actor, event, outcome) values (1, 'r', 'a', 'e', 'done')",
    "insert into audit.entry (occurred_at, request_id, actor, event, outcome) values ('2020-01-01', 'r', 'a', 'e', 'done')",
    "insert into audit.seal (position, entry_id, hash, sealed_at) values (1, 1, '', now())",
    'delete from audit.seal',
    'update audit.fence set up_to = 0',
    "select setval('audit.entry_id', 1)",
    'set role postgres',
    'set role fourfold_test_owner',
    'set session authorization postgres',
    'alter role fourfold_app bypassrls',
    'alter role fourfold_app superuser',
    'create role mine',
    ...[
      'organisations',
      'threats',
      'plans',
      'disruptions',
      'audit',
      'insight',
      'exchange',
      'notices',
      'reference',
      'platform',
      'public',
      'pgboss',
    ].flatMap(schema => [
      `create function ${schema}.mine() returns integer language sql as 'select 1'`,
      `create table ${schema}.mine (id integer)`,
    ]),
    'create schema mine',
    'create or replace function organisations.actor_audiences() returns integer[] language sql as $$ select array[1] $$',
    'alter function organisations.actor_id() security definer',
    "copy threats.threat_state to program 'cat'",
    "copy threats.threat_state to '/tmp/threats'",
    "select pg_read_file('/etc/passwd')",
    "insert into platform.migration (name, sha256) values ('x', 'y')",
    'create extension dblink',
  ])('can not: %s', async statement => {
    await expect(asApp(statement)).rejects.toMatchObject({ code: '42501' })
  })

  it('sees no more by turning row-level security off for itself', async () => {
    await site.database.app.connection().execute(async connection => {
      await sql`begin`.execute(connection)
      await sql`set local row_security = off`.execute(connection)
      await expect(sql`select from threats.threat`.execute(connection)).rejects.toMatchObject({ code: '42501' })
      await sql`rollback`.execute(connection)
    })
  })

  it('records for no organisation but the actor’s', async () => {
    const { app } = site.database
    const { rows } = await sql<{ id: number }>`
      select id from organisations.person where email = 'analyst@lancashire.example'`.execute(app)
    const act = (statement: ReturnType<typeof sql>) =>
      actingFor(app, rows[0]?.id ?? 0, 'read', tx => statement.execute(tx))
    expect(
      (await act(sql`update threats.threat set handling = 'Shared' where reference = 'T-1'`)).numAffectedRows,
    ).toBe(0n)
    expect((await act(sql`update threats.threat_state set name = 'x' where reference = 'T-1'`)).numAffectedRows).toBe(
      0n,
    )
    await expect(
      act(
        sql`insert into threats.threat (reference, owner_id, audience_id) select 'T-9', owner_id, audience_id from threats.threat`,
      ),
    ).rejects.toMatchObject({ code: '42501' })
  })
})

describe('every function that acts with more than its caller’s rights', () => {
  it('looks names up in a path of its own, in which nobody’s temporary tables come first', async () => {
    const { rows } = await sql<{ name: string; path: string | null }>`
      select p.oid::regprocedure::text as name,
        (select substr(setting, 13) from unnest(p.proconfig) setting where setting like 'search_path=%') as path
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where p.prosecdef and n.nspname not in ('pg_catalog', 'information_schema') order by 1`.execute(
      site.database.owner,
    )
    expect(rows.length).toBeGreaterThan(10)
    for (const { name, path } of rows) expect(path?.replaceAll('"', ''), name).toBe('pg_catalog, pg_temp')
  })

  it('is for the program alone', async () => {
    const { rows } = await sql<{ name: string }>`
      select p.oid::regprocedure::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where p.prosecdef and n.nspname not in ('pg_catalog', 'information_schema')
        and has_function_privilege('public', p.oid, 'execute') order by 1`.execute(site.database.owner)
    expect(rows.map(row => row.name)).toEqual([])
  })
})
