import { asAtText } from '#platform/clock'
import { oneValue } from '#platform/forms'
import { page, route, type Visit } from '#platform/http'
import type { RecordDeclaration } from '#platform/record'
import { listAddress, listMarking, recordAddress, withheldHandlings, withheldValue } from '#platform/register-pages'
import { Button, type Content, FourP as FourPMark, HiddenInput, PageHeading, Select, Text } from '#ui'
import { z } from 'zod'
import { type FourP, fourPs } from '../four-ps.ts'
import { aim as planAims } from '../aim.ts'
import { planAction } from '../plan-action.ts'
import { plan as plans, reasonFields } from '../plan.ts'
import type { AimState, PlanState } from '../plan-store.ts'
import { planHref, planTitle } from '../steps/asked-plan.ts'
import { type BusinessPlan, businessPlanOf, organisationsWithPlans } from './business-plan-store.ts'
import { actionsList } from './four-ps-panel.tsx'
import { aimMeasure, dayShown, PartLink } from './plan-words.tsx'
import { shownParts } from './shown-parts.ts'

/** So many plans are set out: with four aims each they fill a printed page. The numbers are of all. */
const mostPlans = 4

/** All active plans of an organisation by the 4Ps on one printed page, with the way to each part. */
export const businessPlan = route({
  method: 'GET',
  fromReplica: true,
  path: '/plans/business-plan',
  area: 'page',
  permission: 'record.read',
  event: 'business-plan.viewed',
  summary: 'An organisation’s active plans by the 4Ps on one printable page, as at any day',
  query: z.looseObject({ organisation: oneValue }),
  handle: async (visit, { query }) => {
    const organisation = query.organisation === '' ? visit.actor.organisation : query.organisation
    const found = await businessPlanOf(visit.tx, organisation, {
      asAt: visit.asAt,
      today: dayShown(visit),
      limit: mostPlans,
    })
    const withheld = found.plans.length === 0 ? [] : await withheldHandlings(visit)
    const choices = await organisationsWithPlans(visit.tx, visit.asAt)
    return page({
      title: `Business plan: ${organisation}`,
      wide: true,
      handling: listMarking,
      breadcrumbs: [{ text: 'Plans', href: recordAddress('/plans', visit) }],
      shown: [
        { register: 'plans', references: found.plans.map(({ reference }) => reference) },
        ...shownParts(found.aims, []),
      ],
      body: <Body visit={visit} organisation={organisation} found={found} withheld={withheld} choices={choices} />,
    })
  },
})

interface BodyProps {
  readonly visit: Visit
  readonly organisation: string
  readonly found: BusinessPlan
  /** Handlings that demand a reason before more than the reference is shown. */
  readonly withheld: readonly string[]
  readonly choices: readonly string[]
}

function Body(props: BodyProps): Content {
  const { organisation, found } = props
  return (
    <div class="ff-sheet">
      <PageHeading caption="Business plan by the 4Ps" title={organisation} />
      <OrganisationForm {...props} />
      {found.plans.length === 0 ? (
        <p class="govuk-body">No active plan that you may see.</p>
      ) : (
        <div class="ff-sheet__ps">
          {fourPs.map(p => (
            <section class="ff-sheet__p" aria-labelledby={`business-${p}`}>
              <h2 class="govuk-heading-s" id={`business-${p}`}>
                <FourPMark word={p} />
              </h2>
              <Figures {...props} p={p} />
              {found.plans.map(plan => (
                <OnePlan {...props} plan={plan} p={p} />
              ))}
            </section>
          ))}
        </div>
      )}
      {found.total > found.plans.length ? (
        <p class="govuk-body">
          The first {found.plans.length} of {found.total} active plans are set out here.{' '}
          <a class="govuk-link" href={activePlans(props)}>
            See all {found.total} in the list
          </a>
        </p>
      ) : null}
    </div>
  )
}

/** What all the active plans have of one P, with the way to it. */
function Figures({ visit, organisation, found, p }: BodyProps & { readonly p: FourP }): Content {
  const figures = found.figures.find(one => one.p === p) ?? { aims: 0, open: 0, overdue: 0 }
  const { open, overdue } = figures
  const ofOrganisation = { planOrganisation: organisation, p, planStatus: 'Active' }
  return (
    <p class="govuk-body-s ff-sheet__figures">
      <a class="govuk-link" href={listOf(visit, planAims, ofOrganisation)}>
        {figures.aims === 1 ? '1 aim' : `${figures.aims} aims`}
        <span class="govuk-visually-hidden"> of {p}</span>
      </a>
      {', '}
      <a class="govuk-link" href={listOf(visit, planAction, { ...ofOrganisation, status: 'Open' })}>
        {open === 1 ? '1 open action' : `${open} open actions`}
        <span class="govuk-visually-hidden"> of {p}</span>
      </a>
      {overdue === 0 ? null : `, ${overdue} overdue`}
    </p>
  )
}

function activePlans({ visit, organisation }: BodyProps): string {
  return listOf(visit, plans, { organisation, status: 'Active' })
}

function listOf(visit: Visit, record: RecordDeclaration, filters: Readonly<Record<string, string>>): string {
  const query = new URLSearchParams(filters)
  const asAt = asAtText(visit.asAt)
  if (asAt !== undefined) query.set('asAt', asAt)
  return listAddress(record, query)
}

function OrganisationForm({ visit, organisation, choices }: BodyProps): Content {
  const names = choices.includes(organisation) ? choices : [...choices, organisation]
  const asAt = asAtText(visit.asAt)
  return (
    <form class="ff-sheet__choose" action="/plans/business-plan" method="get">
      <Select
        name="organisation"
        label="Organisation"
        choices={names.map(name => ({ value: name, text: name }))}
        value={organisation}
      />
      {asAt === undefined ? null : <HiddenInput name="asAt" value={asAt} />}
      <Button text="Show" kind="secondary" small />
    </form>
  )
}

function OnePlan({
  visit,
  found,
  withheld,
  plan,
  p,
}: BodyProps & { readonly plan: PlanState; readonly p: FourP }): Content {
  const href = recordAddress(planHref(plan.reference), visit)
  if (withheld.includes(plan.handling)) {
    return (
      <p class="govuk-body-s">
        <a class="govuk-link" href={href}>
          {plan.reference}
        </a>{' '}
        {withheldValue}
      </p>
    )
  }
  const aims = found.aims.filter(({ values }) => values.plan === plan.reference && values.p === p)
  const open = found.open.find(count => count.plan === plan.reference && count.p === p)?.open ?? 0
  return (
    <>
      <h3 class="govuk-body-s ff-sheet__plan">
        <a class="govuk-link" href={href}>
          <Text value={planTitle(plan)} />
        </a>
      </h3>
      <Aims visit={visit} plan={plan} p={p} aims={aims} />
      <p class="govuk-body-s ff-sheet__count">
        {open === 0 ? (
          'No open actions'
        ) : (
          <a class="govuk-link" href={actionsList(visit, plan.reference, p)}>
            {open === 1 ? '1 open action' : `${open} open actions`}
            <span class="govuk-visually-hidden">
              {' '}
              of <Text value={planTitle(plan)} />, {p}
            </span>
          </a>
        )}
      </p>
    </>
  )
}

interface AimsProps {
  readonly visit: Visit
  readonly plan: PlanState
  readonly p: FourP
  readonly aims: readonly AimState[]
}

function Aims({ visit, plan, p, aims }: AimsProps): Content {
  const reason = plan.values[reasonFields[p]]
  if (aims.length === 0) {
    return <p class="govuk-body-s">{reason === null ? 'No aim' : <Text value={`No aim: ${String(reason)}`} />}</p>
  }
  return (
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
  )
}
