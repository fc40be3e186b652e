import { removeSpooled } from '#platform/files'
import { type Answer, file, notFound, refused, type Route, route, type Visit } from '#platform/http'
import { z } from 'zod'
import { formatProblem } from '../extract-words.ts'
import { type KeptExtraction, readExtraction } from '../extraction-store.ts'
import {
  extractionFileName,
  type ExtractionFormat,
  extractionFormats,
  extractionTypes,
  problemOfFormat,
} from '../extraction-file.ts'
import { scopeOf, writeExtraction } from '../run-again.ts'
import { demandsReason, reasonForExtraction, reasonOnPages } from '../reason-for-extraction.ts'

const shared = {
  method: 'GET',
  fromReplica: true,
  permission: 'extraction.run',
  event: 'extraction.exported',
  params: z.object({ id: z.string() }),
  query: z.object({ format: z.string().default('csv') }),
} as const

const download = route({
  ...shared,
  path: '/extractions/:id/rows',
  area: 'page',
  summary: 'The rows of a kept extraction, as a file',
  handle: async (visit, { params, query }) => {
    const asked = await readAsked(visit, params.id, query.format)
    if ('answer' in asked) return asked.answer
    return (await reasonForExtraction(visit, asked.kept)) ?? rowsFile(visit, asked.kept, asked.format)
  },
})

const rows = route({
  ...shared,
  path: '/api/v1/extractions/:id/rows',
  area: 'api',
  summary: 'The rows of a kept extraction: format=csv, json or xlsx',
  handle: async (visit, { params, query }) => {
    const asked = await readAsked(visit, params.id, query.format)
    if ('answer' in asked) return asked.answer
    if (await demandsReason(visit, asked.kept)) return reasonOnPages()
    return rowsFile(visit, asked.kept, asked.format)
  },
})

export const extractionRowsRoutes: readonly Route[] = [download, rows]

type Asked = { readonly kept: KeptExtraction; readonly format: ExtractionFormat } | { readonly answer: Answer }

async function readAsked(visit: Visit, id: string, format: string): Promise<Asked> {
  const known = extractionFormats.find(one => one === format)
  if (known === undefined) return { answer: noSuchFormat(format) }
  const kept = await readExtraction(visit.tx, id)
  return kept === undefined
    ? { answer: notFound({ register: 'extractions', references: [id] }) }
    : { kept, format: known }
}

async function rowsFile(visit: Visit, kept: KeptExtraction, format: ExtractionFormat): Promise<Answer> {
  const unwritable = problemOfFormat(kept, format)
  if (unwritable !== undefined) {
    return refused({ status: 422, title: 'There are too many rows for a sheet', says: `${unwritable}.` })
  }
  const written = await writeExtraction(visit.tx, kept, format)
  if (!written.isWhole && written.rows < kept.rowCount && visit.query['part'] === undefined) {
    await removeSpooled(written)
    return refused({
      status: 409,
      title: 'This would not be the whole extraction',
      says: `You can see ${written.rows} of its ${kept.rowCount} rows. Add part=yes to the address to get those alone, or ask who took it.`,
    })
  }
  return file({
    path: written.path,
    name: extractionFileName(kept, format, written.isWhole),
    type: extractionTypes[format],
    shown: { register: scopeOf(kept).preset.record.register, references: written.references },
    details: { extraction: kept.id, format, rows: written.rows, whole: written.isWhole },
  })
}

function noSuchFormat(format: string): Answer {
  return refused({ status: 400, title: 'That format can’t be written', says: formatProblem(format) })
}
