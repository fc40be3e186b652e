import { hash } from 'node:crypto'
import type { Transaction } from '#platform/database'
import type { Actor } from './actor.ts'
import type { Asked } from './asked.ts'
import { expectedOf, expectNext } from './expected-askers.ts'
import type { Kit } from './kit.ts'
import type { Stated } from './ports.ts'
import type { Route } from './route.ts'

/**
 * Whether it is waited for who is stated; or taken to be who was stated at the last request of the same, until the next statement,
 * which fails as `isStatedOtherwise` tells where that is not so.
 */
export type Stating = 'waited for' | 'expected'

/** Who asks, stated for the transaction: by the session of a page, or by the token of a program. Undefined for nobody. */
export async function actorOf(
  kit: Kit,
  route: Route,
  asked: Asked,
  tx: Transaction,
  stating: Stating = 'waited for',
): Promise<Actor | undefined> {
  const stated = await statedFor(kit, route, asked, tx, stating)
  if (stated === undefined || (stated.actor.sample && kit.ports.refusesSamplePeople)) return undefined
  return stated.scope === 'read' ? readingOnly(stated.actor, kit.ports.changingPermissions) : stated.actor
}

async function statedFor(
  { ports, present, database }: Kit,
  route: Route,
  { bearer, personId }: Asked,
  tx: Transaction,
  stating: Stating,
): Promise<Stated | undefined> {
  const isProgram = route.area === 'api'
  if ((isProgram ? bearer : personId) === undefined) return undefined
  const asker = isProgram ? `bearer ${hash('sha256', bearer ?? '', 'base64')}` : `person ${personId}`
  const expected = stating === 'expected' ? expectedOf(database, asker) : undefined
  const stated = isProgram
    ? await ports.stateBearer(tx, bearer ?? '', present(), expected)
    : await ports.statePerson(tx, personId ?? 0, expected)
  if (stated !== expected) expectNext(database, asker, stated)
  return stated
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
