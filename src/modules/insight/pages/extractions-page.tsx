import { isInstant } from '#platform/clock'
import { page, type Route, route } from '#platform/http'
import { Button, Count, DataTable, formatCount, formatInstant, PageHeading, Pagination, type Row } from '#ui'
import { z } from 'zod'
import { type KeptExtraction, listExtractions } from '../extraction-store.ts'
import { dayOrInstant, datesText } from '../extraction-words.ts'
import { CompareForm } from './compare-form.tsx'

/** The list of kept extractions. */
export const extractionsRoute: Route = route({
  method: 'GET',
  fromReplica: true,
  path: '/extractions',
  area: 'page',
  permission: 'extraction.run',
  event: 'extractions.listed',
  summary: 'Extractions that are kept: yours, and those of your organisation',
  query: z.object({ before: z.string().optional().catch(undefined) }),
  handle: async (visit, { query }) => {
    const before = query.before !== undefined && isInstant(query.before) ? new Date(query.before) : undefined
    const { extractions, more } = await listExtractions(visit.tx, before)
    const last = extractions.at(-1)
    return page({
      title: 'Extractions',
      wide: true,
      body: (
        <>
          <PageHeading title="Extractions" actions={<Button text="New extraction" href="/extractions/new" />} />
          <p class="govuk-body">
            Each is kept with its rows, the day it speaks of and the instant it was taken. Run again, it gives the same
            bytes. These were taken by you or by people of {visit.actor.organisation}.
          </p>
          <DataTable
            caption="Kept extractions"
            hideCaption
            emptyText="None has been taken yet."
            columns={[
              { key: 'extraction', label: 'Extraction' },
              { key: 'asAt', label: 'As known' },
              { key: 'dates', label: 'Days' },
              { key: 'rows', label: 'Rows', align: 'right' },
              { key: 'taken', label: 'Taken' },
              { key: 'by', label: 'Under the authority of' },
              { key: 'hash', label: 'SHA-256' },
            ]}
            rows={extractions.map(rowOf)}
          />
          <Pagination
            summary={`${formatCount(extractions.length)} shown`}
            {...(more && last !== undefined
              ? { nextHref: `/extractions?before=${encodeURIComponent(last.takenAt.toISOString())}` }
              : {})}
            {...(before === undefined ? {} : { previousHref: '/extractions' })}
          />
          {extractions.length > 1 ? <CompareForm extractions={extractions} /> : null}
        </>
      ),
    })
  },
})

function rowOf(kept: KeptExtraction): Row {
  return {
    extraction: (
      <a class="govuk-link" href={`/extractions/${kept.id}`}>
        {kept.preset}
      </a>
    ),
    asAt: dayOrInstant(kept.asAtText),
    dates: datesText(kept.dates),
    rows: <Count value={kept.rowCount} />,
    taken: formatInstant(kept.takenAt),
    by: `${kept.authority.person}, ${kept.authority.organisation}`,
    hash: <code title={kept.sha256}>{kept.sha256.slice(0, 12)}…</code>,
  }
}
