import { type Operation, share } from '../operation.ts'
import { againstStatements } from './against-statements.ts'
import { asProgram, threatLists } from './requests.ts'

export const listThreats: Operation = {
  key: 'list',
  name: 'list 50 threats, filters, sort and count (API)',
  reference: 'S',
  toReach: share(0.35),
  aim: share(0.6),
  // How many a list holds is counted: of a short one each time, of a long one twice a minute.
  grows: 'as its rows',
  prepare: scene =>
    againstStatements(
      scene,
      asProgram(
        scene.askers.force,
        threatLists.map(query => `/api/v1/threats?${query}`),
      ),
    ),
}
