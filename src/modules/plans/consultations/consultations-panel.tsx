import type { Panel } from '#platform/http'
import { recordAddress } from '#platform/register-pages'
import { Button, ButtonGroup } from '#ui'
import { planIdOf } from '../plan-store.ts'
import { mayWorkOn, planHref } from '../steps/asked-plan.ts'
import { consultationsOf } from './consultation-store.ts'
import { ConsultationTable } from './consultation-table.tsx'

const mostShown = 3

/** On a plan's page: the partners consulted last, and the way to the rest. */
export const consultationsPanel: Panel = {
  on: 'plans',
  permission: 'record.read',
  show: async (visit, state) => {
    const id = await planIdOf(visit.tx, state.reference)
    if (id === undefined) return undefined
    const all = await consultationsOf(visit.tx, id, visit.asAt)
    const { works } = await mayWorkOn(visit, id, state)
    return {
      heading: 'Partners consulted',
      body: (
        <>
          <ConsultationTable consultations={all.slice(0, mostShown)} emptyText="No consultation is on record." />
          <ButtonGroup>
            {works ? (
              <Button
                text="Add a consultation"
                kind="secondary"
                small
                href={planHref(state.reference, '/consultations/new')}
              />
            ) : null}
            {all.length > mostShown ? (
              <a class="govuk-link" href={recordAddress(planHref(state.reference, '/consultations'), visit)}>
                All {all.length} consultations
              </a>
            ) : null}
          </ButtonGroup>
        </>
      ),
    }
  },
}
