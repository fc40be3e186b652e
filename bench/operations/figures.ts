import { type Operation, times } from '../operation.ts'
import { againstStatements } from './against-statements.ts'
import { asPerson, yearOfFigures } from './requests.ts'

export const yearsFigures: Operation = {
  key: 'figures',
  name: 'one year’s lead disruptions by organisation, month and P, as at a day',
  reference: 'S',
  toReach: times(1.5),
  aim: times(1.1),
  grows: 'as its rows',
  prepare: scene => againstStatements(scene, asPerson(scene.askers.national, [yearOfFigures()]), 2),
}
