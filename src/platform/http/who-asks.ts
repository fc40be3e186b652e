import type { Transaction } from '#platform/database'
import type { Actor } from './actor.ts'
import type { Asked } from './asked.ts'
import type { Kit } from './kit.ts'
import type { Bearer } from './ports.ts'
import type { Route } from './route.ts'

/** Who asks, stated for the transaction: by the session of a page, or by the token of a program. Undefined for nobody. */
export async function actorOf(kit: Kit, route: Route, asked: Asked, tx: Transaction): Promise<Actor | undefined> {
  const { actor, scope } = await statedFor(kit, route, asked, tx)
  if (actor === undefined || (actor.sample && kit.ports.refusesSamplePeople)) return undefined
  return scope === 'read' ? readingOnly(actor, kit.ports.changingPermissions) : actor
}

async function statedFor(
  { ports, present }: Kit,
  route: Route,
  { bearer, personId }: Asked,
  tx: Transaction,
): Promise<Pick<Bearer, 'actor' | 'scope'>> {
  const nobody = { actor: undefined, scope: 'read' } as const
  if (route.area === 'api')
    return (bearer === undefined ? undefined : await ports.stateBearer(tx, bearer, present())) ?? nobody
  return personId === undefined ? nobody : { actor: await ports.stateActor(tx, personId, 'read'), scope: 'write' }
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
