import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Ended, runServer } from '../test/running-server.ts'
import { ending } from './ending.ts'

/** The built server on a database of the bench. */
export interface BenchServer {
  readonly address: string
  readonly pid: number
  readonly dataFolder: string
  /** Its environment, for commands beside it. */
  readonly settings: Readonly<Record<string, string>>
  /** How late its event loop was since it was asked last: the 99th percentile, in milliseconds. */
  readonly eventLoopDelay: () => Promise<number>
  readonly stop: () => Promise<Ended>
}

// A measurement asks more in a second than programs may in a minute.
const noLimits = { FOURFOLD_API_READS_A_MINUTE: '1000000000', FOURFOLD_API_WRITES_A_MINUTE: '1000000000' }

/** Starts it with a folder of its own, and waits until it serves. */
export async function startBenchServer(ownerUrl: string, folder: string): Promise<BenchServer> {
  const dataFolder = await mkdtemp(join(folder, 'server-'))
  const delayFile = join(dataFolder, 'event-loop-delay')
  const settings = { DATABASE_URL: ownerUrl, ...noLimits }
  const server = await runServer({
    dataFolder,
    sample: 'none',
    settings: { ...settings, BENCH_EVENT_LOOP_DELAY: delayFile },
    nodeOptions: ['--import', join(import.meta.dirname, 'event-loop-delay.ts')],
  })
  return {
    address: server.address,
    pid: server.pid,
    dataFolder,
    settings,
    eventLoopDelay: async () => {
      await rm(delayFile, { force: true })
      server.signal('SIGUSR2')
      return Number(await written(delayFile))
    },
    stop: async () => {
      server.signal('SIGTERM')
      const ended = await server.ended
      await rm(dataFolder, { recursive: true, force: true })
      return ended
    },
  }
}

async function written(path: string): Promise<string> {
  for (let tries = 0; tries < 100; tries += 1) {
    const text = await readFile(path, 'utf8').catch(() => undefined)
    if (text !== undefined) return text
    await pause(100, undefined, { signal: ending })
  }
  throw new Error('The server did not say how late its event loop is.')
}
