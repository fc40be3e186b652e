import type { Visit } from '#platform/http'
import { recordAddress } from '#platform/register-pages'
import { type Content, Tag, Text, Timeline } from '#ui'
import { planHref } from '../steps/asked-plan.ts'
import type { Decision } from './decision-store.ts'

interface DecisionListProps {
  readonly visit: Visit
  readonly reference: string
  readonly decisions: readonly Decision[]
  /** Whether the actor may put another in the place of one. */
  readonly works: boolean
}

/** Decisions with their rationale, each with what took its place. */
export function DecisionList({ visit, reference, decisions, works }: DecisionListProps): Content {
  const log = recordAddress(planHref(reference, '/decisions'), visit)
  const link = (number: number) => (
    <a class="govuk-link" href={`${log}#decision-${number}`}>
      decision {number}
    </a>
  )
  return (
    <Timeline
      items={decisions.map(decision => ({
        title: <span id={`decision-${decision.number}`}>Decision {decision.number}</span>,
        by: <Text value={decision.person.name} />,
        at: decision.at,
        content: (
          <>
            {decision.supersededBy === undefined ? null : (
              <p class="govuk-body">
                <Tag text="Superseded" colour="grey" /> by {link(decision.supersededBy)}
              </p>
            )}
            <p class="govuk-body">
              <strong>
                <Text value={decision.decided} lines />
              </strong>
            </p>
            <p class="govuk-body">
              Why: <Text value={decision.rationale} lines />
            </p>
            {decision.supersedes === undefined ? null : (
              <p class="govuk-body-s">It takes the place of {link(decision.supersedes)}.</p>
            )}
            {decision.review === undefined ? null : <p class="govuk-body-s">Taken at review {decision.review}.</p>}
            {works && decision.supersededBy === undefined ? (
              <Supersede reference={reference} number={decision.number} />
            ) : null}
          </>
        ),
      }))}
    />
  )
}

function Supersede({ reference, number }: { readonly reference: string; readonly number: number }): Content {
  return (
    <a class="govuk-link" href={planHref(reference, `/decisions/new?supersedes=${number}`)}>
      Supersede<span class="govuk-visually-hidden"> decision {number}</span>
    </a>
  )
}
