import { type Answer, json, refused, type Route, route, type Visit } from '#platform/http'
import { historyOf, listCounted, type RecordDeclaration, readRecord } from '#platform/record'
import { z } from 'zod'
import { apiReason, apiReasonMissing } from './api-reason.ts'
import { historySchema, listQuery, listSchema, oneQuery, wholeSchema } from './api-schemas.ts'
import { apiParts } from './api-parts.ts'
import { apiWrites } from './api-writes.ts'
import { filterNames } from './list-page.tsx'
import { given, readListRequest, selectionOf } from './list-request.ts'
import { handledOtherwise } from './record-store.ts'
import { recordNotFound, shownRecord } from './record-view.ts'
import { oneJson } from './one-json.ts'
import { entryJson, recordJson } from './record-json.ts'
import type { RegisterPages } from './register-pages.ts'

const oneParams = z.object({ reference: z.string() })

/** The register in the API: the list, one record, and every state of one. */
export function apiRoutes(pages: RegisterPages): readonly Route[] {
  const { record } = pages
  const common = { method: 'GET', area: 'api', permission: 'record.read', fromReplica: true } as const
  return [
    route({
      ...common,
      path: `/api/v1/${record.register}`,
      event: `${record.register}.listed`,
      summary: `The list of ${record.plural}, filtered, as at any moment`,
      query: listQuery(pages),
      answers: listSchema(record),
      handle: (visit, { query }) => apiList(pages, visit, query.limit),
    }),
    route({
      ...common,
      path: `/api/v1/${record.register}/:reference`,
      event: `${record.noun}.viewed`,
      summary: `One ${record.noun}, as at any moment`,
      etag: true,
      params: oneParams,
      query: oneQuery,
      answers: wholeSchema(pages),
      handle: (visit, { params }) => apiRecord(pages, visit, params.reference),
    }),
    route({
      ...common,
      path: `/api/v1/${record.register}/:reference/history`,
      event: `${record.noun}.history-viewed`,
      summary: `Every state of one ${record.noun}, the latest first, with who and when`,
      params: oneParams,
      query: oneQuery,
      answers: historySchema(record),
      handle: (visit, { params }) => apiHistory(record, visit, params.reference),
    }),
    ...apiWrites(pages),
    ...apiParts(pages),
  ]
}

async function apiList(pages: RegisterPages, visit: Visit, limit: number): Promise<Answer> {
  const { record } = pages
  const request = readListRequest(pages, visit.query)
  const problems = [...request.problems, ...cursorProblem(visit, request.cursor !== undefined)]
  if (problems.length > 0) return unreadable(problems)
  const selection = await selectionOf(pages, visit, request)
  const reason = apiReason(visit)
  const withoutReason = reason === undefined ? visit.actor.reasonDemandedFor : []
  const listed = await listCounted(visit.tx, record, {
    ...selection,
    conditions: [...(selection.conditions ?? []), handledOtherwise(withoutReason)],
    order: request.order,
    limit,
    asker: visit.actor.personId,
    ...(request.cursor === undefined ? {} : { cursor: request.cursor }),
  })
  const body = { total: listed.total, items: listed.states.map(recordJson), next: listed.next ?? null }
  return json(withoutReason.length === 0 ? body : { ...body, withoutReason }, {
    shown: { register: record.register, references: listed.states.map(state => state.reference) },
    details: { format: 'json', filters: filterNames(request), total: listed.total, ...(reason && { reason }) },
  })
}

async function apiRecord(pages: RegisterPages, visit: Visit, reference: string): Promise<Answer> {
  const { record } = pages
  const state = await readRecord(visit.tx, record, reference, { asAt: visit.asAt, withErrors: true })
  if (state === undefined) return recordNotFound(record, reference)
  return (await apiReasonMissing(visit, state)) ?? oneJson(pages, visit, state, { details: reasonDetails(visit) })
}

async function apiHistory(record: RecordDeclaration, visit: Visit, reference: string): Promise<Answer> {
  const entries = await historyOf(visit.tx, record, reference, { asAt: visit.asAt })
  const latest = entries[0]?.state
  if (latest === undefined) return recordNotFound(record, reference)
  return (
    (await apiReasonMissing(visit, latest)) ??
    json(
      { reference: latest.reference, states: entries.map(entryJson) },
      { shown: shownRecord(record, latest), details: { ...reasonDetails(visit), states: entries.length } },
    )
  )
}

function reasonDetails(visit: Visit): Readonly<Record<string, unknown>> {
  const reason = apiReason(visit)
  return reason === undefined ? {} : { reason }
}

function cursorProblem(visit: Visit, isRead: boolean) {
  if (given(visit.query, 'after').length === 0 || isRead) return []
  return [{ field: 'after', problem: 'This is no cursor of this list in this order. Begin at its first page' }]
}

function unreadable(problems: readonly { readonly field: string; readonly problem: string }[]): Answer {
  const says = problems.map(({ field, problem }) => `${field}: ${problem}`).join('. ')
  return refused({ status: 400, title: 'The list can’t be read', says, problem: { errors: problems } })
}
