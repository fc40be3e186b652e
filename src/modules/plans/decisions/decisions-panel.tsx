import type { Panel } from '#platform/http'
import { recordAddress } from '#platform/register-pages'
import { Button, ButtonGroup } from '#ui'
import { planIdOf } from '../plan-store.ts'
import { mayWorkOn, planHref } from '../steps/asked-plan.ts'
import { DecisionList } from './decision-list.tsx'
import { decisionsOf } from './decision-store.ts'

const mostShown = 3

/** On a plan's page: the latest decisions that stand, and the way to the whole log. */
export const decisionsPanel: Panel = {
  on: 'plans',
  permission: 'record.read',
  show: async (visit, state) => {
    const id = await planIdOf(visit.tx, state.reference)
    if (id === undefined) return undefined
    const all = await decisionsOf(visit.tx, id, visit.asAt)
    const { works } = await mayWorkOn(visit, id, state)
    const standing = all.filter(({ supersededBy }) => supersededBy === undefined).slice(0, mostShown)
    return {
      heading: 'Decisions',
      body: (
        <>
          {all.length === 0 ? <p class="govuk-body">No decision is on record.</p> : null}
          <DecisionList visit={visit} reference={state.reference} decisions={standing} works={works} />
          <ButtonGroup>
            {works ? (
              <Button text="Add a decision" kind="secondary" small href={planHref(state.reference, '/decisions/new')} />
            ) : null}
            {all.length === 0 ? null : (
              <a class="govuk-link" href={recordAddress(planHref(state.reference, '/decisions'), visit)}>
                Decision log ({all.length})
              </a>
            )}
          </ButtonGroup>
        </>
      ),
    }
  },
}
