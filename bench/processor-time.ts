import { readFile } from 'node:fs/promises'
import type pg from 'pg'
import type { Measured } from './measured.ts'

/** Ticks a second of the processor times in /proc: the same on every Linux that Node runs on. */
const ticks = 100

/** Measures something, and with it the processor time that the server and its backends spent on each. */
export async function withProcessorTime(
  { serverPid, client, role }: { readonly serverPid: number; readonly client: pg.Client; readonly role: string },
  measure: () => Promise<Measured>,
): Promise<Measured> {
  const before = { server: await spent([serverPid]), backends: await spentByBackend(client, role) }
  const measured = await measure()
  const after = { server: await spent([serverPid]), backends: await spentByBackend(client, role) }
  const backends = [...after.backends].map(([pid, time]) => time - (before.backends.get(pid) ?? 0))
  const database = backends.reduce((sum, time) => sum + time, 0)
  const each = (time: number) => time / Math.max(1, measured.done)
  return { ...measured, processor: { server: each(after.server - before.server), database: each(database) } }
}

async function spentByBackend(client: pg.Client, role: string): Promise<ReadonlyMap<number, number>> {
  const { rows } = await client.query<{ pid: number }>('select pid from pg_stat_activity where usename = $1', [role])
  return new Map(await Promise.all(rows.map(async ({ pid }) => [pid, await spent([pid])] as const)))
}

/** Processor time of processes so far, in milliseconds; of one that has ended, none. */
async function spent(pids: readonly number[]): Promise<number> {
  const each = await Promise.all(pids.map(pid => readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')))
  return each.reduce((sum, stat) => {
    // The second field is the program's name in brackets, which may hold anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return sum + (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * (1000 / ticks)
  }, 0)
}
