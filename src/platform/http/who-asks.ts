import type { Transaction } from '#platform/database'
import type { Actor } from './actor.ts'
import type { Asked } from './asked.ts'
import type { Kit } from './kit.ts'
import type { Route } from './route.ts'

/** Who asks, stated for the transaction: by the session of a page, or by the token of a program. Undefined for nobody. */
export async function actorOf(kit: Kit, route: Route, asked: Asked, tx: Transaction): Promise<Actor | undefined> {
  const bearer = await bearerOf(kit, route, asked, tx)
  const actor = bearer && (await kit.ports.stateActor(tx, bearer.personId, 'read'))
  if (actor === undefined || (actor.sample && kit.ports.refusesSamplePeople)) return undefined
  return bearer?.scope === 'read' ? readingOnly(actor, kit.ports.changingPermissions) : actor
}

async function bearerOf(kit: Kit, route: Route, asked: Asked, tx: Transaction) {
  if (route.area === 'api') {
    return asked.bearer === undefined ? undefined : kit.ports.readToken(tx, asked.bearer, kit.present())
  }
  return asked.personId === undefined ? undefined : { personId: asked.personId, scope: 'write' as const }
}

/** The same person with a token that only reads: what would change anything is withheld. */
function readingOnly(actor: Actor, changing: ReadonlySet<string>): Actor {
  return {
    ...actor,
    permissions: new Set([...actor.permissions].filter(permission => !changing.has(permission))),
    withheld: changing,
    recordsFor: [],
  }
}
