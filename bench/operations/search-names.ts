import { type Operation, times } from '../operation.ts'
import type { Askers } from '../people.ts'
import { asProgram } from './requests.ts'
import { againstOwner } from './without-access.ts'

/** Parts of names: of a place, of a kind, of what is rare, and of what nothing is called. */
const sought = ['Coldwell', 'brothers', 'Yarrow', 'marsh line', 'Quarndale net', 'xyzzy'] as const

function searchBy(who: keyof Askers, name: string): Operation {
  return {
    key: `search-${who}`,
    name: `name search, ${name}`,
    reference: 'without row-level security',
    toReach: times(2),
    aim: times(1.3),
    grows: 'by an index',
    prepare: scene =>
      againstOwner(scene, {
        asker: scene.askers[who],
        requests: asProgram(
          scene.askers[who],
          sought.map(part => `/api/v1/threats?name=${encodeURIComponent(part)}`),
        ),
        isMeant: ({ parameters }) =>
          sought.some(part =>
            parameters.some(value => value?.replaceAll('%', '').toLowerCase() === part.toLowerCase()),
          ),
      }),
  }
}

export const searchNames: readonly Operation[] = [searchBy('force', 'one force'), searchBy('national', 'national user')]
