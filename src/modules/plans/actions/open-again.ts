import { redirect, refused, type Route, route } from '#platform/http'
import { oneValue } from '#platform/forms'
import { z } from 'zod'
import { actionHref, actionToEnd, shownAction } from './asked-action.ts'
import { endAction, whoWasFirst } from './end-action.ts'

/** An action that was done or dropped is open again; its history keeps how it had ended. */
export const openAgainRoute: Route = route({
  method: 'POST',
  path: '/plan-actions/:reference/open-again',
  area: 'page',
  permission: 'plan.work',
  event: 'action.opened-again',
  summary: 'Open an action again that was done or dropped',
  params: z.object({ reference: z.string() }),
  body: z.object({ _version: oneValue }),
  handle: async (visit, { params, body }) => {
    const found = await actionToEnd(visit, params.reference)
    if ('answer' in found) return found.answer
    const { state } = found.subject
    const expected = body['_version']
    const ended = await endAction(visit, found.subject, { expected, status: 'Open', outcome: null, doneOn: null })
    const shown = shownAction(state)
    if (ended === 'recorded') {
      visit.memory.set('done', 'The action is open again')
      return redirect(actionHref(state.reference), { shown, details: { fields: ['status', 'outcome', 'doneOn'] } })
    }
    const says =
      typeof ended === 'object'
        ? ended.problems.map(({ problem }) => problem).join('. ')
        : ended === 'changed'
          ? await whoWasFirst(visit, state.reference)
          : 'The plan was closed meanwhile'
    return refused({ status: 409, title: 'It was not opened again', says: `${says}.`, shown })
  },
})
