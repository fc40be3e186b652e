import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { ending } from './ending.ts'

export interface ProgramRun {
  readonly status: number | string
  readonly out: string
  readonly said: string
}

export interface ProgramOptions {
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  /** It starts programs of its own, which are killed with it. */
  readonly group?: boolean
}

/**
 * Runs a program to its end; it is killed when the run is told to end.
 *
 * @throws Error when it can't be started, or was killed with the run.
 */
export async function runProgram(
  program: string,
  args: readonly string[],
  { env = {}, cwd, group = false }: ProgramOptions = {},
): Promise<ProgramRun> {
  ending.throwIfAborted()
  const child = spawn(program, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: group,
    ...(cwd === undefined ? {} : { cwd }),
  })
  const kill = (): void => killIt(child, group)
  ending.addEventListener('abort', kill)
  try {
    let [out, said] = ['', '']
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
    const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null]
    ending.throwIfAborted()
    return { status: code ?? signal ?? 'unknown', out, said }
  } finally {
    ending.removeEventListener('abort', kill)
  }
}

function killIt(child: ChildProcess, group: boolean): void {
  if (!group || child.pid === undefined) return void child.kill('SIGKILL')
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    // All of them have just ended.
  }
}
