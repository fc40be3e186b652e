import type { Panel, PanelContent, Visit } from '#platform/http'
import { listAddress } from '#platform/register-pages'
import { asAtText } from '#platform/clock'
import type { RecordState } from '#platform/record'
import { Button, type Content, Count } from '#ui'
import { disruption, fourPs } from './disruption.ts'
import { DisruptionLines, shownLines, withheldFrom } from './disruption-lines.tsx'
import { disruptionsOfThreat, otherSides } from './disruption-store.ts'
import { fourPMark } from './disruption-marks.tsx'

const mostLines = 10

/** On a threat's page: its disruptions by P, and the latest, as at the visit's moment. */
export const threatsDisruptions: Panel = {
  on: 'threats',
  permission: 'record.read',
  show: async (visit, state) => {
    const { total, byP, latest } = await disruptionsOfThreat(visit.tx, state.reference, visit.asAt, mostLines)
    const button = <RecordButton visit={visit} threat={state} />
    if (total === 0) return { heading: 'Disruptions', body: <NoDisruptions button={button} /> }
    const listHref = (fourP?: string) => filteredList(visit, state.reference, fourP)
    const body = (
      <>
        <p class="govuk-body ff-page-heading__markers">
          {fourPs.map(word => (
            <span>
              {fourPMark(word)} {byP[word] ? <Count value={byP[word]} href={listHref(word)} /> : 0}
            </span>
          ))}
        </p>
        <DisruptionLines
          visit={visit}
          lines={latest}
          caption="Latest disruptions"
          withheld={await withheldFrom(visit, latest)}
        />
        <p class="govuk-body">
          <a class="govuk-link" href={listHref()}>
            {total === 1 ? 'See it in the list' : `See all ${total} in the list`}
          </a>
        </p>
        {button}
      </>
    )
    return { heading: 'Disruptions', body, shown: shownLines(latest) }
  },
}

/** On a disruption's page: what others recorded of the same event. */
export const othersOfTheEvent: Panel = {
  on: 'disruptions',
  permission: 'record.read',
  show: async (visit, state): Promise<PanelContent | undefined> => {
    const event = state.values['eventReference']
    const eventReference = typeof event === 'string' && event !== '' ? event : undefined
    const sides = await otherSides(visit.tx, { reference: state.reference, eventReference }, visit.asAt, mostLines)
    if (sides.length === 0) return undefined
    const withheld = await withheldFrom(visit, sides)
    return {
      heading: 'The same event, as others recorded it',
      body: <DisruptionLines visit={visit} lines={sides} caption="Other sides of the event" withheld={withheld} />,
      shown: shownLines(sides),
    }
  },
}

function NoDisruptions({ button }: { readonly button: Content }): Content {
  return (
    <>
      <p class="govuk-body">None that you may see names this threat.</p>
      {button}
    </>
  )
}

/** Not on a past day, when nothing changes, nor against a threat that was recorded in error. */
function RecordButton({ visit, threat }: { readonly visit: Visit; readonly threat: RecordState }): Content {
  const mayRecord = visit.asAt.when === 'now' && visit.actor.permissions.has('record.write')
  if (!mayRecord || threat.inError !== undefined) return null
  const href = `/disruptions/new?threat=${encodeURIComponent(threat.reference)}`
  return <Button text="Record a disruption" kind="secondary" small href={href} />
}

function filteredList(visit: Visit, threatReference: string, fourP: string | undefined): string {
  const query = new URLSearchParams({ threatReference })
  if (fourP !== undefined) query.set('fourP', fourP)
  const asAt = asAtText(visit.asAt)
  if (asAt !== undefined) query.set('asAt', asAt)
  return listAddress(disruption, query)
}
