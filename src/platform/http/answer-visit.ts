import { type AsAt, now, parseAsAt } from '#platform/clock'
import type { Transaction } from '#platform/database'
import type { Actor } from './actor.ts'
import { answerOnce } from './answer-once.ts'
import { type Answer, refused, type RefusedAnswer } from './answer.ts'
import type { Asked, Reply } from './asked.ts'
import { eventOf } from './audited-event.ts'
import type { Kit } from './kit.ts'
import type { AuditedEvent } from './ports.ts'
import { readInput } from './read-input.ts'
import { replyTo } from './reply.tsx'
import { anySignedIn, type Route, type SignedInRoute } from './route.ts'
import { surroundingsOf } from './surroundings.ts'
import type { AnonymousVisit, Visit } from './visit.ts'

/** A visit as far as its answer: none of it is in the audit yet. */
export interface AnsweredVisit {
  readonly answer: Answer
  readonly reply: Reply
  /** What the audit is to hold of it. */
  readonly entry: AuditedEvent
}

/** Answers what was asked, for the actor whom the transaction states: whole, or with the reason why it is refused. */
export async function answerVisit(
  kit: Kit,
  route: Route,
  asked: Asked,
  stated: { readonly tx: Transaction; readonly actor: Actor | undefined },
): Promise<AnsweredVisit | { readonly refusal: RefusedAnswer }> {
  const { tx, actor } = stated
  const read = readAsAt(route, asked, kit.present())
  const anonymous = openVisit(kit, asked, tx)
  const answer = await answerTo(route, asked, anonymous, actor, read)
  if (answer.kind === 'refused') return { refusal: answer }
  const asAt = 'asAt' in read ? read.asAt : now
  const full = actor === undefined ? anonymous : { ...anonymous, actor, asAt }
  const reply = replyTo(route.area, full, answer, await surroundingsOf(kit, route, full, answer))
  return { answer, reply, entry: eventOf(route, asked, actor, asAt, answer, kit.present()) }
}

async function answerTo(
  route: Route,
  asked: Asked,
  anonymous: AnonymousVisit,
  actor: Actor | undefined,
  read: { readonly asAt: AsAt } | { readonly problem: string },
): Promise<Answer> {
  if ('open' in route) {
    const input = readInput(route, asked)
    return 'refusal' in input ? input.refusal : route.handle(anonymous, input.input)
  }
  if (actor === undefined || !isAllowed(route, actor)) return notPermitted(route, actor)
  const input = readInput(route, asked)
  if ('refusal' in input) return input.refusal
  if ('problem' in read) return refused({ status: 400, title: 'That day can’t be shown', says: read.problem })
  if (route.method !== 'GET' && read.asAt.when === 'past' && !route.whilePast) return nothingChangesInThePast()
  const full: Visit = { ...anonymous, actor, asAt: read.asAt }
  const act = () => route.handle(full, input.input)
  return route.idempotent ? answerOnce(full, asked, act) : act()
}

function isAllowed(route: SignedInRoute<never, never, never>, actor: Actor): boolean {
  return route.permission === anySignedIn || actor.permissions.has(route.permission)
}

function notPermitted(route: SignedInRoute<never, never, never>, actor: Actor | undefined): Answer {
  if (actor?.withheld?.has(route.permission)) {
    return refused({
      status: 403,
      title: 'This token only reads',
      says: 'Make a token that may read and write, on your account page, and send that.',
    })
  }
  return refused({
    status: 403,
    title: 'Your part does not include this',
    says: `You are signed in as ${actor?.email ?? 'nobody'}, whose part is ${actor?.parts.join(', ') ?? 'none'}. Ask an administrator if you need to do this.`,
  })
}

function nothingChangesInThePast(): Answer {
  return refused({
    status: 409,
    title: 'The site is on a past day',
    says: 'Nothing can be changed on a past day. Return to today and try again.',
  })
}

function readAsAt(route: Route, asked: Asked, present: Date): { readonly asAt: AsAt } | { readonly problem: string } {
  const stated = asked.query['asAt']
  const remembered = route.area === 'page' ? asked.memory.get('asAt') : undefined
  const text = typeof stated === 'string' && stated !== '' ? stated : remembered
  return text === undefined ? { asAt: now } : parseAsAt(text, present)
}

/** What every visit has, before it is known who asks. */
export function openVisit(kit: Kit, asked: Asked, tx: Transaction): AnonymousVisit {
  return {
    tx,
    present: kit.present(),
    requestId: asked.requestId,
    mayChange: asked.method !== 'GET' && asked.method !== 'HEAD',
    csrfToken: asked.csrfToken,
    path: asked.path,
    cameFrom: asked.cameFrom,
    ifMatch: asked.ifMatch,
    query: asked.query,
    memory: asked.memory,
    signing: asked.signing,
    house: kit.house,
    address: kit.address,
    refusesSamplePeople: kit.ports.refusesSamplePeople,
  }
}
