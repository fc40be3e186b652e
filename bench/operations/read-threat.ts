import { type Operation, share } from '../operation.ts'
import { againstStatements } from './against-statements.ts'
import { threatReads } from './requests.ts'

export const readThreat: Operation = {
  key: 'read',
  name: 'read one threat, audited (API)',
  reference: 'S',
  toReach: share(0.4),
  aim: share(0.65),
  grows: 'by an index',
  prepare: async scene => againstStatements(scene, await threatReads(scene, 12)),
}
