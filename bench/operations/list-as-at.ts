import { type Operation, times } from '../operation.ts'
import { asProgram, disruptionLists, pastDay, threatLists } from './requests.ts'

export const listAsAt: Operation = {
  key: 'as-at',
  name: 'any list as at a past day',
  reference: 'the same list today',
  toReach: times(1.5),
  aim: times(1.1),
  grows: 'as its rows',
  prepare: async scene => {
    const listsOf = (query: string) =>
      asProgram(
        scene.askers.force,
        ['threats', 'disruptions'].flatMap(register =>
          (register === 'threats' ? threatLists : disruptionLists).map(list => `/api/v1/${register}?${list}${query}`),
        ),
      )
    const [past, today] = [listsOf(`&asAt=${pastDay()}`), listsOf('')]
    await scene.capture([...past, ...today])
    return { operation: seconds => scene.ask(past, seconds), reference: seconds => scene.ask(today, seconds) }
  },
}
