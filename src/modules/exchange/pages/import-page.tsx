import { spoolToFile } from '#platform/files'
import { type Answer, file, notFound, page, redirect, refused, type Route, route, type Visit } from '#platform/http'
import { Readable } from 'node:stream'
import { z } from 'zod'
import { readFilePieces, removeFile } from '../file-store.ts'
import { type KeptImport, listKeptProblems, readImport } from '../import-store.ts'
import { acceptImport, withdrawImport } from '../send-import.ts'
import { ImportBody } from './import-body.tsx'
import { isUnderWay } from './import-words.ts'

const common = { area: 'page', permission: 'import.run' } as const
const params = z.object({ id: z.string() })
const problemsOnPage = 200

/** One import: how far it is, what was found, what can be done, what came of it. */
export const importRoutes: readonly Route[] = [
  route({
    ...common,
    method: 'GET',
    path: '/imports/:id',
    event: 'import.viewed',
    summary: 'One import: progress, problems by line, result',
    params,
    query: z.object({ after: z.coerce.number().int().nonnegative().catch(0) }),
    handle: (visit, { params: { id }, query }) => withImport(visit, id, kept => importPage(visit, kept, query.after)),
  }),
  route({
    ...common,
    method: 'POST',
    path: '/imports/:id/accept',
    event: 'import.accepted',
    summary: 'Take a checked import: all of it, or its good rows',
    params,
    body: z.object({ mode: z.enum(['accept', 'accept-good']).catch('accept') }),
    handle: (visit, { params: { id }, body: { mode } }) =>
      withImport(visit, id, async kept => {
        if (mode === 'accept' && kept.bad > 0)
          return tooLate('It has rows with problems: only its good rows can be taken.')
        if (!(await acceptImport(visit, kept, mode))) return tooLate('It is not waiting to be taken.')
        return redirect(`/imports/${id}`, { details: { importId: id, mode } })
      }),
  }),
  route({
    ...common,
    method: 'POST',
    path: '/imports/:id/withdraw',
    event: 'import.withdrawn',
    summary: 'Withdraw an import of which nothing has been taken',
    params,
    handle: (visit, { params: { id } }) =>
      withImport(visit, id, async kept => {
        if (!(await withdrawImport(visit, kept))) return tooLate('It has been taken, or ended, already.')
        visit.memory.set('done', 'Import withdrawn')
        return redirect(`/imports/${id}`, { details: { importId: id } })
      }),
  }),
  route({
    ...common,
    method: 'GET',
    path: '/imports/:id/rejected.csv',
    event: 'import.rejected-rows-downloaded',
    summary: 'The rows of an import that were not taken, with why',
    params,
    handle: (visit, { params: { id } }) => withImport(visit, id, kept => rejectedRows(visit, kept)),
  }),
  route({
    ...common,
    method: 'POST',
    path: '/imports/:id/rejected/remove',
    event: 'import.rejected-rows-removed',
    summary: 'Remove the rows of an import that were not taken, once they are dealt with',
    params,
    handle: (visit, { params: { id } }) =>
      withImport(visit, id, async kept => {
        if (!kept.hasRejected) return tooLate('Its rows that were not taken are no longer here.')
        await removeFile(visit.tx, id, 'rejected')
        visit.memory.set('done', 'The rows that were not taken are removed')
        return redirect(`/imports/${id}`, { details: { importId: id, rows: kept.bad } })
      }),
  }),
]

async function withImport(visit: Visit, id: string, answer: (kept: KeptImport) => Promise<Answer>): Promise<Answer> {
  const kept = await readImport(visit.tx, id)
  return kept === undefined ? notFound() : answer(kept)
}

async function importPage(visit: Visit, kept: KeptImport, after: number): Promise<Answer> {
  const problems = await listKeptProblems(visit.tx, kept.id, 'problem', { after, limit: problemsOnPage })
  const warnings = await listKeptProblems(visit.tx, kept.id, 'warning', { after: 0, limit: problemsOnPage })
  const register = visit.house.registers.get(kept.register)
  const content = {
    kept,
    problems,
    warnings,
    after,
    csrfToken: visit.csrfToken,
    plural: register?.record.plural ?? 'records',
  }
  return page({
    title: `Import ${kept.number}`,
    wide: true,
    breadcrumbs: [{ text: 'Imports', href: '/imports' }],
    details: { importId: kept.id },
    body: <ImportBody {...content} />,
    ...(isUnderWay(kept.state) ? { refreshSeconds: 2 } : {}),
  })
}

async function rejectedRows(visit: Visit, kept: KeptImport): Promise<Answer> {
  if (!kept.hasRejected) return notFound()
  const spooled = await spoolToFile(Readable.from(readFilePieces(visit.tx, kept.id, 'rejected')))
  if (!spooled.ok) throw new Error('Rows that were kept are larger than a file may be.')
  return file({
    path: spooled.file.path,
    name: `${kept.fileName}.rejected.csv`,
    type: 'text/csv; charset=utf-8',
    details: { importId: kept.id, rows: kept.bad },
  })
}

function tooLate(says: string): Answer {
  return refused({
    status: 409,
    title: 'This import can’t be changed so',
    says: `${says} Go back to see how it stands.`,
  })
}
