import { asAtText } from '#platform/clock'
import type { Panel, Visit } from '#platform/http'
import { listAddress } from '#platform/register-pages'
import { Button, ButtonGroup, type Content, DataTable, FourP as FourPMark, Text } from '#ui'
import { type FourP, fourPMeanings, fourPs } from '../four-ps.ts'
import { reasonFields } from '../plan.ts'
import { planAction } from '../plan-action.ts'
import {
  type ActionCount,
  type ActionState,
  actionsOf,
  type AimState,
  aimsOf,
  countActions,
  isClosed,
  type PlanState,
} from '../plan-store.ts'
import { mayChangePlan } from './may-change-plan.ts'
import { shownParts } from './shown-parts.ts'
import { actionWhen, actionWho, aimMeasure, dayShown, PartLink } from './plan-words.tsx'

/** Of more actions the list tells: a page of a thousand is read by nobody. */
const mostActions = 10

/** On a plan's page: by P, what is to be achieved, what is done for it, and what is missing. */
export const fourPsPanel: Panel = {
  on: 'plans',
  permission: 'record.read',
  show: async (visit, shown) => {
    const state = shown as PlanState
    const today = dayShown(visit)
    const aims = await aimsOf(visit.tx, state.reference, visit.asAt)
    const actions = await actionsOf(visit.tx, state.reference, visit.asAt, { limit: mostActions })
    const counts = await countActions(visit.tx, state.reference, visit.asAt, today)
    const mayAdd = !isClosed(state) && state.inError === undefined && (await mayChangePlan(visit, state))
    return {
      heading: 'The 4Ps',
      body: (
        <>
          {fourPs.map(p => (
            <OneP
              visit={visit}
              plan={state}
              p={p}
              today={today}
              aims={aims.filter(({ values }) => values.p === p)}
              actions={actions.filter(({ values }) => values.p === p)}
              count={counts.find(count => count.p === p)}
              mayAdd={mayAdd}
            />
          ))}
        </>
      ),
      shown: shownParts(aims, actions),
    }
  },
}

interface OnePProps {
  readonly visit: Visit
  readonly plan: PlanState
  readonly p: FourP
  readonly today: string
  readonly aims: readonly AimState[]
  readonly actions: readonly ActionState[]
  readonly count: ActionCount | undefined
  readonly mayAdd: boolean
}

function OneP({ visit, plan, p, today, aims, actions, count, mayAdd }: OnePProps): Content {
  const query = new URLSearchParams({ plan: plan.reference, p }).toString()
  return (
    <section class="ff-plan-p" aria-labelledby={`p-${p}`}>
      <h3 class="govuk-heading-s ff-plan-p__heading" id={`p-${p}`}>
        <FourPMark word={p} /> <span class="ff-plan-p__meaning">{fourPMeanings[p]}</span>
      </h3>
      <Aims visit={visit} plan={plan} p={p} aims={aims} />
      {actions.length === 0 ? (
        <p class="govuk-body">No actions.</p>
      ) : (
        <DataTable
          caption={`${p}: ${countWords(count)}`}
          columns={[
            { key: 'text', label: 'Action', wide: true },
            { key: 'who', label: 'Who' },
            { key: 'when', label: 'Due or done', keepTogether: true },
          ]}
          rows={actions.map(action => ({
            text: <PartLink visit={visit} state={action} register="plan-actions" />,
            who: actionWho(action),
            when: actionWhen(action, today),
          }))}
        />
      )}
      {count !== undefined && count.total > actions.length ? (
        <p class="govuk-body">
          <a class="govuk-link" href={actionsList(visit, plan.reference, p)}>
            See all {count.total} {p} actions in the list
          </a>
        </p>
      ) : null}
      {mayAdd ? (
        <ButtonGroup>
          <Button text={`Add a ${p} aim`} kind="secondary" small href={`/plan-aims/new?${query}`} />
          <Button text={`Add a ${p} action`} kind="secondary" small href={`/plan-actions/new?${query}`} />
        </ButtonGroup>
      ) : null}
    </section>
  )
}

type AimsProps = Pick<OnePProps, 'visit' | 'plan' | 'p' | 'aims'>

function Aims({ visit, plan, p, aims }: AimsProps): Content {
  const reason = plan.values[reasonFields[p]]
  if (aims.length === 0) {
    return (
      <p class="govuk-body">
        {reason === null ? (
          'No aim, and no reason for having none.'
        ) : (
          <>
            No aim, because: <Text value={String(reason)} />
          </>
        )}
      </p>
    )
  }
  return (
    <ul class="govuk-list ff-plan-p__aims">
      {aims.map(aim => (
        <li>
          <PartLink visit={visit} state={aim} register="plan-aims" />
          <span class="ff-plan-p__measure">
            <Text value={aimMeasure(aim)} />
          </span>
        </li>
      ))}
    </ul>
  )
}

/** "12 actions, 8 open, 2 overdue". */
export function countWords(count: ActionCount | undefined): string {
  if (count === undefined) return 'No actions'
  const { total, open, overdue } = count
  return `${total} ${total === 1 ? 'action' : 'actions'}, ${open} open${overdue === 0 ? '' : `, ${overdue} overdue`}`
}

/** The list of a plan's actions, of one P where one is named. */
export function actionsList(visit: Visit, plan: string, p?: FourP): string {
  const query = new URLSearchParams({ plan, ...(p === undefined ? {} : { p }) })
  const asAt = asAtText(visit.asAt)
  if (asAt !== undefined) query.set('asAt', asAt)
  return listAddress(planAction, query)
}
