import { asAtInstant, londonToday } from '#platform/clock'
import { anySignedIn, page, type Route, route, type Visit } from '#platform/http'
import { Button, type Content, DataTable, formatDay, PageHeading, type Row } from '#ui'
import { type StatedThreshold, listThresholds } from '../threshold-store.ts'
import { type ThresholdWords, thresholdWords } from '../threshold-words.ts'

/** What the checks go by: for everyone who is told something by them. */
export const thresholdsPage: Route = route({
  method: 'GET',
  path: '/checks/thresholds',
  area: 'page',
  permission: anySignedIn,
  event: 'check-thresholds.viewed',
  summary: 'The thresholds that the checks of plans go by, with their days, as known on any day',
  handle: async visit => {
    const stated = await listThresholds(visit.tx, visit.asAt)
    return page({
      title: 'Thresholds of the checks',
      body: <Thresholds visit={visit} stated={stated} />,
      details: { thresholds: stated.length },
    })
  },
})

interface ThresholdsProps {
  readonly visit: Visit
  readonly stated: readonly StatedThreshold[]
}

function Thresholds({ visit, stated }: ThresholdsProps): Content {
  const manages = visit.actor.permissions.has('reference.manage') && visit.asAt.when === 'now'
  const today = londonToday(asAtInstant(visit.asAt, visit.present))
  return (
    <>
      <PageHeading
        title="Thresholds of the checks"
        actions={manages ? <Button text="State a threshold" href="/checks/thresholds/new" /> : null}
      />
      <p class="govuk-body">
        A check goes by the threshold of the day that is asked about. No published standard states them: what Fourfold
        came with are local defaults. Another value holds from its day on; what held before stays.
      </p>
      <DataTable
        caption="Thresholds"
        hideCaption
        columns={[
          { key: 'threshold', label: 'Threshold', wide: true },
          { key: 'value', label: 'Value' },
          { key: 'holds', label: 'Holds' },
          { key: 'by', label: 'Stated by' },
        ]}
        rows={thresholdWords.flatMap(words => rowsOf(words, stated, today))}
      />
    </>
  )
}

/** The latest day first. What is in force is said. */
function rowsOf(
  { name, label, unit }: ThresholdWords,
  stated: readonly StatedThreshold[],
  today: string,
): readonly Row[] {
  const ofName = stated.filter(one => one.name === name)
  const inForce = ofName.find(({ fromOn }) => fromOn === undefined || fromOn <= today)
  return ofName.map(one => ({
    threshold: label,
    value: `${one.value} ${unit}`.replace(' %', '%'),
    holds: holdsText(one, one === inForce),
    by: one.by ?? 'Fourfold, as a local default',
  }))
}

function holdsText({ fromOn }: StatedThreshold, isInForce: boolean): string {
  const from = fromOn === undefined ? 'From the beginning' : `From ${formatDay(fromOn)}`
  return isInForce ? `${from}, in force` : from
}
