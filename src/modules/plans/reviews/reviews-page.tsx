import { page, type Route, route } from '#platform/http'
import { Button, InsetText, PageHeading, Panel } from '#ui'
import { z } from 'zod'
import { planFrame, planHref, planTitle, planToRead } from '../steps/asked-plan.ts'
import { reviewsOf } from './review-store.ts'
import { ReviewView } from './review-view.tsx'

/** Every review of a plan, as at the visit's day. */
export const reviewsPage: Route = route({
  method: 'GET',
  fromReplica: true,
  path: '/plans/:reference/reviews',
  area: 'page',
  permission: 'record.read',
  event: 'reviews.listed',
  summary: 'Every review of a plan: who attended, what changed, what was decided',
  params: z.object({ reference: z.string() }),
  handle: async (visit, { params }) => {
    const found = await planToRead(visit, params.reference)
    if ('answer' in found) return found.answer
    const { id, state, works } = found.subject
    const reviews = await reviewsOf(visit.tx, id, visit.asAt)
    return page({
      ...planFrame(visit, state, 'Reviews'),
      body: (
        <>
          <PageHeading
            caption={planTitle(state)}
            title="Reviews"
            actions={works ? <Button text="Record a review" href={planHref(state.reference, '/review')} /> : null}
          />
          {reviews.length === 0 ? <InsetText>It was not reviewed.</InsetText> : null}
          {reviews.map(review => (
            <Panel title={`Review ${review.number}`} id={`review-${review.number}`}>
              <ReviewView visit={visit} reference={state.reference} review={review} />
            </Panel>
          ))}
        </>
      ),
    })
  },
})
