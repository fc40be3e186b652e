import { type Operation, times } from '../operation.ts'
import { againstStatements } from './against-statements.ts'
import { asPerson } from './requests.ts'

export const planChecks: Operation = {
  key: 'checks',
  name: 'the table of plan checks, region',
  reference: 'its SQL',
  toReach: times(1.5),
  aim: times(1.1),
  grows: 'as its rows',
  prepare: scene => againstStatements(scene, asPerson(scene.askers.national, ['/checks?region=North+West']), 2),
}
