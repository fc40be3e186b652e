import type { Contest } from '../operation.ts'
import type { Scene } from '../scene.ts'
import { statementScript } from '../statement-script.ts'
import type { WrkRequest } from '../wrk-script.ts'

/** Of a route that does nothing. */
export const nothingRequest: readonly WrkRequest[] = [{ path: '/ping' }]

/**
 * The endpoint under load against the exact statements that it sends, and against a route that does nothing.
 *
 * @param connections requests under way at once, where so many as usual would wait for each other for minutes.
 */
export async function againstStatements(
  scene: Scene,
  requests: readonly WrkRequest[],
  connections = scene.connections,
): Promise<Contest> {
  const captured = await scene.capture(requests)
  const scripts = captured.map((statements, index) => statementScript(statements, { prefix: `r${index}` }))
  return {
    connections,
    operation: seconds => scene.ask(requests, seconds, connections),
    reference: seconds => scene.replay(scripts, seconds, { clients: connections }),
    nothing: seconds => scene.ask(nothingRequest, seconds),
    // What answered well before answers well still.
    finish: async () => void (await scene.capture(requests)),
  }
}
