import { londonToday } from '#platform/clock'
import type { Panel, Visit } from '#platform/http'
import type { RecordState } from '#platform/record'
import { Button, ButtonGroup, type Content, formatInstant, Text } from '#ui'
import { DisruptionLines, shownLines, withheldFrom } from '../disruption-lines.tsx'
import { disruptionsFrom } from '../disruption-store.ts'
import { looksLikeDisruption } from './looks-like-disruption.ts'
import { maySayNone, readSigns, saidNone } from './offered-action-store.ts'

const mostLines = 10

/** On an action's page: the disruptions recorded from it; of a finished one without any, whether it was one. */
export const actionsDisruptions: Panel = {
  on: 'plan-actions',
  permission: 'record.read',
  show: async (visit, state) => {
    const lines = await disruptionsFrom(visit.tx, state.reference, visit.asAt, mostLines)
    if (lines.length > 0) {
      const withheld = await withheldFrom(visit, lines)
      const caption = 'Disruptions recorded from it'
      return {
        heading: lines.length === 1 ? 'Recorded as a disruption' : 'Recorded as disruptions',
        body: <DisruptionLines visit={visit} lines={lines} caption={caption} withheld={withheld} />,
        shown: shownLines(lines),
      }
    }
    if (state.values['status'] !== 'Done') return undefined
    const body = await question(visit, state)
    return body === undefined ? undefined : { heading: 'Was it a disruption?', body }
  },
}

async function question(visit: Visit, state: RecordState): Promise<Content | undefined> {
  const none = await saidNone(visit.tx, state.reference, visit.asAt)
  const mayRecord = visit.asAt.when === 'now' && visit.actor.permissions.has('record.write')
  if (none !== undefined) {
    return (
      <>
        <p class="govuk-body">
          <Text value={none.by} /> said on {formatInstant(none.at)} that it was none: <Text value={none.reason} />
        </p>
        {mayRecord ? <RecordLink reference={state.reference} /> : null}
      </>
    )
  }
  if (!mayRecord) return undefined
  const because = looksLikeDisruption(finished(state), await readSigns(visit.tx, londonToday(visit.present)))
  return (
    <>
      <p class="govuk-body">
        {because === undefined ? (
          'Nobody has recorded a disruption from it.'
        ) : (
          <>
            It may be one that nobody recorded: <Text value={because} />.
          </>
        )}
      </p>
      <ButtonGroup>
        <Button text="Record it as a disruption" href={recordHref(state.reference)} kind="secondary" small />
        {(await maySayNone(visit.tx, state.reference)) ? (
          <a class="govuk-link" href={noneHref(state.reference)}>
            It was none
          </a>
        ) : null}
      </ButtonGroup>
    </>
  )
}

function RecordLink({ reference }: { readonly reference: string }): Content {
  return (
    <p class="govuk-body">
      <a class="govuk-link" href={recordHref(reference)}>
        Record it as a disruption after all
      </a>
    </p>
  )
}

function finished({ values }: RecordState) {
  const text = (name: string) => (typeof values[name] === 'string' ? values[name] : undefined)
  return { text: text('text') ?? '', outcome: text('outcome'), tactic: text('tactic') }
}

function recordHref(reference: string): string {
  return `/disruptions/new?action=${encodeURIComponent(reference)}`
}

/** Where someone says that an action was no disruption. */
export function noneHref(reference: string): string {
  return `/plan-actions/${encodeURIComponent(reference)}/not-a-disruption`
}
