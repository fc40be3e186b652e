import type { Panel, Visit } from '#platform/http'
import { recordAddress, withheldHandlings, withheldValue } from '#platform/register-pages'
import { Button, type Content, FourP as FourPMark, formatDay, SummaryList, Tag, Text } from '#ui'
import { fourPs } from '../four-ps.ts'
import { planHref } from '../steps/asked-plan.ts'
import { dayShown, planStatusTag } from './plan-words.tsx'
import { plansAgainst, type ThreatPlan } from './threat-plans-store.ts'

/** On a threat's page: its plan, or the way to open one. */
export const threatPlanPanel: Panel = {
  on: 'threats',
  permission: 'record.read',
  show: async (visit, state) => {
    const plans = await plansAgainst(visit.tx, state.reference, visit.asAt)
    const hasOpen = plans.some(({ kind, status }) => kind === 'Tactical' && status !== 'Closed')
    const mayOpen = visit.asAt.when === 'now' && visit.actor.permissions.has('record.write')
    const withheld = plans.length === 0 ? [] : await withheldHandlings(visit)
    return {
      heading: '4P plan',
      body: (
        <>
          {plans.length === 0 ? <p class="govuk-body">None that you may see is against this threat.</p> : null}
          {plans.map(plan => (
            <OnePlan visit={visit} plan={plan} isWithheld={withheld.includes(plan.handling)} />
          ))}
          {mayOpen && !hasOpen && state.inError === undefined ? (
            <Button text="Open a plan" small href={`/plans/new?threat=${encodeURIComponent(state.reference)}`} />
          ) : null}
        </>
      ),
      shown: { register: 'plans', references: plans.map(({ reference }) => reference) },
    }
  },
}

interface OnePlanProps {
  readonly visit: Visit
  readonly plan: ThreatPlan
  readonly isWithheld: boolean
}

function OnePlan({ visit, plan, isWithheld }: OnePlanProps): Content {
  const href = recordAddress(planHref(plan.reference), visit)
  if (isWithheld) {
    return (
      <p class="govuk-body">
        <a class="govuk-link" href={href}>
          {plan.reference}
        </a>{' '}
        {withheldValue}
      </p>
    )
  }
  return (
    <>
      <h3 class="govuk-heading-s">
        <a class="govuk-link" href={href}>
          <Text value={plan.title} />
        </a>{' '}
        {planStatusTag(plan.status)}
      </h3>
      <SummaryList
        columns
        rows={[
          { key: 'Reference', value: plan.reference },
          { key: 'Owner', value: plan.owner ?? 'Nobody' },
          { key: 'Organisation', value: plan.organisation },
          { key: 'Next review', value: <NextReview visit={visit} plan={plan} /> },
          { key: 'Open actions', value: <OpenByP plan={plan} /> },
        ]}
      />
    </>
  )
}

function NextReview({ visit, plan }: Omit<OnePlanProps, 'isWithheld'>): Content {
  if (plan.nextReviewOn === null) return 'No day set'
  const isPast = plan.status !== 'Closed' && plan.nextReviewOn < dayShown(visit)
  return (
    <>
      {formatDay(plan.nextReviewOn)} {isPast ? <Tag text="Passed" colour="red" /> : null}
    </>
  )
}

function OpenByP({ plan }: { readonly plan: ThreatPlan }): Content {
  return (
    <span class="ff-page-heading__markers">
      {fourPs.map(p => (
        <span>
          <FourPMark word={p} /> {plan.open[p] ?? 0}
        </span>
      ))}
    </span>
  )
}
