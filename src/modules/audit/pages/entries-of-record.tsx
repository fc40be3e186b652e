import { z } from 'zod'
import { notFound, page, route, type Visit } from '#platform/http'
import { readRecord } from '#platform/record'
import { marking } from '#platform/register-pages'
import { type Content, DataTable, formatInstant, PageHeading, Pagination } from '#ui'
import { entriesOf, type RecordEntry } from '../audit-store.ts'

const perPage = 50

/** Who saw, exported, imported or changed a record, when and why. */
export const entriesOfRecord = route({
  method: 'GET',
  path: '/audit/:register/:reference',
  area: 'page',
  permission: 'audit.read',
  event: 'audit.viewed',
  summary: 'Who saw, exported, imported or changed a record, when and why',
  params: z.object({ register: z.string(), reference: z.string() }),
  query: z.object({
    before: z
      .string()
      .regex(/^\d{1,15}$/)
      .optional()
      .catch(undefined),
  }),
  handle: async (visit, { params: { register, reference }, query }) => {
    const asked = { register, references: [reference] }
    const found = visit.house.registers.get(register)
    if (found === undefined) return notFound(asked)
    const state = await readRecord(visit.tx, found.record, reference, { asAt: visit.asAt })
    if (state === undefined) return notFound(asked)
    const entries = await entriesOf(visit.tx, {
      register,
      reference,
      until: visit.asAt.when === 'past' ? visit.asAt.instant : undefined,
      beforeId: query.before === undefined ? undefined : Number(query.before),
      limit: perPage + 1,
    })
    return page({
      title: `Who has seen ${reference}`,
      body: <Entries visit={visit} reference={reference} entries={entries} />,
      backHref: found.href(reference),
      handling: marking(state.handling),
      wide: true,
      shown: asked,
    })
  },
})

interface EntriesProps {
  readonly visit: Visit
  readonly reference: string
  readonly entries: readonly RecordEntry[]
}

function Entries({ visit, reference, entries }: EntriesProps): Content {
  const shown = entries.slice(0, perPage)
  const last = shown.at(-1)
  return (
    <>
      <PageHeading caption={reference} title="Who has seen this" />
      <p class="govuk-body">
        Everyone who was shown this record, exported, extracted, imported or changed it, and who asked for it and was
        refused. The latest first.
      </p>
      <DataTable
        caption="Entries of the audit"
        hideCaption
        columns={[
          { key: 'when', label: 'When', keepTogether: true },
          { key: 'who', label: 'Who' },
          { key: 'organisation', label: 'Organisation' },
          { key: 'what', label: 'What' },
          { key: 'asAt', label: 'As it was known on', keepTogether: true },
          { key: 'why', label: 'Reason given' },
        ]}
        rows={shown.map(entry => ({
          when: formatInstant(entry.occurredAt),
          who: entry.actor,
          organisation: entry.organisation,
          what: whatHappened(entry),
          asAt: entry.asAt === null ? 'that day' : formatInstant(entry.asAt),
          why: entry.reason,
        }))}
        emptyText="Nobody has been shown this record."
      />
      <Pagination
        nextHref={entries.length > perPage && last ? `${visit.path}?before=${last.id}` : undefined}
        previousHref={undefined}
      />
    </>
  )
}

/** 'threat.viewed' as "Threat viewed". */
function whatHappened({ event, outcome }: RecordEntry): string {
  const words = event.replaceAll(/[.-]/g, ' ')
  const sentence = words.charAt(0).toUpperCase() + words.slice(1)
  return outcome === 'done' ? sentence : `${sentence}: refused`
}
