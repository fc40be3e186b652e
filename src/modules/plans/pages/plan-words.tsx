import { asAtInstant, londonToday } from '#platform/clock'
import type { Visit } from '#platform/http'
import { recordAddress } from '#platform/register-pages'
import { type Content, formatDay, Tag, Text } from '#ui'
import type { PlanStatus } from '../plan.ts'
import type { ActionState, AimState } from '../plan-store.ts'

/** The day that a page is of: today, or the past day that the site is on. */
export function dayShown(visit: Visit): string {
  return londonToday(asAtInstant(visit.asAt, visit.present))
}

/** The state of a plan, in its colour. */
export function planStatusTag(status: unknown): Content {
  const colours = { Draft: 'grey', Active: 'green', Closed: 'blue' } as const
  return <Tag text={String(status)} colour={colours[status as PlanStatus]} />
}

/** "Children referred in a quarter: 4 to 12 by 31 March 2027"; nothing of what was not stated. */
export function aimMeasure({ values }: AimState): string {
  const { measure, baseline, target, dueOn } = values
  const from = baseline === null ? '' : `${baseline} `
  const to = target === null ? '' : `to ${target} `
  const by = typeof dueOn === 'string' ? `by ${formatDay(dueOn)}` : ''
  const moves = `${from}${to}${by}`.trim()
  if (measure === null) return moves === '' ? 'No measure' : `No measure; ${moves}`
  return moves === '' ? String(measure) : `${measure}: ${moves}`
}

/** Whether an action is open though its day has passed. */
export function isOverdue({ values }: ActionState, today: string): boolean {
  return values.status === 'Open' && typeof values.dueOn === 'string' && values.dueOn < today
}

/** When an action is due, said when it is overdue; or how it ended. */
export function actionWhen(action: ActionState, today: string): Content {
  const { status, dueOn, doneOn } = action.values
  if (status !== 'Open') return typeof doneOn === 'string' ? `${status} ${formatDay(doneOn)}` : String(status)
  if (typeof dueOn !== 'string') return 'No date'
  if (!isOverdue(action, today)) return formatDay(dueOn)
  return (
    <>
      {formatDay(dueOn)} <Tag text="Overdue" colour="red" />
    </>
  )
}

/** "pat@force.example, Cheshire Constabulary"; who does an action, or that nobody does. */
export function actionWho({ values }: ActionState): string {
  return [values.person, values.organisation].filter(one => one !== null).join(', ') || 'Nobody'
}

/** The way to an aim or an action, by what it says. */
export function PartLink(props: {
  readonly visit: Visit
  readonly state: AimState | ActionState
  readonly register: string
}): Content {
  const { visit, state, register } = props
  return (
    <a class="govuk-link" href={recordAddress(`/${register}/${encodeURIComponent(state.reference)}`, visit)}>
      <Text value={String(state.values.text)} />
    </a>
  )
}
