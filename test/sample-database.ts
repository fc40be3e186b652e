import { hash } from '@node-rs/argon2'
import pg from 'pg'
import { inject } from 'vitest'
import { addSamplePeople } from '#modules/organisations'
import { loadSample } from '#modules/exchange'
import { analyze, appUrlFor, openDatabase } from '#platform/database'
import { collect } from '#platform/http'
import { prepareJobs } from '#platform/jobs'
import { modules } from '../src/app.ts'
import { copyOf, type TestDatabase } from './database.ts'

export const samplePassword = 'fourfold-sample'

/** A database with the organisations and the sample people, and no record. */
export async function scratchDatabase(): Promise<TestDatabase> {
  await ensureTemplate('fourfold_people', async database => {
    await database.transaction().execute(async tx => addSamplePeople(tx, { passwordHash: await hash(samplePassword) }))
  })
  return copyOf('fourfold_people')
}

/** A database with the sample region, as the server loads it at its first start. */
export async function sampleDatabase(): Promise<TestDatabase> {
  await ensureTemplate('fourfold_sample', database =>
    loadSample({
      database,
      house: collect(modules),
      present: () => new Date(),
      password: samplePassword,
      say: () => undefined,
    }),
  )
  return copyOf('fourfold_sample')
}

/** Makes a template the first time a test file of the run asks for it; the others wait. */
async function ensureTemplate(
  name: string,
  fill: (database: ReturnType<typeof openDatabase>) => Promise<unknown>,
): Promise<void> {
  const server = inject('postgresOwnerUrl')
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock(hashtext($1))', [name])
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name])
    if (rowCount === 0) await makeTemplate(client, server, name, fill)
  } finally {
    await client.end()
  }
}

async function makeTemplate(
  client: pg.Client,
  server: string,
  name: string,
  fill: (database: ReturnType<typeof openDatabase>) => Promise<unknown>,
): Promise<void> {
  await client.query(`drop database if exists ${name}_making with (force)`)
  await client.query(`create database ${name}_making template fourfold_template`)
  const url = new URL(server)
  url.pathname = `/${name}_making`
  await prepareJobs({ ownerUrl: url.toString(), names: collect(modules).jobs.map(job => job.name) })
  const database = openDatabase({ url: appUrlFor(url.toString()) })
  try {
    await fill(database)
  } finally {
    await database.destroy()
  }
  await analyze(url.toString())
  await client.query(`alter database ${name}_making rename to ${name}`)
}
