import type { Visit } from '#platform/http'
import { historyOf, type RecordDeclaration, type RecordState } from '#platform/record'
import { type Content, formatInstant, InsetText, Text } from '#ui'

/** That a record was recorded in error: when, by whom and why. Nothing for any other record. */
export async function inErrorNotice(visit: Visit, record: RecordDeclaration, state: RecordState): Promise<Content> {
  if (state.inError === undefined) return null
  const [latest] = await historyOf(visit.tx, record, state.reference, { asAt: visit.asAt })
  return (
    <InsetText>
      <p class="govuk-body">
        <strong>Recorded in error</strong> on {formatInstant(state.recordedFrom)}
        {latest?.person === undefined ? '' : ' by '}
        {latest?.person === undefined ? null : <Text value={latest.person.name} />}, because:{' '}
        <Text value={state.inError} />
      </p>
      <p class="govuk-body">It is kept with its history, and left out of lists, figures and extractions.</p>
    </InsetText>
  )
}
