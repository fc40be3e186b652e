import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Measured } from './measured.ts'
import { runProgram } from './run-program.ts'
import type { StatementScript } from './statement-script.ts'

export interface PgbenchOptions {
  /** The program. */
  readonly pgbench: string
  /** The address of the database, as the role that is measured. */
  readonly url: string
  readonly clients: number
  readonly seconds: number
  /** Each as likely as the others. */
  readonly scripts: readonly StatementScript[]
  /** Settings of each connection. */
  readonly settings?: Readonly<Record<string, string>>
}

/** As the server has them on its connections. */
const serverSettings = {
  jit: 'off',
  timezone: 'UTC',
  lock_timeout: '15000',
  idle_in_transaction_session_timeout: '60000',
} as const

/** Settings as libpq takes them from the environment: blanks and backslashes are escaped. */
function connectionOptions(settings: Readonly<Record<string, string>>): string {
  return Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${value.replaceAll(/[\\\s]/g, String.raw`\$&`)}`)
    .join(' ')
}

/**
 * Replays transactions with so many clients at once, every statement prepared. A second at the beginning, in which each client
 * prepares, is not counted.
 *
 * @throws Error when a statement fails.
 */
export async function runPgbench(options: PgbenchOptions): Promise<Measured> {
  const { pgbench, url, clients, seconds, scripts, settings = {} } = options
  const folder = await mkdtemp(join(tmpdir(), 'fourfold-pgbench-'))
  try {
    const files: string[] = []
    for (const [index, script] of scripts.entries()) {
      files.push(join(folder, `${index}.sql`))
      await writeFile(files[index] ?? '', script.text)
    }
    const variables = Object.assign({}, ...scripts.map(script => script.variables)) as Record<string, string>
    const amount = ['-c', String(clients), '-j', '1', '-T', String(seconds + 1), '-P', '1']
    const { status, out, said } = await runProgram(
      pgbench,
      [
        '-n',
        '-M',
        'prepared',
        ...amount,
        ...files.flatMap(file => ['-f', file]),
        ...Object.entries(variables).flatMap(([name, value]) => ['-D', `${name}=${value}`]),
        url,
      ],
      { env: { PGOPTIONS: connectionOptions({ ...serverSettings, ...settings }) } },
    )
    if (status !== 0 || /aborted/.test(said)) throw new Error(`pgbench ended with ${status}: ${said.slice(0, 2000)}`)
    return readProgress(out + said)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Transactions a second, without the first second. A second of its report lasts as long as it says, which is not always one. */
export function readProgress(said: string): Measured {
  const each = [...said.matchAll(/^progress: ([\d.]+) s, ([\d.]+) tps/gm)].map(([, at, tps]) => ({
    at: Number(at),
    tps: Number(tps),
  }))
  const counted = each.flatMap(({ at, tps }, place) =>
    at > 1.5 ? [{ tps, lasted: at - (each[place - 1]?.at ?? 0) }] : [],
  )
  const lasted = counted.reduce((sum, second) => sum + second.lasted, 0)
  if (lasted === 0) throw new Error(`pgbench reported no progress: ${said}`)
  const done = counted.reduce((sum, second) => sum + second.tps * second.lasted, 0)
  return { perSecond: done / lasted, done: Math.floor(done), errors: 0 }
}
