import { now } from '#platform/clock'
import { isStatedOtherwise, type Transaction } from '#platform/database'
import { removeSpooled } from '#platform/files'
import { countAnew } from '#platform/record'
import { noteChange } from '#platform/replica'
import { type Answer, notFound, type RefusedAnswer } from './answer.ts'
import { type AnsweredVisit, answerVisit, openVisit } from './answer-visit.ts'
import type { Asked, Reply } from './asked.ts'
import { eventOf, isRefusal } from './audited-event.ts'
import { holdMemory } from './held-memory.ts'
import type { Kit } from './kit.ts'
import type { AuditedEvent } from './ports.ts'
import { replyTo } from './reply.tsx'
import { anySignedIn, type Route, type SignedInRoute } from './route.ts'
import { signInFirst } from './sign-in-first.ts'
import { surroundingsOf } from './surroundings.ts'
import { visitReplica } from './visit-replica.ts'
import { actorOf, type Stating } from './who-asks.ts'

/**
 * One request, from first to last: a transaction that first states the actor, the permission, the input, the act, the audit
 * entry, and only then the answer. What can't be written to the audit is not answered; what is refused leaves nothing but its
 * own entry. What only reads may be answered by the replica instead, if there is one.
 */
export async function runVisit(kit: Kit, route: Route, asked: Asked): Promise<Reply> {
  const drawn = await visitReplica(kit, route, asked)
  if (drawn !== undefined) return drawn
  if (!mayBeRunAgain(route, asked)) return visitPrimary(kit, route, asked, 'waited for')
  const memory = holdMemory(asked.memory)
  try {
    const reply = await visitPrimary(kit, route, { ...asked, memory }, 'expected')
    memory.settle()
    return reply
  } catch (fault) {
    // What was refused may have been refused to somebody who is no more.
    if (!isStatedOtherwise(fault) && !(fault instanceof Refusal)) throw fault
    return visitPrimary(kit, route, asked, 'waited for')
  }
}

/**
 * Of some requests nothing but the transaction remains: who asks may be expected to be as at their last one, and where that turns
 * out to be wrong, the transaction is undone and the request run again. A page may hold on to what it was sent, or end a session.
 */
function mayBeRunAgain(route: Route, { method, file }: Asked): boolean {
  return !('open' in route) && file === undefined && (route.area === 'api' || method === 'GET')
}

async function visitPrimary(kit: Kit, route: Route, asked: Asked, stating: Stating): Promise<Reply> {
  let answer: Answer | undefined
  try {
    const { reply, entry } = await kit.database.transaction().execute(async tx => {
      const visited = await visit(kit, route, asked, tx, stating)
      answer = visited.answer
      if (visited.entry !== undefined) await enter(kit, route, visited.entry, tx)
      return visited
    })
    if (route.method !== 'GET' && entry?.actor !== undefined) countAnew(entry.actor.personId)
    return reply
  } catch (fault) {
    if (answer?.kind === 'file') await removeSpooled(answer)
    if (!(fault instanceof Refusal) || stating === 'expected') throw fault
    return recordRefusal(kit, route, asked, fault)
  }
}

/** Thrown to undo what a handler did before it refused; never leaves this file. */
class Refusal extends Error {
  readonly answer: RefusedAnswer
  constructor(answer: RefusedAnswer) {
    super('refused')
    this.answer = answer
  }
}

/** An answer with what the audit is to hold of it; what is no consultation of records leaves no entry. */
type Visited = Pick<AnsweredVisit, 'reply'> & Partial<AnsweredVisit>

async function visit(kit: Kit, route: Route, asked: Asked, tx: Transaction, stating: Stating): Promise<Visited> {
  const actor = await actorOf(kit, route, asked, tx, stating)
  if (actor === undefined && !('open' in route)) return { reply: signInFirst(route, asked) }
  const answered = await answerVisit(kit, route, asked, { tx, actor })
  if ('refusal' in answered) throw new Refusal(answered.refusal)
  const { answer, reply } = answered
  return actor === undefined && isSilent(answer) ? { answer, reply } : answered
}

async function enter(kit: Kit, route: Route, entry: AuditedEvent, tx: Transaction): Promise<void> {
  if (kit.replica !== undefined && route.method !== 'GET' && entry.actor !== undefined)
    await noteChange(tx, entry.actor.personId)
  await kit.ports.writeAudit(tx, entry)
}

/** Pages that anyone may read, such as the sign-in page, are no consultation of records; what was tried in vain is told. */
function isSilent(answer: Answer): boolean {
  return answer.kind === 'not-found' || (answer.kind === 'page' && !isRefusal(answer))
}

async function recordRefusal(kit: Kit, route: Route, asked: Asked, { answer }: Refusal): Promise<Reply> {
  return kit.database.transaction().execute(async tx => {
    const actor = await actorOf(kit, route, asked, tx)
    await kit.ports.writeAudit(tx, { ...eventOf(route, asked, actor, now, answer, kit.present()), outcome: 'refused' })
    const open = openVisit(kit, asked, tx)
    const full = actor === undefined ? open : { ...open, actor, asAt: now }
    return replyTo(route.area, full, answer, await surroundingsOf(kit, route, full, answer))
  })
}

/** What an address that no route serves is answered with: the same page as for a record that can't be seen. */
export const unknownAddress: SignedInRoute<never, never, never> = {
  method: 'GET',
  path: '*',
  area: 'page',
  permission: anySignedIn,
  event: 'address.not-found',
  summary: 'Any other address',
  whilePast: true,
  handle: async () => notFound(),
}
