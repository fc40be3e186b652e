import { isDeepStrictEqual } from 'node:util'
import { isFaultOfStatement } from '#platform/database'
import { removeSpooled } from '#platform/files'
import { countAnew } from '#platform/record'
import { readSeen, type Replica, type Seen, stillHolds } from '#platform/replica'
import type { Actor } from './actor.ts'
import { type AnsweredVisit, answerVisit } from './answer-visit.ts'
import type { Asked, Reply } from './asked.ts'
import { holdMemory } from './held-memory.ts'
import type { Kit } from './kit.ts'
import type { Route } from './route.ts'
import { actorOf } from './who-asks.ts'

/**
 * Draws an answer from the replica and enters it in the audit, on the primary. What the primary finds different about whoever
 * asks, what the replica refused, had not seen or could not do, is left to the primary: undefined then, and nothing has happened.
 *
 * @throws when the entry can't be written: no trace, no answer.
 */
export async function visitReplica(kit: Kit, route: Route, asked: Asked): Promise<Reply | undefined> {
  const { replica } = kit
  if (replica === undefined || route.fromReplica !== true || !replica.isInUse()) return undefined
  const begun = performance.now()
  const memory = holdMemory(asked.memory)
  const drawn = await draw(kit, replica, route, { ...asked, memory })
  if (drawn !== undefined && (await isEntered(kit, replica, route, asked, drawn, begun))) {
    memory.settle()
    replica.count('answers')
    return drawn.reply
  }
  replica.count('passedOn')
  return undefined
}

interface Drawn extends AnsweredVisit {
  readonly actor: Actor
  readonly seen: Seen
}

/** One snapshot for all of it: what was seen of the primary is then true of every statement. */
async function draw(kit: Kit, replica: Replica, route: Route, asked: Asked): Promise<Drawn | undefined> {
  let asker: Actor | undefined
  let drawn: Drawn | undefined
  const reading = replica.database.transaction().setIsolationLevel('repeatable read').setAccessMode('read only')
  try {
    await reading.execute(async tx => {
      const actor = (asker = await actorOf(kit, route, asked, tx))
      if (actor === undefined) return
      const seen = await readSeen(tx, actor.personId)
      const answered = await answerVisit(kit, route, asked, { tx, actor })
      if ('refusal' in answered || answered.entry.outcome === 'refused') return
      drawn = { ...answered, actor, seen }
    })
    return drawn
  } catch (fault) {
    if (drawn !== undefined) await discard(drawn)
    if (!isFaultOfStatement(fault)) replica.leaveAlone(fault instanceof Error ? fault.message : String(fault))
    return undefined
  } finally {
    if (drawn === undefined && asker !== undefined) forgetCounts(asker)
  }
}

async function isEntered(
  kit: Kit,
  replica: Replica,
  route: Route,
  asked: Asked,
  drawn: Drawn,
  begun: number,
): Promise<boolean> {
  let entered = false
  try {
    entered = await kit.database.transaction().execute(async tx => {
      const actor = await actorOf(kit, route, asked, tx)
      if (actor === undefined || !isDeepStrictEqual(actor, drawn.actor)) return false
      const elapsed = performance.now() - begun
      const { mostBehind } = replica
      const against = await stillHolds(tx, { personId: actor.personId, seen: drawn.seen, elapsed, mostBehind })
      if (against === 'behind') replica.leaveAlone(`It is more than ${mostBehind / 1000} seconds behind`)
      if (against !== undefined) return false
      await kit.ports.writeAudit(tx, drawn.entry)
      return true
    })
  } finally {
    if (!entered) await discard(drawn)
  }
  return entered
}

async function discard({ answer, actor }: Drawn): Promise<void> {
  forgetCounts(actor)
  if (answer.kind === 'file') await removeSpooled(answer)
}

/** What was counted for an answer that is not given may be of before the asker's last change: it is not told them again. */
function forgetCounts({ personId }: Actor): void {
  countAnew(personId)
}
