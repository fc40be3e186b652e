import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { runCommand } from '../test/running-server.ts'
import { ending } from './ending.ts'
import { databaseUrl } from './postgres.ts'
import { startBenchServer } from './server.ts'
import { settleDigests } from './settle-digests.ts'

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
  const seconds = isThere ? undefined : await load(asked, name)
  return { name, factor: asked.factor, seconds, ...(await sizesOf(databaseUrl(asked.url, name))) }
}

/** @returns how many seconds the command took. */
async function load({ url, folder, factor, seed, say }: NationalAsked, name: string): Promise<number> {
  say(`Loading the national sample at factor ${factor}.`)
  const half = `${name}_half`
  await withClient(url, async client => {
    await client.query(`drop database if exists "${half}"`)
    await client.query(`create database "${half}"`)
  })
  const words = ['sample', 'national', '--factor', String(factor), '--seed', String(seed)]
  const settings = { DATABASE_URL: databaseUrl(url, half) }
  const begun = performance.now()
  const loaded = await runCommand(join(folder, 'command'), words, { settings, signal: ending })
  if (loaded.status !== 0) throw new Error(`The sample could not be loaded: ${loaded.said}`)
  const seconds = (performance.now() - begun) / 1000
  await keepFindings(databaseUrl(url, half), folder, say)
  await withClient(url, client => client.query(`alter database "${half}" rename to "${name}"`))
  return seconds
}

const longestComparing = 600

/**
 * Has a server compare the texts of all plans, as it does once of plans that are new to it: it takes one of the processors for as
 * long as that lasts, and what is measured meanwhile would be slower than it is on any other day.
 */
async function keepFindings(ownerUrl: string, folder: string, say: (line: string) => void): Promise<void> {
  await withClient(ownerUrl, settleDigests)
  const server = await startBenchServer(ownerUrl, folder)
  try {
    await withClient(ownerUrl, async client => {
      for (let seconds = 0; seconds < longestComparing; seconds += 1) {
        const { rowCount } = await client.query('select from plans.findings_kept')
        if (rowCount === 1) return
        await pause(1000, undefined, { signal: ending })
      }
      say(
        `The texts of plans were not compared within ${longestComparing} s: servers go on with it while they are measured.`,
      )
    })
  } finally {
    await server.stop()
  }
  // A server with no file of the audit's head takes entries that are there for tampered with.
  await withClient(ownerUrl, client => client.query('truncate audit.entry, audit.seal'))
  await withClient(ownerUrl, client => client.query('delete from notices.digest_day'))
  await withClient(ownerUrl, client => client.query('vacuum (analyze)'))
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
  const ownerUrl = databaseUrl(url, copy)
  await withClient(ownerUrl, readIn)
  return { ownerUrl, drop }
}

/** A server that has run for a day has in memory what it is asked for: PostgreSQL's own, or the system's. */
async function readIn(client: pg.Client): Promise<void> {
  await client.query('create extension pg_prewarm')
  await client.query(
    `select pg_prewarm(c.oid) from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'i') and n.nspname !~ '^pg_' and pg_relation_size(c.oid) > 0`,
  )
  await client.query('drop extension pg_prewarm')
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
