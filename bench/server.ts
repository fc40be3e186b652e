import { join } from 'node:path'
import { type Ended, runServer } from '../test/running-server.ts'

/** The built server on a database of the bench. */
export interface BenchServer {
  readonly address: string
  readonly pid: number
  readonly dataFolder: string
  /** Its environment, for commands beside it. */
  readonly settings: Readonly<Record<string, string>>
  readonly stop: () => Promise<Ended>
}

// A measurement asks more in a second than programs may in a minute.
const noLimits = { FOURFOLD_API_READS_A_MINUTE: '1000000000', FOURFOLD_API_WRITES_A_MINUTE: '1000000000' }

/** Starts it, and waits until it serves. */
export async function startBenchServer(ownerUrl: string, folder: string): Promise<BenchServer> {
  const dataFolder = join(folder, 'server')
  const settings = { DATABASE_URL: ownerUrl, ...noLimits }
  const server = await runServer({ dataFolder, sample: 'none', settings })
  return {
    address: server.address,
    pid: server.pid,
    dataFolder,
    settings,
    stop: async () => {
      server.signal('SIGTERM')
      return server.ended
    },
  }
}
