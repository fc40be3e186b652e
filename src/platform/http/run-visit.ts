import { type AsAt, asAtInstant, now, parseAsAt } from '#platform/clock'
import type { Transaction } from '#platform/database'
import { removeSpooled } from '#platform/files'
import type { Actor } from './actor.ts'
import { type Answer, notFound, refused, type Shown } from './answer.ts'
import type { Asked, Reply } from './asked.ts'
import type { Kit } from './kit.ts'
import { answerOnce } from './answer-once.ts'
import { problem } from './problem.ts'
import { readInput } from './read-input.ts'
import { replyTo } from './reply.tsx'
import { anySignedIn, type Route, type SignedInRoute } from './route.ts'
import { surroundingsOf } from './surroundings.ts'
import { actorOf } from './who-asks.ts'
import type { AnonymousVisit, Visit } from './visit.ts'

/**
 * One request, from first to last: a transaction that first states the actor, the permission, the input, the act, the audit
 * entry, and only then the answer. What can't be written to the audit is not answered; what is refused leaves nothing but its
 * own entry.
 */
export async function runVisit(kit: Kit, route: Route, asked: Asked): Promise<Reply> {
  try {
    return await kit.database.transaction().execute(tx => visit(kit, route, asked, tx))
  } catch (fault) {
    if (!(fault instanceof Refusal)) throw fault
    return recordRefusal(kit, route, asked, fault)
  }
}

/** Thrown to undo what a handler did before it refused; never leaves this file. */
class Refusal extends Error {
  readonly answer: Answer
  constructor(answer: Answer) {
    super('refused')
    this.answer = answer
  }
}

async function visit(kit: Kit, route: Route, asked: Asked, tx: Transaction): Promise<Reply> {
  const actor = await actorOf(kit, route, asked, tx)
  if (actor === undefined && !('open' in route)) return signInFirst(route, asked)
  const read = readAsAt(route, asked, kit.present())
  const anonymous = openVisit(kit, asked, tx)
  const answer = await answerTo(route, asked, anonymous, actor, read)
  if (answer.kind === 'refused') throw new Refusal(answer)
  const known = 'asAt' in read ? read.asAt : now
  const full = actor === undefined ? anonymous : { ...anonymous, actor, asAt: known }
  const reply = replyTo(route.area, full, answer, await surroundingsOf(kit, route.area, full, answer))
  if (actor === undefined && isSilent(answer)) return reply
  try {
    await kit.ports.writeAudit(tx, eventOf(route, asked, actor, known, answer, kit.present()))
  } catch (fault) {
    if (answer.kind === 'file') await removeSpooled(answer)
    throw fault
  }
  return reply
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

/** Sends who is not signed in to sign in, and back again when they only wanted to look. */
export function signInFirst(route: Route, asked: Omit<Asked, 'signing'>): Reply {
  if (route.area === 'api') {
    const reply = problem(
      401,
      'Sign-in needed',
      'Send "Authorization: Bearer TOKEN". "fourfold token create" makes a token.',
    )
    return { ...reply, headers: { ...reply.headers, 'www-authenticate': 'Bearer' } }
  }
  const query = new URLSearchParams(asked.query as Record<string, string>).toString()
  const back =
    asked.method === 'GET' && asked.path !== '/'
      ? `?return=${encodeURIComponent(asked.path + (query ? `?${query}` : ''))}`
      : ''
  return { status: 303, headers: { location: `/sign-in${back}` }, body: '' }
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

function openVisit(kit: Kit, asked: Asked, tx: Transaction): AnonymousVisit {
  return {
    tx,
    present: kit.present(),
    requestId: asked.requestId,
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

/** Pages that anyone may read, such as the sign-in page, are no consultation of records; what was tried in vain is told. */
function isSilent(answer: Answer): boolean {
  return answer.kind === 'not-found' || (answer.kind === 'page' && !isRefusal(answer))
}

/** Whether what was asked was not done: a form that comes back with its errors changed nothing. */
function isRefusal(answer: Answer): boolean {
  return answer.kind === 'not-found' || ('status' in answer && (answer.status ?? 200) >= 400)
}

function eventOf(route: Route, asked: Asked, actor: Actor | undefined, asAt: AsAt, answer: Answer, present: Date) {
  const shown = answer.kind === 'not-found' ? answer.asked : 'shown' in answer ? answer.shown : undefined
  return {
    requestId: asked.requestId,
    actor: ('actor' in answer ? answer.actor : undefined) ?? actor,
    event: ('event' in answer ? answer.event : undefined) ?? route.event,
    outcome: isRefusal(answer) ? ('refused' as const) : ('done' as const),
    shown: shownList(shown),
    details: 'details' in answer ? answer.details : undefined,
    reason: asked.memory.get('reason'),
    asAt: asAt.when === 'past' ? asAtInstant(asAt, present) : undefined,
  }
}

function shownList(shown: Shown | readonly Shown[] | undefined): readonly string[] {
  const all = shown === undefined ? [] : Array.isArray(shown) ? (shown as readonly Shown[]) : [shown as Shown]
  return all.flatMap(({ register, references }) => references.map(reference => `${register}:${reference}`))
}

async function recordRefusal(kit: Kit, route: Route, asked: Asked, { answer }: Refusal): Promise<Reply> {
  return kit.database.transaction().execute(async tx => {
    const actor = await actorOf(kit, route, asked, tx)
    await kit.ports.writeAudit(tx, { ...eventOf(route, asked, actor, now, answer, kit.present()), outcome: 'refused' })
    const open = openVisit(kit, asked, tx)
    const full = actor === undefined ? open : { ...open, actor, asAt: now }
    return replyTo(route.area, full, answer, await surroundingsOf(kit, route.area, full, answer))
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
