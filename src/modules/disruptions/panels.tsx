import type { Panel, PanelContent, Visit } from '#platform/http'
import { listAddress, recordAddress, withheldHandlings, withheldValue } from '#platform/register-pages'
import { asAtText } from '#platform/clock'
import type { RecordState } from '#platform/record'
import { Button, type Content, Count, DataTable, formatDay, type Row } from '#ui'
import { disruption, fourPs } from './disruption.ts'
import { type DisruptionLine, disruptionsOfThreat, otherSides } from './disruption-store.ts'
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
        <Lines visit={visit} lines={latest} caption="Latest disruptions" withheld={await withheldFrom(visit, latest)} />
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
      body: <Lines visit={visit} lines={sides} caption="Other sides of the event" withheld={withheld} />,
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

async function withheldFrom(visit: Visit, lines: readonly DisruptionLine[]): Promise<readonly string[]> {
  return lines.length === 0 ? [] : withheldHandlings(visit)
}

interface LinesProps {
  readonly visit: Visit
  readonly lines: readonly DisruptionLine[]
  readonly caption: string
  /** Handlings that demand a reason before more than the reference is shown. */
  readonly withheld: readonly string[]
}

function Lines({ visit, lines, caption, withheld }: LinesProps): Content {
  return (
    <DataTable
      caption={caption}
      hideCaption
      columns={[
        { key: 'reference', label: 'Reference', keepTogether: true },
        { key: 'recordDate', label: 'Record date', keepTogether: true },
        { key: 'fourP', label: '4P' },
        { key: 'assessmentCategory', label: 'Category' },
        { key: 'title', label: 'Title' },
        { key: 'leadOrganisation', label: 'Lead organisation' },
      ]}
      rows={lines.map(line => rowOf(visit, line, withheld.includes(line.handling)))}
    />
  )
}

function rowOf(visit: Visit, line: DisruptionLine, isWithheld: boolean): Row {
  const reference = (
    <a class="govuk-link" href={recordAddress(`/disruptions/${encodeURIComponent(line.reference)}`, visit)}>
      {line.reference}
    </a>
  )
  if (isWithheld) return { reference, title: withheldValue }
  return {
    ...line,
    reference,
    recordDate: formatDay(line.recordDate),
    fourP: fourPMark(line.fourP),
    assessmentCategory: `${line.assessmentCategory}${line.disruptionType === 'Support Disruption' ? ', support' : ''}`,
  }
}

function filteredList(visit: Visit, threatReference: string, fourP: string | undefined): string {
  const query = new URLSearchParams({ threatReference })
  if (fourP !== undefined) query.set('fourP', fourP)
  const asAt = asAtText(visit.asAt)
  if (asAt !== undefined) query.set('asAt', asAt)
  return listAddress(disruption, query)
}

function shownLines(lines: readonly DisruptionLine[]) {
  return { register: disruption.register, references: lines.map(line => line.reference) }
}
