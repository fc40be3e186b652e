import { page, type Route, route } from '#platform/http'
import { type Content, formatCount, formatInstant, InsetText, PageHeading, SummaryList, WarningText } from '#ui'
import { type Outbox, readOutbox } from '../outbox-store.ts'

/** How mail fares, for those who run the site: counts, and what the mail server said last. */
export const outboxRoute: Route = route({
  method: 'GET',
  path: '/messages/outbox',
  area: 'page',
  permission: 'person.manage',
  event: 'outbox.viewed',
  summary: 'How mail fares: how many messages wait, were sent or could not be, and what the mail server said last',
  whilePast: true,
  handle: async ({ tx, present }) => {
    const outbox = await readOutbox(tx, present)
    return page({ title: 'Mail', body: <OutboxBody outbox={outbox} /> })
  },
})

function OutboxBody({ outbox }: { readonly outbox: Outbox }): Content {
  const { waiting, tried, failed, delivered, oldestAt, lastProblem, lastProblemAt } = outbox
  return (
    <>
      <PageHeading title="Mail" />
      {tried > 0 ? (
        <WarningText text="The mail server has not taken every message. It is tried again by itself." />
      ) : null}
      <SummaryList
        rows={[
          { key: 'Waiting to be sent', value: waitingText(waiting, tried, oldestAt) },
          { key: 'Sent in the last 7 days', value: formatCount(delivered) },
          { key: 'Could not be sent in the last 30 days', value: formatCount(failed) },
          {
            key: 'Last problem',
            value:
              lastProblem === null || lastProblemAt === null
                ? 'None'
                : `${formatInstant(lastProblemAt)}: ${lastProblem}`,
          },
        ]}
      />
      <InsetText>
        Messages hold counts only, and are in the product whatever becomes of the mail. A message that could not be sent
        is tried again for two days. Mail is sent when SMTP_URL names a mail server; the invented people of the sample
        never get any.
      </InsetText>
    </>
  )
}

function waitingText(waiting: number, tried: number, oldestAt: Date | null): string {
  if (waiting === 0 || oldestAt === null) return '0'
  const triedText = tried === 0 ? '' : `, ${formatCount(tried)} of them tried in vain`
  return `${formatCount(waiting)}${triedText}; the oldest since ${formatInstant(oldestAt)}`
}
