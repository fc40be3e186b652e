import type { Content } from '#ui'

/** What is counted, for whoever reads this on paper. */
export function Definitions(): Content {
  return (
    <section class="ff-definitions" aria-labelledby="definitions-heading">
      <h2 class="govuk-heading-s" id="definitions-heading">
        What is counted
      </h2>
      <ul class="govuk-list govuk-list--bullet">
        <li>
          A live SOC threat is one that inspectors count: Type is Tactical, Moderation status is Moderated, SOC is SOC,
          Tier isn’t Tier 5 and Phase not contains closed.
        </li>
        <li>
          A lead disruption is counted when it was assessed as major, moderate or minor, on the day it happened and for
          the organisation that led it. Support is not counted, so no event counts twice.
        </li>
        <li>
          A threat counts for the organisation that owned it then. A region is made up of its organisations as they were
          on the day that the figures are known as at.
        </li>
        <li>
          How late is the days from the event to when it was first recorded. Events recorded since are not in these
          figures: those of the last weeks will rise.
        </li>
        <li>The year before is as it was known on the same day a year ago, so both years were told equally late.</li>
      </ul>
    </section>
  )
}
