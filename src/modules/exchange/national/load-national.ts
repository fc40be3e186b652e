import { readdir, readFile } from 'node:fs/promises'
import pg from 'pg'

export interface LoadNationalOptions {
  /** The address of the tables' owner: what is loaded belongs to every force, and indexes are made afterwards. */
  readonly ownerUrl: string
  /** How many times today's England and Wales: 1 is 30,000 threats of ten years, 220,000 disruptions, 4,500 live plans. */
  readonly factor: number
  /** The same seed and day give the same rows. */
  readonly seed: number
  /** The instant that everything is counted back from. */
  readonly present: Date
  /** Told what is being done. */
  readonly progress: (line: string) => void
}

const folder = new URL('../../../../sample/national/', import.meta.url)

/** Tables that are filled: their indexes and foreign keys are made again afterwards, many times as quick as keeping them up. */
const filledTables = [
  'organisations.person',
  'organisations.handling_stated',
  'threats.threat',
  'threats.threat_state',
  'disruptions.disruption',
  'disruptions.disruption_state',
  'plans.plan',
  'plans.plan_state',
  'plans.aim',
  'plans.aim_state',
  'plans.action',
  'plans.action_state',
  'plans.review',
  'plans.consultation',
  'threats.threat_name_in_use',
  'disruptions.disruption_title_in_use',
  'plans.plan_title_in_use',
  'plans.aim_says_in_use',
  'plans.action_says_in_use',
]

/**
 * Fills an empty database with invented data at national scale, in one transaction: whole or not at all. A database that holds
 * any record, or any data that isn't invented, is left alone.
 *
 * @returns what was loaded, by table; or in one line why nothing was.
 */
export async function loadNational(
  options: LoadNationalOptions,
): Promise<{ readonly loaded: Readonly<Record<string, number>> } | { readonly problem: string }> {
  const client = new pg.Client({ connectionString: options.ownerUrl, application_name: 'fourfold-sample' })
  await client.connect()
  try {
    await client.query('begin')
    await client.query("set local lock_timeout = '5s'")
    await client.query('lock table threats.threat in share row exclusive mode')
    if (!(await isEmpty(client))) {
      await client.query('rollback')
      return {
        problem: 'This database holds records. Nothing was changed: the national sample goes into an empty one.',
      }
    }
    await fill(client, options)
    await client.query('commit')
    await analyse(client, options.progress)
    return { loaded: await countLoaded(client) }
  } catch (fault) {
    await client.query('rollback').catch(() => undefined)
    throw fault
  } finally {
    await client.end()
  }
}

async function isEmpty(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ empty: boolean }>(`
    select not exists (select from threats.threat) and not exists (select from disruptions.disruption)
      and not exists (select from plans.plan)
      and not exists (select from organisations.person where not parts @> array['system']) as empty`)
  return rows[0]?.empty === true
}

async function fill(client: pg.Client, { factor, seed, present, progress }: LoadNationalOptions): Promise<void> {
  await client.query(
    `select set_config('national.factor', $1, true), set_config('national.seed', $2, true), set_config('national.day', $3, true)`,
    [String(factor), String(seed), present.toISOString()],
  )
  await client.query(
    `set local work_mem = '256MB'; set local maintenance_work_mem = '512MB'; set local synchronous_commit = off`,
  )
  const again = [...(await dropIndexes(client)), ...(await dropForeignKeys(client))]
  for (const name of (await readdir(folder)).filter(one => one.endsWith('.sql')).sort()) {
    progress(`Making ${name.replace(/^\d+-(.*)\.sql$/, '$1')}`)
    await client.query(await readFile(new URL(name, folder), 'utf8'))
  }
  for (const [at, statement] of again.entries()) {
    progress(`Making indexes and foreign keys, ${at + 1} of ${again.length}`)
    await client.query(statement)
  }
  await client.query(`insert into platform.fact (name, value) values ('sample', 'national')
    on conflict (name) do update set value = excluded.value`)
}

/** Those that no constraint needs. @returns the statements that make them again. */
async function dropIndexes(client: pg.Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
     from pg_index i left join pg_constraint c on c.conindid = i.indexrelid
     where i.indrelid = any ($1::regclass[]) and c.oid is null order by 1`,
    [filledTables],
  )
  for (const { name } of rows) await client.query(`drop index ${name}`)
  return rows.map(({ definition }) => definition)
}

/** They are checked when they are made again. @returns the statements that make them. */
async function dropForeignKeys(client: pg.Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ place: string; name: string; definition: string }>(
    `select conrelid::regclass::text as place, quote_ident(conname) as name, pg_get_constraintdef(oid) as definition
     from pg_constraint where conrelid = any ($1::regclass[]) and contype = 'f' order by 1, 2`,
    [filledTables],
  )
  for (const { place, name } of rows) await client.query(`alter table ${place} drop constraint ${name}`)
  return rows.map(({ place, name, definition }) => `alter table ${place} add constraint ${name} ${definition}`)
}

/** So that the first questions are planned as the later ones are. */
async function analyse(client: pg.Client, progress: (line: string) => void): Promise<void> {
  progress('Gathering statistics')
  await client.query('vacuum (analyze)')
}

async function countLoaded(client: pg.Client): Promise<Readonly<Record<string, number>>> {
  const { rows } = await client.query<Record<string, string>>(`
    select (select count(*) from organisations.person where sample) as people,
      (select count(*) from threats.threat) as threats, (select count(*) from threats.threat_state) as "states of threats",
      (select count(*) from disruptions.disruption) as disruptions,
      (select count(*) from disruptions.disruption_state) as "states of disruptions",
      (select count(*) from plans.plan) as plans, (select count(*) from plans.aim) as aims,
      (select count(*) from plans.action) as actions`)
  return Object.fromEntries(Object.entries(rows[0] ?? {}).map(([name, figure]) => [name, Number(figure)]))
}
