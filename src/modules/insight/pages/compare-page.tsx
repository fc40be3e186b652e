import { type Answer, notFound, page, refused, type Route, route, type Visit } from '#platform/http'
import { listMarking } from '#platform/register-pages'
import {
  type Content,
  Count,
  DataTable,
  formatCount,
  formatInstant,
  InsetText,
  PageHeading,
  Pagination,
  type Row,
  SummaryList,
  Text,
} from '#ui'
import { z } from 'zod'
import { compareExtractions, type Difference } from '../compare-extractions.ts'
import type { Reason } from '../difference-reasons.ts'
import { type KeptExtraction, readExtraction } from '../extraction-store.ts'
import { datesText, dayOrInstant } from '../extraction-words.ts'
import { scopeOf } from '../run-again.ts'
import { reasonForExtraction } from '../reason-for-extraction.ts'

const rowsToAPage = 200

/** Two kept extractions of one preset, row by row, each row that differs with the reason. */
export const compareRoute: Route = route({
  method: 'GET',
  fromReplica: true,
  path: '/extractions/compare',
  area: 'page',
  permission: 'extraction.run',
  event: 'extractions.compared',
  summary: 'Two kept extractions compared row by row, with the reason for each difference',
  query: z.object({
    a: z.string().catch(''),
    b: z.string().catch(''),
    reason: z.string().optional().catch(undefined),
    after: z.coerce.number().int().min(0).default(0).catch(0),
  }),
  handle: async (visit, { query }) => {
    const [a, b] = [await readExtraction(visit.tx, query.a), await readExtraction(visit.tx, query.b)]
    if (a === undefined || b === undefined) return notFound({ register: 'extractions', references: [query.a, query.b] })
    if (a.preset !== b.preset) return notOfOnePreset(a, b)
    return (
      (await reasonForExtraction(visit, a, b)) ?? compared(visit, { a, b, reason: query.reason, after: query.after })
    )
  },
})

interface Asked {
  readonly a: KeptExtraction
  readonly b: KeptExtraction
  readonly reason: string | undefined
  readonly after: number
}

async function compared(visit: Visit, asked: Asked): Promise<Answer> {
  const { differences: all, unseen } = await compareExtractions(visit.tx, asked)
  const wanted =
    asked.reason === undefined ? all : all.filter(one => one.reasons.some(reason => reason.word === asked.reason))
  const shown = wanted.slice(asked.after, asked.after + rowsToAPage)
  const imports = await visit.house.provenance(visit.tx, importsOf(shown))
  const { register } = scopeOf(asked.a).preset.record
  return page({
    title: 'Two extractions compared',
    wide: true,
    handling: listMarking,
    breadcrumbs: [{ text: 'Extractions', href: '/extractions' }],
    shown: { register, references: shown.map(one => one.reference) },
    details: { a: asked.a.id, b: asked.b.id, differences: all.length },
    body: (
      <>
        <PageHeading title="Two extractions compared" caption={scopeOf(asked.a).preset.title} />
        <SummaryList rows={[extractionFact('A', asked.a), extractionFact('B', asked.b)]} />
        <Unseen a={unseen.a} b={unseen.b} />
        <Reasons all={all} asked={asked} />
        <DataTable
          caption={`Rows that differ${asked.reason === undefined ? '' : `: ${asked.reason}`}`}
          emptyText="No row differs: the two hold the same states of the same records."
          columns={[
            { key: 'reference', label: 'Reference', keepTogether: true },
            { key: 'in', label: 'Row of', keepTogether: true },
            { key: 'reasons', label: 'Why it differs' },
          ]}
          rows={shown.map(one => differenceRow(register, one, imports))}
        />
        <Pagination
          summary={`${formatCount(shown.length)} of ${formatCount(wanted.length)} rows that differ`}
          {...(asked.after > 0 ? { previousHref: address(asked, Math.max(0, asked.after - rowsToAPage)) } : {})}
          {...(asked.after + rowsToAPage < wanted.length
            ? { nextHref: address(asked, asked.after + rowsToAPage) }
            : {})}
        />
      </>
    ),
  })
}

function extractionFact(letter: string, kept: KeptExtraction) {
  const { authority } = kept
  const about = [`as known ${dayOrInstant(kept.asAtText)}`, datesText(kept.dates), `${formatCount(kept.rowCount)} rows`]
  return {
    key: `Extraction ${letter}`,
    value: (
      <>
        <a class="govuk-link" href={`/extractions/${kept.id}`}>
          {about.filter(Boolean).join('; ')}
        </a>
        {`, taken ${formatInstant(kept.takenAt)} by ${authority.person}, ${authority.organisation}`}
      </>
    ),
  }
}

function notOfOnePreset(a: KeptExtraction, b: KeptExtraction): Answer {
  return refused({
    status: 400,
    title: 'These two can’t be compared',
    says: `One is of ${a.preset}, the other of ${b.preset}. Choose two of the same preset.`,
  })
}

function Unseen({ a, b }: { readonly a: number; readonly b: number }): Content {
  if (a === 0 && b === 0) return null
  return (
    <InsetText>
      {formatCount(a)} rows of A and {formatCount(b)} of B are not yours to see today. They are not compared.
    </InsetText>
  )
}

/** How many rows differ for each reason. A row may have several, so these need not add up. */
function Reasons({ all, asked }: { readonly all: readonly Difference[]; readonly asked: Asked }): Content {
  const counts = new Map<string, { 'A only': number; 'B only': number; both: number }>()
  for (const one of all) {
    for (const word of new Set(one.reasons.map(reason => reason.word))) {
      const counted = counts.get(word) ?? { 'A only': 0, 'B only': 0, both: 0 }
      counts.set(word, { ...counted, [one.in]: counted[one.in] + 1 })
    }
  }
  return (
    <DataTable
      caption="Reasons"
      narrow="scroll"
      emptyText="There is nothing to explain."
      columns={[
        { key: 'reason', label: 'Reason' },
        { key: 'a', label: 'Only in A', align: 'right' },
        { key: 'b', label: 'Only in B', align: 'right' },
        { key: 'both', label: 'In both, changed', align: 'right' },
      ]}
      rows={[...counts].map(([word, counted]) => ({
        reason: (
          <a class="govuk-link" href={address({ ...asked, reason: word }, 0)}>
            {word}
          </a>
        ),
        a: <Count value={counted['A only']} />,
        b: <Count value={counted['B only']} />,
        both: <Count value={counted.both} />,
      }))}
    />
  )
}

function differenceRow(register: string, one: Difference, imports: ReadonlyMap<string, string>): Row {
  return {
    reference: (
      <a class="govuk-link" href={`/${register}/${encodeURIComponent(one.reference)}/history`}>
        {one.reference}
      </a>
    ),
    in: one.in === 'both' ? 'A and B' : one.in,
    reasons: (
      <ul class="govuk-list">
        {one.reasons.map(reason => (
          <li>
            <strong>{reason.word}</strong> <Text value={reasonText(reason, imports)} />
          </li>
        ))}
      </ul>
    ),
  }
}

function reasonText(reason: Reason, imports: ReadonlyMap<string, string>): string {
  if (reason.importId === undefined) return reason.says
  return `${reason.says} ${imports.get(reason.importId) ?? 'An import'} brought it.`
}

function importsOf(differences: readonly Difference[]): readonly string[] {
  const ids = differences.flatMap(one => one.reasons.flatMap(reason => reason.importId ?? []))
  return [...new Set(ids)]
}

function address(asked: Asked, after: number): string {
  const query = new URLSearchParams({ a: asked.a.id, b: asked.b.id })
  if (asked.reason !== undefined) query.set('reason', asked.reason)
  if (after > 0) query.set('after', String(after))
  return `/extractions/compare?${query.toString()}`
}
