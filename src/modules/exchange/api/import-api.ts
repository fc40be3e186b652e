import { type Answer, json, notFound, refused, type Route, route } from '#platform/http'
import { fileForm, workbookType } from '#platform/files'
import { z } from 'zod'
import { type KeptImport, listKeptProblems, readImport } from '../import-store.ts'
import { mostBytes, sendImport } from '../send-import.ts'
import type { ImportMode } from '../take-file.ts'

const common = { area: 'api', permission: 'import.run' } as const
const flag = z.enum(['true', 'false'], 'Enter true or false').default('false')
const mostErrors = 1000

const problemSchema = z.object({ line: z.int().optional(), column: z.string().optional(), problem: z.string() })
const importSchema = z.object({
  id: z.string(),
  number: z.int(),
  register: z.string(),
  fileName: z.string(),
  sha256: z.string().describe('Of the bytes sent'),
  state: z.enum(['waiting', 'checking', 'checked', 'accepting', 'done', 'failed', 'withdrawn']),
  rows: z.object({ read: z.int(), good: z.int(), bad: z.int() }),
  taken: z.object({ newRecords: z.int(), newStates: z.int(), unchanged: z.int() }),
  sentAt: z.string(),
  finishedAt: z.string().nullable(),
  problems: z.int().describe('How many there are; the first thousand are in errors'),
  errors: z.array(problemSchema),
  warnings: z.array(problemSchema),
})

/** Imports in the API: start one, and see how it goes. */
export const importApiRoutes: readonly Route[] = [
  route({
    ...common,
    method: 'POST',
    path: '/api/v1/imports/:register',
    event: 'import.sent',
    summary: 'Send a CSV or XLSX file to be checked and taken, whole or not at all',
    params: z.object({ register: z.string().describe('threats or disruptions') }),
    query: z.looseObject({
      acceptGoodRows: flag.describe('Take the good rows when others have problems'),
      dryRun: flag.describe('Check only'),
      name: z.string().max(200).optional().describe('What the file is called'),
    }),
    upload: { maxBytes: mostBytes },
    answers: z.object({ id: z.string(), state: z.string() }),
    handle: async (visit, { params, query, file }): Promise<Answer> => {
      if (!visit.house.registers.has(params.register)) return notFound()
      if (file === undefined) {
        return refused({
          status: 400,
          title: 'There is no file',
          says: `Send it as the body, with Content-Type: text/csv or ${workbookType}.`,
        })
      }
      const mode = modeOf(query)
      const ending = (await fileForm(file.path)) === 'sheet' ? 'xlsx' : 'csv'
      const fileName = query.name ?? `${params.register}.${ending}`
      const id = await sendImport(visit, { register: params.register, file, fileName, mode })
      return json(
        { id, state: 'waiting' },
        {
          status: 202,
          headers: { location: `/api/v1/imports/${id}` },
          details: { importId: id, register: params.register, mode },
        },
      )
    },
  }),
  route({
    ...common,
    method: 'GET',
    path: '/api/v1/imports/:id',
    event: 'import.viewed',
    summary: 'How an import goes: progress, counts, row errors',
    params: z.object({ id: z.string() }),
    answers: importSchema,
    handle: async (visit, { params: { id } }): Promise<Answer> => {
      const kept = await readImport(visit.tx, id)
      if (kept === undefined) return notFound()
      const range = { after: 0, limit: mostErrors }
      const errors = await listKeptProblems(visit.tx, id, 'problem', range)
      const warnings = await listKeptProblems(visit.tx, id, 'warning', range)
      return json({ ...importJson(kept), errors, warnings }, { details: { importId: id } })
    },
  }),
]

function modeOf(query: { readonly dryRun: string; readonly acceptGoodRows: string }): ImportMode {
  if (query.dryRun === 'true') return 'check'
  return query.acceptGoodRows === 'true' ? 'accept-good' : 'accept'
}

function importJson(kept: KeptImport) {
  return {
    id: kept.id,
    number: kept.number,
    register: kept.register,
    fileName: kept.fileName,
    sha256: kept.sha256,
    state: kept.state,
    rows: { read: kept.rowsRead, good: kept.good, bad: kept.bad },
    taken: { newRecords: kept.newRecords, newStates: kept.newStates, unchanged: kept.unchanged },
    sentAt: kept.sentAt.toISOString(),
    finishedAt: kept.finishedAt?.toISOString() ?? null,
    problems: kept.problems,
  }
}
