import { type Answer, page, type Visit } from '#platform/http'
import { type Field, fieldsOf, listCounted, type Page, type RecordState } from '#platform/record'
import {
  Button,
  type Choice,
  type Column,
  type Content,
  DataTable,
  type FieldError,
  FilterLayout,
  formatCount,
  InsetText,
  PageHeading,
  Pagination,
  type Row,
} from '#ui'
import { FilterQuestions } from './filter-questions.tsx'
import { type ListChoices, listChoices, type UsualValues } from './list-choices-store.ts'
import {
  listAddress,
  type ListRequest,
  readListRequest,
  recordAddress,
  requestToQuery,
  selectionOf,
} from './list-request.ts'
import { recordNewAction } from './record-actions.tsx'
import { reasonIsGiven, withheldValue } from './reason-first.tsx'
import type { RegisterPages } from './register-pages.ts'
import { selectedFilters } from './selected-filters.ts'
import { listMarking, showAs } from './show-value.tsx'

const recordsToAPage = 50

interface ListView {
  readonly pages: RegisterPages
  readonly visit: Visit
  readonly request: ListRequest
  readonly choices: ListChoices
  readonly narrowingChoices: Readonly<Record<string, readonly Choice[]>>
  readonly errors: readonly FieldError[]
}

type CountedPage = Page<string> & { readonly total: number }

/** A page of the list: few statements (the rows with their count, the choices, the narrowings' and the lists' own), whatever it shows. */
export async function listPage(pages: RegisterPages, visit: Visit): Promise<Answer> {
  const request = readListRequest(pages, visit.query)
  const choices = await listChoices(visit.tx, pages.record, { asAt: visit.asAt }, await usualValues(pages, visit))
  const errors = request.problems.map(({ field, problem }) => ({ field, text: problem }))
  const view = { pages, visit, request, choices, errors, narrowingChoices: await narrowingChoices(pages, visit) }
  if (errors.length > 0) return unreadableList(view)
  const listed = await listCounted(visit.tx, pages.record, {
    ...(await selectionOf(pages, visit, request)),
    order: request.order,
    limit: recordsToAPage,
    asker: visit.actor.personId,
    ...(request.cursor === undefined ? {} : { cursor: request.cursor }),
  })
  return listAnswer(view, listed)
}

/** Of the fields that have a reference list, as it is on the day that is shown. */
async function usualValues({ record, usualValues: valuesOf }: RegisterPages, visit: Visit): Promise<UsualValues> {
  const listed = fieldsOf(record).flatMap(([name, { list }]) => (list === undefined ? [] : [{ name, list }]))
  if (valuesOf === undefined || listed.length === 0) return {}
  const byList = await valuesOf(
    visit,
    listed.map(({ list }) => list),
  )
  return Object.fromEntries(listed.map(({ name, list }) => [name, byList[list] ?? []]))
}

async function narrowingChoices(pages: RegisterPages, visit: Visit): Promise<ListView['narrowingChoices']> {
  const byName: Record<string, readonly Choice[]> = {}
  for (const narrowing of pages.narrowings ?? []) byName[narrowing.name] = await narrowing.choices(visit)
  return byName
}

function listAnswer(view: ListView, listed: CountedPage): Answer {
  const { record } = view.pages
  const title = `${formatCount(listed.total)} ${listed.total === 1 ? record.noun : record.plural}`
  return page({
    title,
    wide: true,
    handling: listMarking,
    body: (
      <>
        <PageHeading title={title} actions={<ListActions view={view} total={listed.total} />} />
        <Filtered view={view}>
          <RecordTable view={view} listed={listed} />
          <Pages view={view} listed={listed} />
        </Filtered>
      </>
    ),
    shown: { register: record.register, references: listed.states.map(state => state.reference) },
    details: { filters: filterNames(view.request), total: listed.total },
  })
}

/** Names of the filters in use: what was asked for is no business of the audit, which holds no values. */
export function filterNames(request: ListRequest): readonly string[] {
  return [...Object.keys(request.filters), ...Object.keys(request.narrowed)]
}

function unreadableList(view: ListView): Answer {
  const title = view.pages.record.plural.replace(/^./, first => first.toUpperCase())
  return page({
    title,
    status: 400,
    wide: true,
    errors: view.errors,
    body: (
      <>
        <PageHeading title={title} />
        <Filtered view={view}>
          <InsetText>Nothing is listed until the filters can be read. Correct them, then apply them again.</InsetText>
        </Filtered>
      </>
    ),
  })
}

function Filtered({ view, children }: { readonly view: ListView; readonly children?: Content }): Content {
  const { pages, visit, request } = view
  const kept = requestToQuery(pages, visit, { ...request, filters: {}, narrowed: {} })
  return (
    <FilterLayout
      action={`/${pages.record.register}`}
      fields={<FilterQuestions {...view} query={visit.query} />}
      selected={selectedFilters(pages, visit, request, view.narrowingChoices)}
      clearHref={listAddress(pages.record, kept)}
      kept={Object.fromEntries(kept)}
      open={view.errors.length > 0}
    >
      {children}
    </FilterLayout>
  )
}

function ListActions({ view, total }: { readonly view: ListView; readonly total: number }): Content {
  return (
    <>
      {recordNewAction(view.pages, view.visit)}
      <ExportLink view={view} total={total} />
    </>
  )
}

function ExportLink({ view, total }: { readonly view: ListView; readonly total: number }): Content {
  const { pages, visit, request } = view
  if (total === 0 || !visit.actor.permissions.has('record.export')) return null
  const hrefOf = (ending: string) => listAddress(pages.record, requestToQuery(pages, visit, request), ending)
  return (
    <>
      <Button text="Export as CSV" kind="secondary" href={hrefOf('.csv')} />
      <Button text="Export as XLSX" kind="secondary" href={hrefOf('.xlsx')} />
    </>
  )
}

function RecordTable({ view, listed }: { readonly view: ListView; readonly listed: CountedPage }): Content {
  const { record } = view.pages
  const fields = fieldsOf(record).filter(([, field]) => field.listed)
  return (
    <DataTable
      caption={`List of ${record.plural}`}
      hideCaption
      columns={fields.map(([name, field]) => columnOf(view, name, field))}
      rows={listed.states.map(state => rowOf(view, fields, state))}
      rowHeader="reference"
      emptyText={emptyText(view)}
    />
  )
}

function columnOf({ pages, visit, request }: ListView, name: string, field: Field): Column {
  const column = {
    key: name,
    label: field.label,
    align: field.kind === 'count' || field.kind === 'money' ? ('right' as const) : undefined,
    keepTogether: ['reference', 'link', 'day'].includes(field.kind),
    wide: name === pages.record.titleField,
  }
  if (!field.sortable) return column
  const isSorted = request.order.by === name
  const descending = isSorted && !request.order.descending
  const query = requestToQuery(pages, visit, { ...request, order: { by: name, descending } })
  return {
    ...column,
    sortHref: listAddress(pages.record, query),
    sorted: isSorted ? (request.order.descending ? 'descending' : 'ascending') : undefined,
  }
}

function rowOf(view: ListView, fields: readonly (readonly [string, Field])[], state: RecordState): Row {
  const { pages, visit } = view
  const href = recordAddress(`/${pages.record.register}/${encodeURIComponent(state.reference)}`, visit)
  const reference = (
    <a class="govuk-link" href={href}>
      {state.reference}
    </a>
  )
  if (!reasonIsGiven(visit) && visit.actor.reasonDemandedFor.includes(state.handling)) {
    return { reference, [pages.record.titleField]: withheldValue }
  }
  const cells = fields.map(([name, field]) => [name, showAs(pages.shows?.[name], field, state.values[name] ?? null)])
  return { ...(Object.fromEntries(cells) as Row), reference }
}

function Pages({ view, listed }: { readonly view: ListView; readonly listed: CountedPage }): Content {
  if (listed.states.length === 0) return null
  const { pages, visit, request } = view
  const beside = (direction: 'after' | 'before', cursor: string | undefined) => {
    if (cursor === undefined) return undefined
    const query = requestToQuery(pages, visit, request)
    query.set(direction, cursor)
    return listAddress(pages.record, query)
  }
  return (
    <Pagination
      previousHref={beside('before', listed.previous)}
      nextHref={beside('after', listed.next)}
      summary={`${formatCount(listed.states.length)} of ${formatCount(listed.total)} ${pages.record.plural}`}
    />
  )
}

function emptyText({ pages, request, visit }: ListView): string {
  const { plural } = pages.record
  if (filterNames(request).length > 0) {
    return `No ${plural} fit these filters. Remove a filter, or clear them all to see every one.`
  }
  return visit.asAt.when === 'past'
    ? `No ${plural} that you may see were known on this day. Choose another day, or return to today.`
    : `There are no ${plural} that you may see. They are recorded here or come by an import; those of others are seen once they are shared.`
}
