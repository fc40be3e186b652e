import { page, type PageAnswer, redirect, type Route, route, type Visit } from '#platform/http'
import {
  Button,
  Checkboxes,
  type Content,
  DateInput,
  errorOf,
  type FieldError,
  Form,
  InsetText,
  PageHeading,
  Radios,
} from '#ui'
import { readExtractionRequest } from '../extraction-request.ts'
import { presets } from '../presets.ts'
import { runExtraction } from '../run-extraction.ts'
import { askedBy, freshRequest, type TypedRequest, typedRequest } from './typed-request.ts'

const form = route({
  method: 'GET',
  path: '/extractions/new',
  area: 'page',
  permission: 'extraction.run',
  event: 'extraction-form.viewed',
  summary: 'The form of a new extraction',
  handle: async visit => formPage(visit, freshRequest(visit), []),
})

const run = route({
  method: 'POST',
  path: '/extractions/new',
  area: 'page',
  permission: 'extraction.run',
  event: 'extraction.taken',
  summary: 'Runs an extraction and keeps it',
  whilePast: true,
  body: typedRequest,
  handle: async (visit, { body }) => {
    const typed: TypedRequest = body
    const read = readExtractionRequest(askedBy(typed), visit.present)
    if ('problems' in read) {
      return formPage(
        visit,
        typed,
        read.problems.map(({ field, problem }) => ({ field, text: messageOf(field, problem) })),
      )
    }
    const { kept } = await runExtraction(visit.tx, read.request, visit.actor)
    visit.memory.set('done', 'Extraction taken and kept')
    return redirect(`/extractions/${kept.id}`, {
      details: { extraction: kept.id, preset: kept.preset, rows: kept.rowCount },
    })
  },
})

export const newExtractionRoutes: readonly Route[] = [form, run]

/** Programs read what there is and how it is spelt; people are asked to select. */
function messageOf(field: string, problem: string): string {
  return field === 'preset' ? 'Select what to extract' : problem
}

function formPage(visit: Visit, typed: TypedRequest, errors: readonly FieldError[]): PageAnswer {
  return page({
    title: 'New extraction',
    status: errors.length > 0 ? 400 : 200,
    errors,
    breadcrumbs: [{ text: 'Extractions', href: '/extractions' }],
    body: (
      <>
        <PageHeading title="New extraction" />
        <Form action="/extractions/new" csrfToken={visit.csrfToken}>
          <Radios
            name="preset"
            label="What to extract"
            value={typed.preset}
            error={errorOf(errors, 'preset')}
            choices={presets.map(preset => ({
              value: preset.name,
              text: preset.title,
              hint: preset.source,
              ...(preset.dateField === undefined ? {} : { reveals: <Dates typed={typed} errors={errors} /> }),
            }))}
          />
          <DateInput
            name="asAt"
            label="As known at the end of"
            hint="All that had been recorded up to the end of this day, UTC. Today means now."
            value={partsOf(typed, 'asAt')}
            error={errorOf(errors, 'asAt')}
          />
          <InsetText>
            The extraction is kept with your name and organisation, the day, and the instant it was taken, so that
            anyone of your organisation who may extract can run it again and get the same rows.
          </InsetText>
          <Button text="Extract and keep" />
        </Form>
      </>
    ),
  })
}

function Dates({ typed, errors }: { readonly typed: TypedRequest; readonly errors: readonly FieldError[] }): Content {
  return (
    <>
      <DateInput name="from" label="First day" value={partsOf(typed, 'from')} error={errorOf(errors, 'from')} />
      <DateInput name="to" label="Last day" value={partsOf(typed, 'to')} error={errorOf(errors, 'to')} />
      <Checkboxes
        name="literalDates"
        label="Dates taken literally"
        hideLabel
        small
        values={typed.literalDates === '' ? [] : ['yes']}
        choices={[
          {
            value: 'yes',
            text: 'Take the dates literally',
            hint: 'Leaves out the first day itself: the published filter reads “greater than 1 January 2022”.',
          },
        ]}
      />
    </>
  )
}

function partsOf(typed: TypedRequest, name: string) {
  return { day: typed[`${name}-day`], month: typed[`${name}-month`], year: typed[`${name}-year`] }
}
