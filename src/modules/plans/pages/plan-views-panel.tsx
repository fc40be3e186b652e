import type { Panel } from '#platform/http'
import { recordAddress } from '#platform/register-pages'
import { isClosed, type PlanState } from '../plan-store.ts'
import { planHref } from '../steps/asked-plan.ts'
import { mayChangePlan } from './may-change-plan.ts'

/** On a plan's page: the other ways to look at it, and its end. */
export const planViewsPanel: Panel = {
  on: 'plans',
  permission: 'record.read',
  beside: true,
  show: async (visit, shown) => {
    const state = shown as PlanState
    const mayClose = !isClosed(state) && state.inError === undefined && (await mayChangePlan(visit, state))
    const organisation = new URLSearchParams({ organisation: String(state.values.organisation) }).toString()
    const links = [
      { text: 'Board of its actions', href: recordAddress(planHref(state.reference, '/board'), visit) },
      { text: 'Plan on a page', href: recordAddress(planHref(state.reference, '/on-a-page'), visit) },
      {
        text: `Business plan of ${String(state.values.organisation)}`,
        href: recordAddress(`/plans/business-plan?${organisation}`, visit),
      },
      ...(mayClose ? [{ text: 'Close the plan', href: planHref(state.reference, '/close') }] : []),
    ]
    return {
      heading: 'Work with the plan',
      body: (
        <ul class="govuk-list">
          {links.map(({ text, href }) => (
            <li>
              <a class="govuk-link" href={href}>
                {text}
              </a>
            </li>
          ))}
        </ul>
      ),
    }
  },
}
