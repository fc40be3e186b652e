import { type Operation, times } from '../operation.ts'
import type { Scene } from '../scene.ts'
import type { WrkRequest } from '../wrk-script.ts'
import { asPerson, asProgram, threatLists, yearOfFigures } from './requests.ts'
import { againstOwner } from './without-access.ts'

interface Secured {
  readonly key: string
  readonly what: string
  readonly requests: (scene: Scene) => readonly WrkRequest[]
  /** What the statement says that no other of the same request does. */
  readonly says: RegExp
}

const secured: readonly Secured[] = [
  {
    key: 'list',
    what: 'list',
    requests: scene =>
      asProgram(
        scene.askers.national,
        threatLists.map(query => `/api/v1/threats?${query}`),
      ),
    // Of a list that was short when it was asked for before, all is one statement; of a long one the page alone is asked for.
    says: /with found as materialized|select page\.place as _place/,
  },
  {
    key: 'count',
    what: 'count',
    requests: scene => asPerson(scene.askers.national, [`/glance?region=all`]),
    says: /as vulnerabilities/,
  },
  {
    key: 'figures',
    what: 'one year’s figures',
    requests: scene => asProgram(scene.askers.national, [yearOfFigures()]),
    says: /lead\.name as organisation/,
  },
]

/** The national user sees nearly all that the owner of the tables does: the rows are the same, and only the policies differ. */
export const rowLevelSecurity: readonly Operation[] = secured.map(({ key, what, requests, says }) => ({
  key: `rls-${key}`,
  name: `row-level security: ${what}`,
  reference: 'the same SQL as the owner',
  toReach: times(1.3),
  aim: times(1.1),
  grows: 'as its rows',
  prepare: scene =>
    againstOwner(scene, {
      asker: scene.askers.national,
      requests: requests(scene),
      isMeant: ({ text }) => says.test(text),
    }),
}))
