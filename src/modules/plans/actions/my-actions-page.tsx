import { addDays, asAtInstant, londonToday } from '#platform/clock'
import { oneValue } from '#platform/forms'
import { page, type Route, route, type Visit } from '#platform/http'
import { listMarking, recordAddress, withheldHandlings } from '#platform/register-pages'
import { type Content, DataTable, formatDay, InsetText, PageHeading, Panel, SubNavigation, Tag, Text } from '#ui'
import { z } from 'zod'
import type { ActionState } from '../plan-store.ts'
import { planHref } from '../steps/asked-plan.ts'
import { actionHref } from './asked-action.ts'
import { dueTime, dueTimes } from './due.ts'
import { endedActions, mostActions, openActions, type WhoseActions } from './my-actions-store.ts'

const daysOfEnded = 30

/** The actions that were given to a person, or to their organisation. */
export const myActionsPage: Route = route({
  method: 'GET',
  fromReplica: true,
  path: '/my-actions',
  area: 'page',
  permission: 'plan.work',
  event: 'my-actions.listed',
  summary: 'Your actions and your organisation’s: overdue, due this week, later, done lately',
  query: z.looseObject({ whose: oneValue }),
  handle: async (visit, { query }) => {
    const ours = query.whose === 'organisation'
    const { email, organisationId } = visit.actor
    const whose: WhoseActions = ours ? { organisationId } : { email }
    const asked = { asAt: visit.asAt, whose }
    const today = londonToday(asAtInstant(visit.asAt, visit.present))
    const open = await openActions(visit.tx, asked)
    const ended = await endedActions(visit.tx, asked, addDays(today, -daysOfEnded))
    const title = ours ? 'My organisation’s actions' : 'My actions'
    const shared = { visit, withheld: await withheldHandlings(visit), ours }
    return page({
      title,
      wide: true,
      ...(open.length + ended.length > 0 ? { handling: listMarking } : {}),
      shown: { register: 'plan-actions', references: [...open, ...ended].map(({ reference }) => reference) },
      body: (
        <>
          <PageHeading title={title} {...(ours ? { caption: visit.actor.organisation } : {})} />
          <SubNavigation label="Whose actions" items={whoseItems(visit, ours)} />
          {open.length === 0 ? <InsetText>No action is open.</InsetText> : null}
          {open.length === mostActions ? (
            <InsetText>The {mostActions} that are due first are shown. The list of actions has them all.</InsetText>
          ) : null}
          {dueTimes.map(time => (
            <Actions
              {...shared}
              heading={time}
              actions={open.filter(({ values }) => dueTime(dayOf(values.dueOn), today) === time)}
            />
          ))}
          <Actions {...shared} heading={`Done or dropped in the last ${daysOfEnded} days`} actions={ended} />
        </>
      ),
    })
  },
})

function whoseItems(visit: Visit, ours: boolean) {
  return [
    { label: 'Mine', href: recordAddress('/my-actions', visit), current: !ours },
    { label: 'My organisation’s', href: withWhose(visit), current: ours },
  ]
}

function withWhose(visit: Visit): string {
  const address = recordAddress('/my-actions', visit)
  return `${address}${address.includes('?') ? '&' : '?'}whose=organisation`
}

interface ActionsProps {
  readonly visit: Visit
  /** The handlings of which nothing but the reference is shown. */
  readonly withheld: readonly string[]
  readonly ours: boolean
  readonly heading: string
  readonly actions: readonly ActionState[]
}

function Actions({ visit, withheld, ours, heading, actions }: ActionsProps): Content {
  if (actions.length === 0) return null
  const mayEnd = !ours && visit.asAt.when === 'now' && actions.every(({ values }) => values.status === 'Open')
  return (
    <Panel title={heading} id={idOf(heading)} count={actions.length}>
      <DataTable
        caption={heading}
        hideCaption
        columns={[
          { key: 'text', label: 'Action', wide: true },
          { key: 'p', label: 'P' },
          { key: 'plan', label: 'Plan', keepTogether: true },
          ...(ours ? [{ key: 'person', label: 'Person' }] : []),
          { key: 'due', label: 'Due', keepTogether: true },
          { key: 'status', label: mayEnd ? 'To do' : 'Status' },
        ]}
        rows={actions.map(action => ({
          text: <ActionLink visit={visit} action={action} withheld={withheld} />,
          p: String(action.values.p),
          plan: <PlanLink visit={visit} reference={String(action.values.plan)} />,
          person: withheld.includes(action.handling) ? '' : String(action.values.person ?? 'Nobody'),
          due: action.values.dueOn === null ? '' : formatDay(String(action.values.dueOn)),
          status: <Status action={action} mayEnd={mayEnd} />,
        }))}
      />
    </Panel>
  )
}

function Status({ action, mayEnd }: { readonly action: ActionState; readonly mayEnd: boolean }): Content {
  const { status, doneOn } = action.values
  if (status !== 'Open') {
    return (
      <>
        <Tag text={String(status)} colour={status === 'Done' ? 'green' : 'grey'} />{' '}
        {doneOn === null ? '' : formatDay(String(doneOn))}
      </>
    )
  }
  if (!mayEnd) return 'Open'
  return (
    <a class="govuk-link" href={actionHref(action.reference, '/done')}>
      Done<span class="govuk-visually-hidden">: action {action.reference}</span>
    </a>
  )
}

interface ActionLinkProps extends Pick<ActionsProps, 'visit' | 'withheld'> {
  readonly action: ActionState
}

/** An action whose handling demands a reason is named by its reference alone until one was given. */
function ActionLink({ visit, action, withheld }: ActionLinkProps): Content {
  const text = withheld.includes(action.handling) ? action.reference : String(action.values.text)
  return (
    <a class="govuk-link" href={recordAddress(actionHref(action.reference), visit)}>
      <Text value={text} />
    </a>
  )
}

function PlanLink({ visit, reference }: { readonly visit: Visit; readonly reference: string }): Content {
  return (
    <a class="govuk-link" href={recordAddress(planHref(reference), visit)}>
      {reference}
    </a>
  )
}

function dayOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

function idOf(heading: string): string {
  return heading.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
}
