import { oneValue } from '#platform/forms'
import { type Answer, page, redirect, route, type Visit } from '#platform/http'
import { recordAddress } from '#platform/register-pages'
import { type FieldError, PageHeading } from '#ui'
import { z } from 'zod'
import { actionToEnd, shownAction, type WorkedAction } from '../actions/asked-action.ts'
import { endAction, whoWasFirst } from '../actions/end-action.ts'
import { actionStatuses } from '../plan-action.ts'
import { isClosed, type PlanState } from '../plan-store.ts'
import { noSuchPlan, planFrame, planHref, planTitle, planToRead, shownPlan } from '../steps/asked-plan.ts'
import { boardOf } from './board-store.ts'
import { Board, type Moving } from './board-view.tsx'
import { mayChangePlan } from './may-change-plan.ts'
import { dayShown } from './plan-words.tsx'
import { shownParts } from './shown-parts.ts'

/** In each place of the board; the list has the rest. */
const mostCards = 10

const common = {
  path: '/plans/:reference/board',
  area: 'page',
  params: z.object({ reference: z.string() }),
} as const

const showBoard = route({
  ...common,
  method: 'GET',
  fromReplica: true,
  permission: 'record.read',
  event: 'plan-board.viewed',
  summary: 'A plan’s actions by P and by how far they are, as at any day',
  handle: async (visit, { params }) => {
    const found = await planToRead(visit, params.reference)
    return 'answer' in found ? found.answer : boardPage(visit, found.subject.state)
  },
})

const moveCard = route({
  ...common,
  method: 'POST',
  permission: 'plan.work',
  event: 'action.moved',
  summary: 'Move an action on the board: open, done or dropped',
  body: z.object({ action: oneValue, version: oneValue, status: oneValue, outcome: oneValue }),
  handle: async (visit, { params, body }) => {
    const read = await planToRead(visit, params.reference)
    if ('answer' in read) return read.answer
    const plan = read.subject.state
    const found = await actionToEnd(visit, body.action)
    if ('answer' in found) return found.answer
    const { state } = found.subject
    if (state.values.plan !== plan.reference) return noSuchPlan(plan.reference)
    return moveTo(visit, plan, found.subject, { ...body, outcome: clean(body.outcome) })
  },
})

export const boardRoutes = [showBoard, moveCard]

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

async function moveTo(
  visit: Visit,
  plan: PlanState,
  worked: WorkedAction,
  moving: Omit<Moving, 'problem'>,
): Promise<Answer> {
  const { state } = worked
  const status = actionStatuses.find(one => one === moving.status)
  const problem = problemOf(moving)
  if (status === undefined || problem !== undefined) return again(visit, plan, moving, problem ?? '')
  const outcome = moving.outcome === '' ? textOf(state.values.outcome) : moving.outcome
  const end = status === 'Open' ? { outcome: null, doneOn: null } : { outcome, doneOn: doneOn(visit, state.values) }
  const ended = await endAction(visit, worked, { expected: moving.version, status, ...end })
  if (ended === 'recorded') return moved(visit, plan, state, status)
  if (typeof ended === 'object') return again(visit, plan, moving, ended.problems.map(one => one.problem).join('. '))
  const says = ended === 'closed' ? 'The plan was closed meanwhile' : await whoWasFirst(visit, state.reference)
  return again(visit, plan, { ...moving, version: state.version }, says, 409)
}

/** Whoever moves what had ended already leaves the day; else it is today. */
function doneOn(
  visit: Visit,
  { status, doneOn: day }: Awaited<ReturnType<typeof boardOf>>[number]['action']['values'],
) {
  return status !== 'Open' && typeof day === 'string' ? day : dayShown(visit)
}

const mostCharacters = 4000

function problemOf({ status, outcome }: Omit<Moving, 'problem'>): string | undefined {
  if (!actionStatuses.some(one => one === status)) return 'Select where it goes'
  if (status === 'Open' && outcome !== '') return 'Select Done or Dropped, or leave empty what came of it'
  return Array.from(outcome).length > mostCharacters ? `Use ${mostCharacters} characters or fewer` : undefined
}

function clean(text: string): string {
  return text.replaceAll('\r\n', '\n').replaceAll('\u0000', '\uFFFD').toWellFormed().normalize('NFC').trim()
}

function moved(visit: Visit, plan: PlanState, state: Parameters<typeof shownAction>[0], status: string): Answer {
  visit.memory.set('done', `Action ${state.reference} is ${status.toLowerCase()}`)
  return redirect(planHref(plan.reference, '/board'), {
    shown: [shownPlan(plan), shownAction(state)],
    details: { fields: ['status', 'outcome', 'doneOn'] },
  })
}

/** The board again, with what stands in the way and what was typed. */
function again(
  visit: Visit,
  plan: PlanState,
  moving: Omit<Moving, 'problem'>,
  problem: string,
  status = 400,
): Promise<Answer> {
  return boardPage(visit, plan, { ...moving, problem }, status)
}

async function boardPage(visit: Visit, plan: PlanState, moving?: Moving, status = 200): Promise<Answer> {
  const cards = await boardOf(visit.tx, plan.reference, { asAt: visit.asAt, today: dayShown(visit), limit: mostCards })
  const isOpen = !isClosed(plan) && plan.inError === undefined && visit.asAt.when === 'now'
  const mayMove = isOpen && visit.actor.permissions.has('plan.work')
  const records = mayMove && (await mayChangePlan(visit, plan))
  const errors: readonly FieldError[] =
    moving === undefined ? [] : [{ field: `status-${moving.action}`, text: `${moving.action}: ${moving.problem}` }]
  return page({
    ...planFrame(visit, plan, 'Board'),
    wide: true,
    errors,
    status,
    shown: [
      shownPlan(plan),
      ...shownParts(
        [],
        cards.map(({ action }) => action),
      ),
    ],
    body: (
      <>
        <PageHeading
          caption={`Board of plan ${plan.reference}`}
          title={planTitle(plan)}
          actions={
            <a class="govuk-link" href={recordAddress(planHref(plan.reference), visit)}>
              The whole plan
            </a>
          }
        />
        <Board
          visit={visit}
          plan={plan}
          cards={cards}
          mayMove={({ values }) => records || (mayMove && values.person === visit.actor.email)}
          moving={moving}
        />
      </>
    ),
  })
}
