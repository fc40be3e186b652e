import { type Operation, share } from '../operation.ts'
import { nothingRequest } from './against-statements.ts'
import { asPerson, asProgram, threatLists } from './requests.ts'

export const listPage: Operation = {
  key: 'page',
  name: 'the same as an HTML page',
  reference: 'the API list',
  toReach: share(0.5),
  aim: share(0.7),
  grows: 'as its rows',
  prepare: async scene => {
    const { force } = scene.askers
    const pages = asPerson(
      force,
      threatLists.map(query => `/threats?${query}`),
    )
    const lists = asProgram(
      force,
      threatLists.map(query => `/api/v1/threats?${query}`),
    )
    await scene.capture([...pages, ...lists])
    return {
      operation: seconds => scene.ask(pages, seconds),
      reference: seconds => scene.ask(lists, seconds),
      nothing: seconds => scene.ask(nothingRequest, seconds),
      finish: async () => void (await scene.capture(pages)),
    }
  },
}
