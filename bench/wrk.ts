import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Measured } from './measured.ts'
import { runProgram } from './run-program.ts'
import { cyclingScript, type WrkRequest } from './wrk-script.ts'

export interface WrkOptions {
  /** The program. */
  readonly wrk: string
  /** `http://127.0.0.1:3000` */
  readonly address: string
  readonly connections: number
  readonly seconds: number
  /** Sent one after the other, over and over; or a script of one's own, that ends with `reportScript`. */
  readonly load: readonly WrkRequest[] | string
}

/**
 * Puts a server under load from so many connections, each with one request under way at any time.
 *
 * @throws Error when wrk can't be run or says nothing of what it did.
 */
export async function runWrk({ wrk, address, connections, seconds, load }: WrkOptions): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), 'fourfold-wrk-'))
  try {
    const script = join(folder, 'load.lua')
    await writeFile(script, typeof load === 'string' ? load : cyclingScript(load))
    const amount = ['-t', '1', '-c', String(connections), '-d', `${seconds}s`, '--timeout', '60s']
    const { status, out, said } = await runProgram(wrk, [...amount, '-s', script, address])
    if (status !== 0) throw new Error(`wrk ended with ${status}: ${said}${out}`)
    return readReport(out)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** What `reportScript` printed at the end of a run: microseconds become milliseconds. */
export function readReport(out: string): Measured {
  const line = /^fourfold (\{.*\})$/m.exec(out)?.[1]
  if (line === undefined) throw new Error(`wrk gave no report: ${out}`)
  const report = JSON.parse(line) as Readonly<Record<'requests' | 'micros' | 'p50' | 'p95' | 'p99' | 'errors', number>>
  return {
    perSecond: (report.requests - report.errors) / (report.micros / 1e6),
    done: report.requests,
    errors: report.errors,
    times: { p50: report.p50 / 1000, p95: report.p95 / 1000, p99: report.p99 / 1000 },
  }
}
