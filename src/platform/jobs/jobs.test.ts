import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { appRole, openDatabase } from '#platform/database'
import type { Job, JobContext } from '#platform/http'
import { enqueue, prepareJobs, startJobs } from '#platform/jobs'
import { testDatabase, type TestDatabase } from '#test/database'

let database: TestDatabase
const said: string[] = []

beforeAll(async () => {
  database = await testDatabase()
  await prepareJobs({ ownerUrl: database.ownerUrl, names: ['act', 'held', 'shaky'] })
})
afterAll(() => database.close())

function start(jobs: readonly Job[]) {
  const context: Omit<JobContext, 'stopping'> = {
    database: database.app,
    house: undefined as never,
    present: () => new Date(),
    say: line => said.push(line),
    settings: {},
  }
  return startJobs({ appUrl: database.appUrl, jobs, context })
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await wait(50)
}

const send = (name: string, content: object) => database.app.transaction().execute(tx => enqueue(tx, name, content))

describe('a job that is enqueued', () => {
  it('runs when the transaction commits, and never when it is rolled back', async () => {
    const ran: unknown[] = []
    const jobs = await start([{ name: 'act', run: async (_context, content) => void ran.push(content) }])
    const undone = database.app.transaction().execute(async tx => {
      await enqueue(tx, 'act', { of: 'undone' })
      throw new Error('undo')
    })
    await expect(undone).rejects.toThrow('undo')
    await send('act', { of: 'kept' })
    await until(() => ran.length > 0)
    await jobs.stop()
    const { rows } = await sql<{ data: unknown }>`select data from pgboss.job where name = 'act'`.execute(
      database.owner,
    )
    expect({ ran, rows }).toEqual({ ran: [{ of: 'kept' }], rows: [{ data: { of: 'kept' } }] })
  })

  it('is refused when there is no such job', async () => {
    await expect(send('unheard-of', {})).rejects.toThrow('unheard-of')
  })

  it('runs again when it failed', async () => {
    let runs = 0
    const run = async (): Promise<void> => {
      runs++
      if (runs === 1) throw new Error('the first time')
    }
    const jobs = await start([{ name: 'shaky', run }])
    await send('shaky', {})
    await until(() => runs === 2)
    await jobs.stop()
    expect(said.join()).toContain('the first time')
  })

  it('runs again when its server was killed', async () => {
    const script = fileURLToPath(new URL('../../../test/hold-job.ts', import.meta.url))
    const child = spawn(process.execPath, ['--conditions=source', script, database.appUrl, 'held'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await send('held', { of: 'the killed' })
    await once(child.stdout, 'data')
    child.kill('SIGKILL')
    await once(child, 'exit')
    const ran: unknown[] = []
    const jobs = await start([{ name: 'held', run: async (_context, content) => void ran.push(content) }])
    await until(() => ran.length > 0)
    await jobs.stop()
    expect(ran).toEqual([{ of: 'the killed' }])
  })
})

describe('preparing', () => {
  const queues = () =>
    sql`select name, retry_limit, updated_on from pgboss.queue order by name`
      .execute(database.owner)
      .then(({ rows }) => rows)

  it('leaves alone the queues that are as they should be, and mends the others', async () => {
    const before = await queues()
    const names = ['act', 'held', 'shaky']
    await prepareJobs({ ownerUrl: database.ownerUrl, names })
    expect(await queues()).toEqual(before)
    await sql`update pgboss.queue set retry_limit = 1 where name = 'act'`.execute(database.owner)
    await prepareJobs({ ownerUrl: database.ownerUrl, names })
    expect(await queues()).toMatchObject(names.map(name => ({ name, retry_limit: 5 })))
  })
})

describe('a periodic job', () => {
  it('runs on one server at a time, and goes on after a fault', async () => {
    let running = 0
    let most = 0
    let runs = 0
    const run = async (): Promise<void> => {
      running++
      most = Math.max(most, running)
      await wait(100)
      running--
      runs++
      if (runs === 2) throw new Error('the second time')
    }
    const job = { name: 'tick', everySeconds: 0.05, run }
    const servers = await Promise.all([start([job]), start([job]), start([job])])
    await until(() => runs > 5)
    await Promise.all(servers.map(server => server.stop()))
    expect(most).toBe(1)
    expect(said.join()).toContain('the second time')
  })
})

describe('a job that goes through many things', () => {
  it('ends before the next of them once the server stops', async () => {
    let things = 0
    const run = async ({ stopping }: JobContext): Promise<void> => {
      while (!stopping.aborted) {
        things += 1
        await wait(5)
      }
    }
    const running = await start([{ name: 'goes on', everySeconds: 3600, run }])
    await until(() => things > 0)
    await running.stop()
    const before = things
    await wait(20)
    expect(things).toBe(before)
  })
})

describe('many periodic jobs', () => {
  it('all run, though each needs a second connection and together they outnumber them', async () => {
    const ran = new Set<string>()
    const names = Array.from({ length: 12 }, (_, index) => `one of many ${index}`)
    const running = await start(
      names.map(name => ({
        name,
        everySeconds: 3600,
        run: async ({ database: own }) => {
          await sql`select`.execute(own)
          ran.add(name)
        },
      })),
    )
    await until(() => ran.size === names.length)
    await running.stop()
    expect([...ran].toSorted()).toEqual(names.toSorted())
  })
})

describe('the lesser role', () => {
  it('works on jobs and owns nothing of them', async () => {
    const app = openDatabase({ url: database.appUrl, connections: 1 })
    await expect(sql`create table pgboss.mine ()`.execute(app)).rejects.toThrow('permission denied')
    await expect(sql`select pgboss.create_queue('mine', '{}'::jsonb)`.execute(app)).rejects.toThrow(
      /permission denied|does not exist/,
    )
    await app.destroy()
    const { rows } =
      await sql`select tablename from pg_tables where schemaname = 'pgboss' and tableowner = ${appRole}`.execute(
        database.owner,
      )
    expect(rows).toEqual([])
  })
})
