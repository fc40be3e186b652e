import { join } from 'node:path'
import { withProcessorTime } from '../processor-time.ts'
import type { Measured } from '../measured.ts'
import type { Scene } from '../scene.ts'
import { runWrk } from '../wrk.ts'
import type { WrkRequest } from '../wrk-script.ts'
import { installDirectus } from './install-directus.ts'
import { openPeerDatabase, peerRole } from './peer-database.ts'
import { startDirectus } from './start-directus.ts'
import { takeInTables } from './take-in-tables.ts'

/** Directus on the scene's own tables, and someone who may read and record there. */
export interface Peer {
  readonly address: string
  /** Of one who may read and record, as a header. */
  readonly headers: Readonly<Record<string, string>>
  readonly token: string
  /** It under the same load as ours. */
  readonly ask: (load: readonly WrkRequest[] | string, seconds: number) => Promise<Measured>
}

const opened = new WeakMap<Scene, Promise<Peer>>()

/**
 * The peer of a scene: installed when it is first asked for in a checkout, started when it is first asked for in a scene, and
 * stopped with the scene.
 *
 * @throws Error in one line, when it can't be installed or started.
 */
export function peerOf(scene: Scene): Promise<Peer> {
  const peer = opened.get(scene) ?? openPeer(scene)
  opened.set(scene, peer)
  return peer
}

async function openPeer(scene: Scene): Promise<Peer> {
  const { client, ownerUrl, folder, programs, connections } = scene
  const installed = await installDirectus(line => console.log(line))
  if ('problem' in installed) throw new Error(installed.problem)
  const database = await openPeerDatabase(client, ownerUrl)
  scene.stopWith(database.drop)
  const directus = await startDirectus(installed, database, join(folder, 'directus'))
  scene.stopWith(directus.stop)
  const token = await takeInTables(directus)
  const { address, pid } = directus
  return {
    address,
    token,
    headers: { authorization: `Bearer ${token}` },
    ask: (load, seconds) =>
      withProcessorTime({ serverPid: pid, client, role: peerRole }, () =>
        runWrk({ wrk: programs.wrk, address, connections, seconds, load }),
      ),
  }
}
