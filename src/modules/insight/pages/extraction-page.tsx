import { notFound, page, redirect, type Route, route, type Visit } from '#platform/http'
import {
  Button,
  ButtonGroup,
  type Content,
  DataTable,
  Form,
  formatCount,
  formatInstant,
  PageHeading,
  SummaryList,
} from '#ui'
import { listMarking } from '#platform/register-pages'
import { z } from 'zod'
import {
  type ExtractionCheck,
  keepCheck,
  type KeptExtraction,
  listChecks,
  listExtractions,
  readExtraction,
} from '../extraction-store.ts'
import { datesText, dayOrInstant, droppedText } from '../extraction-words.ts'
import { checkExtraction, scopeOf, verdictOf } from '../run-again.ts'
import { CompareForm } from './compare-form.tsx'
import { ExtractionFiguresChart } from './extraction-figures-chart.tsx'

const params = z.object({ id: z.string() })

const show = route({
  method: 'GET',
  fromReplica: true,
  path: '/extractions/:id',
  area: 'page',
  permission: 'extraction.run',
  event: 'extraction.viewed',
  summary: 'One kept extraction: its figures, its instants, its hash',
  params,
  handle: async (visit, { params: { id } }) => {
    const kept = await readExtraction(visit.tx, id)
    if (kept === undefined) return notFound({ register: 'extractions', references: [id] })
    const checks = await listChecks(visit.tx, kept.id)
    const { extractions } = await listExtractions(visit.tx)
    const others = extractions.filter(one => one.preset === kept.preset && one.id !== kept.id)
    return page({
      title: scopeOf(kept).preset.title,
      wide: true,
      breadcrumbs: [{ text: 'Extractions', href: '/extractions' }],
      handling: listMarking,
      details: { extraction: kept.id },
      body: <ExtractionBody visit={visit} kept={kept} checks={checks} others={others} />,
    })
  },
})

const again = route({
  method: 'POST',
  path: '/extractions/:id/again',
  area: 'page',
  permission: 'extraction.run',
  event: 'extraction.run-again',
  summary: 'Runs a kept extraction again and says whether the same bytes come out of it',
  whilePast: true,
  params,
  handle: async (visit, { params: { id } }) => {
    const kept = await readExtraction(visit.tx, id)
    if (kept === undefined) return notFound({ register: 'extractions', references: [id] })
    const check = await checkExtraction(visit.tx, kept, { email: visit.actor.email, present: visit.present })
    await keepCheck(visit.tx, kept.id, visit.actor.personId, check)
    if (check.sameBytes) visit.memory.set('done', `Run again: ${verdictOf(kept, check)}`)
    return redirect(`/extractions/${kept.id}#again`, { details: { extraction: kept.id, sameBytes: check.sameBytes } })
  },
})

export const extractionRoutes: readonly Route[] = [show, again]

interface BodyProps {
  readonly visit: Visit
  readonly kept: KeptExtraction
  readonly checks: readonly ExtractionCheck[]
  /** The latest others of the preset. */
  readonly others: readonly KeptExtraction[]
}

function ExtractionBody({ visit, kept, checks, others }: BodyProps): Content {
  const { preset } = scopeOf(kept)
  const path = `/extractions/${kept.id}`
  return (
    <>
      <PageHeading
        title={preset.title}
        caption={`Extraction, as known ${dayOrInstant(kept.asAtText)}`}
        actions={
          <ButtonGroup>
            <Button text="Download CSV" href={`${path}/rows?format=csv`} />
            <Button text="Download XLSX" kind="secondary" href={`${path}/rows?format=xlsx`} />
            <Button text="Download JSON" kind="secondary" href={`${path}/rows?format=json`} />
          </ButtonGroup>
        }
      />
      <ExtractionFiguresChart kept={kept} preset={preset} />
      <h2 class="govuk-heading-m">How it was taken</h2>
      <SummaryList rows={factsOf(kept)} />
      <section id="again" aria-labelledby="again-heading">
        <h2 class="govuk-heading-m" id="again-heading">
          Run again
        </h2>
        <p class="govuk-body">
          Selects by both of its instants: what had been recorded by its day, of what had been entered here when it was
          taken. Nothing is changed.
        </p>
        <Form action={`${path}/again`} csrfToken={visit.csrfToken}>
          <Button text="Run again" kind="secondary" />
        </Form>
        <DataTable
          caption="Times it was run again"
          hideCaption
          emptyText="It has not been run again yet."
          columns={[
            { key: 'at', label: 'When' },
            { key: 'by', label: 'By' },
            { key: 'verdict', label: 'What came out' },
          ]}
          rows={checks.map(check => ({
            at: formatInstant(check.checkedAt),
            by: check.email,
            verdict: verdictOf(kept, check),
          }))}
        />
      </section>
      {others.length > 0 ? <CompareForm extractions={[kept, ...others]} chosen={kept.id} /> : null}
    </>
  )
}

function factsOf(kept: KeptExtraction) {
  const { person, email, organisation } = kept.authority
  const { preset } = scopeOf(kept)
  const dates = [datesText(kept.dates), droppedText(kept)].filter(Boolean).join('. ')
  return [
    { key: 'Preset', value: `${preset.name}, version ${preset.version}` },
    { key: 'Filters', value: preset.source },
    ...(dates === '' ? [] : [{ key: 'Days it speaks of', value: dates }]),
    { key: 'As known', value: `${dayOrInstant(kept.asAtText)} (${kept.asAt.toISOString()})` },
    { key: 'Taken', value: `${formatInstant(kept.takenAt)} (${kept.takenAt.toISOString()})` },
    { key: 'Under the authority of', value: `${person} (${email}), ${organisation}` },
    { key: 'Rows', value: formatCount(kept.rowCount) },
    { key: 'SHA-256 of its CSV', value: <code class="ff-hash">{kept.sha256}</code> },
    { key: 'Extraction', value: <code>{kept.id}</code> },
  ]
}
