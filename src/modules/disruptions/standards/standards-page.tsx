import { addDays, asAtInstant, londonToday } from '#platform/clock'
import { anySignedIn, page, route, type Visit } from '#platform/http'
import { Button, type Content, formatDay, PageHeading, Panel, SummaryList, Tag, Text } from '#ui'
import { isInForce } from './standard-flags.ts'
import { listStandards, type RecordingStandard } from './standard-store.ts'

/** What was to be recorded when: for everyone who is flagged by it. */
export const standardsPage = route({
  method: 'GET',
  path: '/recording-standards',
  area: 'page',
  permission: anySignedIn,
  event: 'recording-standards.viewed',
  summary: 'The recording standards of disruptions, as known on any day',
  handle: async visit => {
    const standards = await listStandards(visit.tx, visit.asAt)
    return page({
      title: 'Recording standards',
      body: <Standards visit={visit} standards={standards} />,
      details: { standards: standards.length },
    })
  },
})

/** Whether the visit may change the standards. */
export function mayManage(visit: Visit): boolean {
  return visit.actor.permissions.has('reference.manage') && visit.asAt.when === 'now'
}

/** From when to when a standard is in force. Its last day, not the day after it. */
export function inForceText({ fromOn, toOn }: Pick<RecordingStandard, 'fromOn' | 'toOn'>): string {
  return toOn === undefined ? `From ${formatDay(fromOn)}` : `${formatDay(fromOn)} to ${formatDay(addDays(toOn, -1))}`
}

/** What a standard takes, row by row. */
export function standardRows(standard: Omit<RecordingStandard, 'id' | 'by'>) {
  return [
    { key: 'What it asks', value: standard.says },
    { key: 'Record dates', value: inForceText(standard) },
    { key: 'Threats', value: standard.threatTypes?.join('\n') ?? 'Of any type' },
    {
      key: 'Support disruptions',
      value: standard.forcesRecordSupports ? 'Recorded by everyone' : 'Not recorded by police forces',
    },
    { key: 'Source', value: standard.source },
  ]
}

interface StandardsProps {
  readonly visit: Visit
  readonly standards: readonly RecordingStandard[]
}

function Standards({ visit, standards }: StandardsProps): Content {
  const today = londonToday(asAtInstant(visit.asAt, visit.present))
  const manages = mayManage(visit)
  return (
    <>
      <PageHeading
        title="Recording standards"
        actions={manages ? <Button text="Add a standard" href="/recording-standards/new" /> : null}
      />
      <p class="govuk-body">
        A disruption is held against the standards in force on the day of the event. One that is outside them is
        flagged, with the reason. Nothing is refused for it.
      </p>
      {standards.some(standard => isInForce(standard, today)) ? null : (
        <p class="govuk-body">For events of today no standard is in force here.</p>
      )}
      {standards.map(standard => (
        <Panel
          title={<Text value={standard.name} />}
          id={`standard-${standard.id}`}
          {...(manages ? { actions: [endAction(standard)] } : {})}
        >
          {isInForce(standard, today) ? (
            <p class="govuk-body">
              <Tag text="In force" colour="green" />
            </p>
          ) : null}
          <SummaryList
            rows={[
              ...standardRows(standard),
              { key: 'Stated by', value: standard.by ?? 'Fourfold, from the source named' },
            ]}
          />
        </Panel>
      ))}
    </>
  )
}

function endAction({ id, name }: RecordingStandard) {
  return { text: 'Change when it ends', hiddenText: `: ${name}`, href: `/recording-standards/${id}/end` }
}
