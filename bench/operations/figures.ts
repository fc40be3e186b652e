import { type Operation, times } from '../operation.ts'
import { againstStatements } from './against-statements.ts'
import { asPerson, asProgram, yearAtAGlance, yearOfFigures } from './requests.ts'

const figures = {
  reference: 'S',
  toReach: times(1.5),
  aim: times(1.1),
  grows: 'as its rows',
} as const satisfies Partial<Operation>

export const yearsFigures: Operation = {
  ...figures,
  key: 'figures',
  name: 'one year’s lead disruptions by organisation, month and P, as at a day (API)',
  prepare: scene => againstStatements(scene, asProgram(scene.askers.national, [yearOfFigures()]), 2),
}

/** Nobody asked for a bound of the page that shows them with all else there is to count: it is held to the same. */
export const glancePage: Operation = {
  ...figures,
  key: 'glance',
  name: 'the country at a glance, as at a day, as an HTML page',
  prepare: scene => againstStatements(scene, asPerson(scene.askers.national, [yearAtAGlance()]), 2),
}
