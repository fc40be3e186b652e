import { type Route, route } from '#platform/http'
import type { RecordDeclaration } from '#platform/record'
import { z } from 'zod'
import { apiRoutes } from './api-routes.ts'
import { changeRoutes } from './change-page.tsx'
import { exportList } from './export-list.ts'
import { historyPage } from './history-page.tsx'
import { inErrorRoutes } from './in-error-page.tsx'
import { listPage } from './list-page.tsx'
import { newRoutes } from './new-page.tsx'
import { recordPage } from './record-page.tsx'
import type { RegisterPages } from './register-pages.ts'

/**
 * The pages and the API of a register, drawn from its declaration: the list, its export, a record, its history, and the forms that
 * record in it. All of them answer as at the visit's moment, and from no more than row-level security lets its actor see.
 */
export function registerRoutes<Name extends string>(
  record: RecordDeclaration<Name>,
  options: Omit<RegisterPages<Name>, 'record'> = {},
): readonly Route[] {
  const pages = { ...options, record } as unknown as RegisterPages
  return [
    ...listRoutes(pages),
    ...recordRoutes(pages),
    ...newRoutes(pages),
    ...changeRoutes(pages),
    ...inErrorRoutes(pages),
    ...apiRoutes(pages),
  ]
}

const common = { method: 'GET', area: 'page', permission: 'record.read', fromReplica: true } as const
const oneParams = z.object({ reference: z.string() })

function listRoutes(pages: RegisterPages): readonly Route[] {
  const { record } = pages
  return [
    route({
      ...common,
      path: `/${record.register}`,
      event: `${record.register}.listed`,
      summary: `The list of ${record.plural}, filtered, as at any day`,
      handle: visit => listPage(pages, visit),
    }),
    route({
      ...common,
      path: `/${record.register}.csv`,
      permission: 'record.export',
      event: `${record.register}.exported`,
      summary: `Exactly the filtered list of ${record.plural}, as CSV`,
      handle: visit => exportList(pages, visit, 'csv'),
    }),
    route({
      ...common,
      path: `/${record.register}.xlsx`,
      permission: 'record.export',
      event: `${record.register}.exported`,
      summary: `Exactly the filtered list of ${record.plural}, as an Excel workbook`,
      handle: visit => exportList(pages, visit, 'xlsx'),
    }),
  ]
}

function recordRoutes(pages: RegisterPages): readonly Route[] {
  const { record } = pages
  return [
    route({
      ...common,
      path: `/${record.register}/:reference`,
      event: `${record.noun}.viewed`,
      summary: `One ${record.noun}, as at any day`,
      params: oneParams,
      handle: (visit, { params }) => recordPage(pages, visit, params.reference),
    }),
    route({
      ...common,
      path: `/${record.register}/:reference/history`,
      event: `${record.noun}.history-viewed`,
      summary: `Every state of one ${record.noun}, with who, when and what changed`,
      params: oneParams,
      handle: (visit, { params }) => historyPage(pages, visit, params.reference),
    }),
  ]
}
