import type { Visit } from '#platform/http'
import { recordAddress } from '#platform/register-pages'
import { type Content, formatDay, formatInstant, SummaryList, Tag, Text } from '#ui'
import { planHref } from '../steps/asked-plan.ts'
import type { Review } from './review-store.ts'

interface ReviewViewProps {
  readonly visit: Visit
  readonly reference: string
  readonly review: Review
}

/** One review, whole. */
export function ReviewView({ visit, reference, review }: ReviewViewProps): Content {
  const decisions = recordAddress(planHref(reference, '/decisions'), visit)
  return (
    <SummaryList
      rows={[
        { key: 'Held on', value: formatDay(review.heldOn) },
        { key: 'Whose review', value: <WhoseReview review={review} /> },
        { key: 'Attended', value: <Text value={review.attended} lines /> },
        { key: 'What changed', value: <Text value={review.changed} lines /> },
        {
          key: 'The investigation’s part',
          value: review.investigation === undefined ? 'None' : <Text value={review.investigation} lines />,
        },
        {
          key: 'Decisions',
          value: review.decisions.length === 0 ? 'None' : <DecisionLinks href={decisions} numbers={review.decisions} />,
        },
        {
          key: 'Next review',
          value: review.nextReviewOn === undefined ? 'The day stayed as it was' : formatDay(review.nextReviewOn),
        },
      ]}
    />
  )
}

/** Whether a review counts as the lead responsible officer's, and why. */
export function WhoseReview({ review }: Pick<ReviewViewProps, 'review'>): Content {
  return (
    <>
      <Tag
        text={review.byOwner ? 'Counts as the lead’s' : 'Does not count as the lead’s'}
        colour={review.byOwner ? 'green' : 'yellow'}
      />
      <p class="govuk-body-s">
        <Text value={review.person.name} />, {formatInstant(review.at)}:{' '}
        {review.byOwner ? 'owned the plan or was its deputy' : 'neither owned the plan nor was its deputy'}
      </p>
    </>
  )
}

interface DecisionLinksProps {
  readonly href: string
  readonly numbers: readonly number[]
}

function DecisionLinks({ href, numbers }: DecisionLinksProps): Content {
  return (
    <>
      {numbers.map((number, index) => (
        <>
          {index > 0 ? ', ' : ''}
          <a class="govuk-link" href={`${href}#decision-${number}`}>
            Decision {number}
          </a>
        </>
      ))}
    </>
  )
}
