import { join } from 'node:path'
import pg from 'pg'
import { runCommand } from '../test/running-server.ts'
import { ending } from './ending.ts'
import { databaseUrl } from './postgres.ts'

export interface NationalAsked {
  /** The address of the server's database `postgres`, as a superuser. */
  readonly url: string
  /** A folder that the command line may keep its own files in. */
  readonly folder: string
  readonly factor: number
  readonly seed: number
  readonly say: (line: string) => void
}

/** An empty database filled by `fourfold sample national`, that runs are copied from and that none writes to. */
export interface National {
  readonly name: string
  readonly factor: number
  /** How long loading took; undefined when it was there from a run before. */
  readonly seconds: number | undefined
  readonly bytes: number
  /** Rows by table, as PostgreSQL knows them since it analysed. */
  readonly rows: Readonly<Record<string, number>>
}

/** Finds the sample of this size in the server, or loads it: under another name until it is whole. */
export async function loadedNational(asked: NationalAsked): Promise<National> {
  const name = `national_${String(asked.factor).replace('.', '_')}_of_${asked.seed}`
  const isThere = await withClient(asked.url, async client => {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name])
    return rowCount === 1
  })
  const begun = performance.now()
  if (!isThere) await load(asked, name)
  const seconds = isThere ? undefined : (performance.now() - begun) / 1000
  return { name, factor: asked.factor, seconds, ...(await sizesOf(databaseUrl(asked.url, name))) }
}

async function load({ url, folder, factor, seed, say }: NationalAsked, name: string): Promise<void> {
  say(`Loading the national sample at factor ${factor}.`)
  const half = `${name}_half`
  await withClient(url, async client => {
    await client.query(`drop database if exists "${half}"`)
    await client.query(`create database "${half}"`)
  })
  const words = ['sample', 'national', '--factor', String(factor), '--seed', String(seed)]
  const settings = { DATABASE_URL: databaseUrl(url, half) }
  const loaded = await runCommand(join(folder, 'command'), words, { settings, signal: ending })
  if (loaded.status !== 0) throw new Error(`The sample could not be loaded: ${loaded.said}`)
  await withClient(databaseUrl(url, half), client => client.query('analyze'))
  await withClient(url, client => client.query(`alter database "${half}" rename to "${name}"`))
}

/** A copy to run on: what a run writes goes with it. */
export async function copyNational(
  url: string,
  { name }: National,
): Promise<{ readonly ownerUrl: string; readonly drop: () => Promise<void> }> {
  const copy = 'bench_run'
  const drop = () =>
    withClient(url, async client => void (await client.query(`drop database if exists "${copy}" with (force)`)))
  await drop()
  await withClient(url, async client => {
    await client.query(`create database "${copy}" template "${name}" strategy file_copy`)
    await client.query('checkpoint')
  })
  return { ownerUrl: databaseUrl(url, copy), drop }
}

async function sizesOf(url: string): Promise<Pick<National, 'bytes' | 'rows'>> {
  return withClient(url, async client => {
    const { rows: sized } = await client.query<{ bytes: string }>(
      'select pg_database_size(current_database()) as bytes',
    )
    const { rows } = await client.query<{ name: string; rows: number }>(
      `select c.oid::regclass::text as name, c.reltuples::bigint::float8 as rows from pg_class c
       join pg_namespace n on n.oid = c.relnamespace
       where c.relkind = 'r' and n.nspname in ('organisations', 'threats', 'disruptions', 'plans') and c.reltuples >= 100
       order by 1`,
    )
    return { bytes: Number(sized[0]?.bytes), rows: Object.fromEntries(rows.map(row => [row.name, row.rows])) }
  })
}

/** Does something on a connection of its own. */
export async function withClient<Result>(url: string, act: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url, application_name: 'fourfold-bench' })
  await client.connect()
  try {
    return await act(client)
  } finally {
    await client.end()
  }
}
