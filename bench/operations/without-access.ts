import { plannedAnewMark } from '../../src/platform/database/preparing-client.ts'
import type { Statement } from '../captured.ts'
import type { Contest } from '../operation.ts'
import type { Asker } from '../people.ts'
import type { Scene } from '../scene.ts'
import { statementScript } from '../statement-script.ts'
import type { WrkRequest } from '../wrk-script.ts'
import { actorSettings } from './actor-settings.ts'

export interface WithoutAccessOptions {
  readonly asker: Asker
  readonly requests: readonly WrkRequest[]
  /** Which of the statements that answer a request is meant. */
  readonly isMeant: (statement: Statement) => boolean
}

/**
 * One statement as the program's role, its actor stated beforehand, against the same statement as the owner of the tables, whom
 * row-level security leaves alone: what the policies alone cost. Nothing else is in either transaction. The actor is stated for
 * both: a function that looks among the texts in use asks for them, whoever calls it.
 */
export async function againstOwner(scene: Scene, { asker, requests, isMeant }: WithoutAccessOptions): Promise<Contest> {
  const captured = await scene.capture(requests)
  const scripts = captured.map((statements, index) => {
    const meant = statements.filter(isMeant)
    if (meant.length === 0) throw new Error(`Among the statements of ${requests[index]?.path} none was the one meant.`)
    return statementScript(withSettings(statements, meant), { prefix: `r${index}` })
  })
  const settings = { ...(await actorSettings(scene, asker)), ...planningOf(captured.flat().filter(isMeant)) }
  return {
    operation: seconds => scene.replay(scripts, seconds, { settings }),
    reference: seconds => scene.replay(scripts, seconds, { url: scene.ownerUrl, settings }),
  }
}

/** What is told how to be planned is told so here too, in a transaction, which is what that holds for. */
function withSettings(statements: readonly Statement[], meant: readonly Statement[]): readonly Statement[] {
  const settings = statements.filter(({ text }) => text.includes("set_config('enable_sort'"))
  if (settings.length === 0) return meant
  const isAround = ({ text }: Statement) => ['begin', 'commit'].includes(text)
  return statements.filter(one => meant.includes(one) || settings.includes(one) || isAround(one))
}

/** Every statement is prepared here. What the server has planned anew each time is never to go by one plan for all values. */
function planningOf(statements: readonly Statement[]): Readonly<Record<string, string>> {
  return statements.some(({ text }) => text.includes(plannedAnewMark)) ? { plan_cache_mode: 'force_custom_plan' } : {}
}
