import { type Answer, page, route, type Visit } from '#platform/http'
import { recordAddress } from '#platform/register-pages'
import { type Content, FourP as FourPMark, formatDay, PageHeading, SummaryList, Text } from '#ui'
import { z } from 'zod'
import { type FourP, fourPs } from '../four-ps.ts'
import { reasonFields } from '../plan.ts'
import {
  type ActionCount,
  type ActionState,
  actionsOf,
  type AimState,
  aimsOf,
  countActions,
  type PlanState,
} from '../plan-store.ts'
import { planFrame, planHref, planTitle, planToRead, shownPlan } from '../steps/asked-plan.ts'
import { actionsList, countWords } from './four-ps-panel.tsx'
import { actionWhen, actionWho, aimMeasure, dayShown, PartLink, planStatusTag } from './plan-words.tsx'
import { shownParts } from './shown-parts.ts'

/** So many actions of each P stand on the page, the open ones first; how many there are is said. */
const mostActions = 5

/** A plan on one printed page, by the 4Ps: for a wall, or a meeting. */
export const onAPage = route({
  method: 'GET',
  fromReplica: true,
  path: '/plans/:reference/on-a-page',
  area: 'page',
  permission: 'record.read',
  event: 'plan.viewed-on-a-page',
  summary: 'A plan on one printable page, by the 4Ps, as at any day',
  params: z.object({ reference: z.string() }),
  handle: async (visit, { params }) => {
    const found = await planToRead(visit, params.reference)
    return 'answer' in found ? found.answer : planPage(visit, found.subject.state)
  },
})

interface Sheet {
  readonly visit: Visit
  readonly plan: PlanState
  readonly aims: readonly AimState[]
  readonly actions: readonly ActionState[]
  readonly counts: readonly ActionCount[]
}

async function planPage(visit: Visit, plan: PlanState): Promise<Answer> {
  const aims = await aimsOf(visit.tx, plan.reference, visit.asAt)
  const actions = await actionsOf(visit.tx, plan.reference, visit.asAt, { limit: mostActions })
  const counts = await countActions(visit.tx, plan.reference, visit.asAt, dayShown(visit))
  return page({
    ...planFrame(visit, plan, 'On a page'),
    wide: true,
    shown: [shownPlan(plan), ...shownParts(aims, actions)],
    body: <SheetBody visit={visit} plan={plan} aims={aims} actions={actions} counts={counts} />,
  })
}

function SheetBody(sheet: Sheet): Content {
  const { visit, plan } = sheet
  return (
    <div class="ff-sheet">
      <PageHeading
        caption={`Plan on a page: ${plan.reference}`}
        title={planTitle(plan)}
        markers={planStatusTag(plan.values.status)}
        actions={
          <a class="govuk-link" href={recordAddress(planHref(plan.reference), visit)}>
            The whole plan
          </a>
        }
      />
      {plan.values.objective === null ? null : (
        <p class="govuk-body">
          <Text value={String(plan.values.objective)} lines />
        </p>
      )}
      <SummaryList columns rows={headRows(plan)} emptyText="None" />
      <div class="ff-sheet__ps">
        {fourPs.map(p => (
          <Quarter sheet={sheet} p={p} />
        ))}
      </div>
    </div>
  )
}

function headRows({ values }: PlanState) {
  return [
    values.kind === 'Strategic' ? { key: 'Priority', value: values.priority } : { key: 'Threat', value: values.threat },
    { key: 'Owner', value: values.owner },
    { key: 'Senior responsible officer', value: values.seniorResponsibleOfficer },
    { key: 'Organisation', value: values.organisation },
    { key: 'Next review', value: typeof values.nextReviewOn === 'string' ? formatDay(values.nextReviewOn) : null },
  ].map(({ key, value }) => ({ key, value: value === null ? null : String(value) }))
}

function Quarter({ sheet, p }: { readonly sheet: Sheet; readonly p: FourP }): Content {
  const { visit, plan } = sheet
  const aims = sheet.aims.filter(({ values }) => values.p === p)
  const actions = sheet.actions.filter(({ values }) => values.p === p)
  const count = sheet.counts.find(one => one.p === p)
  const reason = plan.values[reasonFields[p]]
  return (
    <section class="ff-sheet__p" aria-labelledby={`sheet-${p}`}>
      <h2 class="govuk-heading-s" id={`sheet-${p}`}>
        <FourPMark word={p} />
      </h2>
      {aims.length === 0 ? (
        <p class="govuk-body-s">
          No aim{reason === null ? ', and no reason for having none.' : ': '}
          {reason === null ? null : <Text value={String(reason)} />}
        </p>
      ) : (
        <ul class="govuk-list ff-sheet__aims">
          {aims.map(aim => (
            <li>
              <PartLink visit={visit} state={aim} register="plan-aims" />
              <span class="ff-plan-p__measure">
                <Text value={aimMeasure(aim)} />
              </span>
            </li>
          ))}
        </ul>
      )}
      <ul class="govuk-list govuk-list--bullet ff-sheet__actions">
        {actions.map(action => (
          <li>
            <PartLink visit={visit} state={action} register="plan-actions" />
            <span class="ff-plan-p__measure">
              <Text value={actionWho(action)} />; {actionWhen(action, dayShown(visit))}
            </span>
          </li>
        ))}
      </ul>
      <p class="govuk-body-s">
        <a class="govuk-link" href={actionsList(visit, plan.reference, p)}>
          {countWords(count)}
        </a>
      </p>
    </section>
  )
}
