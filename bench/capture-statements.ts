import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'
import { type LogLine, type Statement, transactionWith } from './captured.ts'
import { ending } from './ending.ts'

/**
 * Does something while PostgreSQL logs every statement, and gives back what was logged meanwhile.
 *
 * @param client a superuser's connection.
 */
export async function whileLogging<Result>(
  client: pg.Client,
  act: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly lines: readonly LogLine[] }> {
  await logStatements(client, true)
  try {
    const offset = await logLength(client)
    const result = await act()
    return { result, lines: await linesSince(client, offset) }
  } finally {
    await logStatements(client, false)
  }
}

/**
 * The statements of the transaction that answered a request.
 *
 * @param requestId as it was sent in X-Request-Id: the audit's entry holds it.
 * @throws Error when no transaction of the request was logged.
 */
export function statementsOf(lines: readonly LogLine[], requestId: string): readonly Statement[] {
  const found = transactionWith(lines, requestId)
  if (found === undefined) throw new Error(`PostgreSQL logged no transaction of the request ${requestId}.`)
  return found
}

async function logStatements(client: pg.Client, wanted: boolean): Promise<void> {
  await client.query(`alter system ${wanted ? "set log_statement = 'all'" : 'reset log_statement'}`)
  await client.query('select pg_reload_conf()')
  // Each process takes the change up when its signal has come.
  await pause(300, undefined, { signal: ending })
}

async function logLength(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ size: string }>(`select size from pg_stat_file(pg_current_logfile('jsonlog'))`)
  return Number(rows[0]?.size ?? 0)
}

/** All that was logged before now: the log is written by a process of its own, so a mark is waited for. */
async function linesSince(client: pg.Client, offset: number): Promise<readonly LogLine[]> {
  const mark = `end of capture ${process.hrtime.bigint()}`
  await client.query(`select '${mark}'`)
  for (let tries = 0; tries < 200; tries += 1) {
    const { rows } = await client.query<{ text: string }>(
      `select pg_read_file(pg_current_logfile('jsonlog'), ${offset}, 1000000000) as text`,
    )
    const text = rows[0]?.text ?? ''
    if (text.includes(mark)) return readLines(text)
    await pause(50, undefined, { signal: ending })
  }
  throw new Error('PostgreSQL did not log what it was asked to log.')
}

function readLines(text: string): readonly LogLine[] {
  return text
    .split('\n')
    .filter(line => line.startsWith('{') && line.endsWith('}'))
    .map(line => JSON.parse(line) as LogLine)
}
