import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { ending } from './ending.ts'

export interface ProgramRun {
  readonly status: number | string
  readonly out: string
  readonly said: string
}

export interface ProgramOptions {
  readonly env?: Readonly<Record<string, string>>
}

/**
 * Runs a program to its end; it is killed when the run is told to end.
 *
 * @throws Error when it can't be started, or was killed with the run.
 */
export async function runProgram(
  program: string,
  args: readonly string[],
  { env = {} }: ProgramOptions = {},
): Promise<ProgramRun> {
  const child = spawn(program, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    signal: ending,
    killSignal: 'SIGKILL',
  })
  let [out, said] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null]
  return { status: code ?? signal ?? 'unknown', out, said }
}
