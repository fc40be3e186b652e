import type { Panel } from '#platform/http'
import { recordAddress } from '#platform/register-pages'
import { Button, ButtonGroup, InsetText } from '#ui'
import { mayWorkOn, planHref } from '../steps/asked-plan.ts'
import { planIdOf } from '../plan-store.ts'
import { reviewsOf } from './review-store.ts'
import { ReviewView } from './review-view.tsx'

/** On a plan's page: its last review, and the way to the rest. */
export const reviewsPanel: Panel = {
  on: 'plans',
  permission: 'record.read',
  show: async (visit, state) => {
    const id = await planIdOf(visit.tx, state.reference)
    if (id === undefined) return undefined
    const [last, ...earlier] = await reviewsOf(visit.tx, id, visit.asAt)
    const { works } = await mayWorkOn(visit, id, state)
    const all = recordAddress(planHref(state.reference, '/reviews'), visit)
    return {
      heading: 'Last review',
      body: (
        <>
          {last === undefined ? (
            <InsetText>It was not reviewed{visit.asAt.when === 'past' ? ' by then' : ' yet'}.</InsetText>
          ) : (
            <ReviewView visit={visit} reference={state.reference} review={last} />
          )}
          <ButtonGroup>
            {works ? <Button text="Record a review" small href={planHref(state.reference, '/review')} /> : null}
            {earlier.length === 0 ? null : (
              <a class="govuk-link" href={all}>
                All {earlier.length + 1} reviews
              </a>
            )}
          </ButtonGroup>
        </>
      ),
    }
  },
}
