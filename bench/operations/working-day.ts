import type { Asker } from '../people.ts'
import type { Scene } from '../scene.ts'
import type { WrkRequest } from '../wrk-script.ts'
import { asPerson, asProgram, disruptionLists, pastDay, threatLists, threatReads, yearAtAGlance } from './requests.ts'

/** Some of a hundred requests, and what they may be. */
export interface Kind {
  readonly ofHundred: number
  readonly requests: readonly WrkRequest[]
}

/**
 * What a hundred requests of a working day are: mostly reading and listing, a few searches and past days, now and then a record. Each
 * is asked by one of several people of a force or of the inspectorate; another one of the force records.
 */
export async function workingDay(scene: Scene): Promise<readonly Kind[]> {
  const { force, national, recorder } = await scene.colleagues()
  const reads = (await threatReads(scene, 200)).map(({ path }) => path)
  const pages = reads.slice(0, 50).map(path => path.replace('/api/v1', ''))
  const after = (beginning: string, lists: readonly string[]) => lists.map(list => `${beginning}${list}`)
  const byProgram = (askers: readonly Asker[], paths: readonly string[]) =>
    askers.flatMap(asker => asProgram(asker, paths))
  const byPerson = (askers: readonly Asker[], paths: readonly string[]) =>
    askers.flatMap(asker => asPerson(asker, paths))
  const kinds = [
    { ofHundred: 38, requests: byProgram(force, reads) },
    { ofHundred: 20, requests: byProgram(force, after('/api/v1/threats?', threatLists)) },
    { ofHundred: 10, requests: byProgram(force, after('/api/v1/disruptions?', disruptionLists)) },
    { ofHundred: 8, requests: byProgram(national, after(`/api/v1/threats?asAt=${pastDay()}&`, threatLists)) },
    { ofHundred: 8, requests: byProgram(force, after('/api/v1/threats?name=', ['Coldwell', 'brothers', 'Yarrow'])) },
    { ofHundred: 6, requests: byPerson(force, pages) },
    { ofHundred: 5, requests: byPerson(force, after('/threats?', threatLists)) },
    { ofHundred: 4, requests: [newThreat(recorder)] },
    { ofHundred: 1, requests: byPerson(national, [yearAtAGlance()]) },
  ]
  // What is refused would be quick.
  await scene.capture(kinds.flatMap(({ requests }) => requests.slice(0, 1)))
  return kinds
}

/** A request as often as its kind occurs. */
export function drawFrom(kinds: readonly Kind[], random: () => number): WrkRequest {
  let place = random() * kinds.reduce((sum, { ofHundred }) => sum + ofHundred, 0)
  const kind = kinds.find(({ ofHundred }) => (place -= ofHundred) < 0)
  const drawn = kind?.requests[Math.floor(random() * kind.requests.length)]
  if (drawn === undefined) throw new Error('There is nothing of a kind to ask for.')
  return drawn
}

/** Recording a threat, as a program of its force does it. */
export function newThreat({ token }: Asker): WrkRequest {
  const threat = { name: 'Stonegate market', threatType: 'Organised crime group', crimeCategory: 'Drugs' }
  return {
    method: 'POST',
    path: '/api/v1/threats',
    headers: { ...token, 'content-type': 'application/json' },
    body: JSON.stringify(threat),
  }
}
