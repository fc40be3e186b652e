import { removeSpooled } from '#platform/files'
import { type Answer, file, json, notFound, refused, type Route, route, type Visit } from '#platform/http'
import { z } from 'zod'
import { compareExtractions } from './compare-extractions.ts'
import { extractionFileName, extractionTypes } from './extraction-file.ts'
import { readExtractionRequest } from './extraction-request.ts'
import { type KeptExtraction, readExtraction } from './extraction-store.ts'
import { droppedText, summaryOf } from './extraction-words.ts'
import { demandsReason, reasonOnPages } from './reason-for-extraction.ts'
import { scopeOf } from './run-again.ts'
import { runExtraction, type StreamedFormat, type TakenExtraction } from './run-extraction.ts'

const extraction = z.object({
  id: z.uuid(),
  preset: z.string(),
  asAt: z.string().describe('As it was asked: a day, or an instant'),
  total: z.int(),
  byOrganisation: z.record(z.string(), z.record(z.string(), z.int())),
  presetVersion: z.int(),
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  literalDates: z.boolean().optional(),
  asAtInstant: z.iso.datetime(),
  takenAt: z.iso.datetime(),
  authority: z.object({ person: z.string(), email: z.string(), organisation: z.string() }),
  sha256: z.string().describe('Of the rows as CSV'),
  note: z.string().optional(),
})

const take = route({
  method: 'POST',
  path: '/api/v1/extractions',
  area: 'api',
  permission: 'extraction.run',
  event: 'extraction.taken',
  summary: 'Run an extraction and keep it; with format its rows are the answer',
  whilePast: true,
  body: z.object({
    preset: z.string(),
    asAt: z.string().optional().describe('A day, or an instant with its zone; now when left out'),
    from: z.string().optional(),
    to: z.string().optional(),
    literalDates: z.boolean().optional(),
    format: z
      .enum(['csv', 'json'], 'format is csv or json: leave it out to be told the figures')
      .optional()
      .describe('Answers with the rows themselves; where the extraction is kept, Location says'),
  }),
  answers: extraction,
  handle: async (visit, { body }) => {
    const read = readExtractionRequest(body, visit.present)
    if ('problems' in read) {
      const says = read.problems.map(({ problem }) => problem).join(' ')
      return refused({ status: 422, title: 'It can’t be extracted', says, problem: { errors: read.problems } })
    }
    const taken = await runExtraction(visit.tx, read.request, visit.actor, body.format)
    if (body.format !== undefined) return rowsTaken(visit, taken, body.format)
    const { kept } = taken
    return json(shownExtraction(kept), { status: 201, headers: placeOf(kept), details: detailsOf(kept) })
  },
})

/** The rows of an extraction that was just taken; nothing was taken where they may be shown only for a reason. */
async function rowsTaken(
  visit: Visit,
  { kept, file: written, handlings }: TakenExtraction,
  format: StreamedFormat,
): Promise<Answer> {
  if (written === undefined) throw new Error('An extraction was taken without its rows.')
  const demanding = visit.actor.reasonDemandedFor
  if ([...handlings].some(handling => demanding.includes(handling))) {
    await removeSpooled(written)
    return reasonOnPages()
  }
  return file({
    path: written.path,
    name: extractionFileName(kept, format),
    type: extractionTypes[format],
    status: 201,
    headers: placeOf(kept),
    shown: { register: scopeOf(kept).preset.record.register, references: written.references },
    details: { ...detailsOf(kept), format },
  })
}

function placeOf({ id }: KeptExtraction) {
  return { location: `/api/v1/extractions/${id}` }
}

function detailsOf({ id, preset, rowCount }: KeptExtraction) {
  return { extraction: id, preset, rows: rowCount }
}

const read = route({
  method: 'GET',
  fromReplica: true,
  path: '/api/v1/extractions/:id',
  area: 'api',
  permission: 'extraction.run',
  event: 'extraction.viewed',
  summary: 'One kept extraction',
  params: z.object({ id: z.string() }),
  answers: extraction,
  handle: async (visit, { params: { id } }) => {
    const kept = await readExtraction(visit.tx, id)
    if (kept === undefined) return notFound({ register: 'extractions', references: [id] })
    return json(shownExtraction(kept), { details: { extraction: kept.id } })
  },
})

const compare = route({
  method: 'GET',
  fromReplica: true,
  path: '/api/v1/extractions/compare',
  area: 'api',
  permission: 'extraction.run',
  event: 'extractions.compared',
  summary: 'Two kept extractions of one preset, row by row, with the reason for each difference',
  query: z.object({ a: z.string(), b: z.string() }),
  answers: z.object({
    differences: z.array(
      z.object({
        reference: z.string(),
        in: z.enum(['A only', 'B only', 'both']),
        reasons: z.array(z.object({ word: z.string(), says: z.string(), importId: z.uuid().optional() })),
      }),
    ),
    unseen: z.object({ a: z.int(), b: z.int() }),
  }),
  handle: async (visit, { query }) => {
    const [a, b] = [await readExtraction(visit.tx, query.a), await readExtraction(visit.tx, query.b)]
    if (a === undefined || b === undefined) return notFound({ register: 'extractions', references: [query.a, query.b] })
    if (a.preset !== b.preset) {
      const says = `One is of ${a.preset}, the other of ${b.preset}. Choose two of the same preset.`
      return refused({ status: 422, title: 'These two can’t be compared', says })
    }
    if (await demandsReason(visit, a, b)) return reasonOnPages()
    const { differences, unseen } = await compareExtractions(visit.tx, { a, b })
    return json(
      { differences: differences.map(({ changes: _changes, ...one }) => one), unseen },
      {
        shown: { register: scopeOf(a).preset.record.register, references: differences.map(one => one.reference) },
        details: { a: a.id, b: b.id, differences: differences.length },
      },
    )
  },
})

export const extractionApi: readonly Route[] = [take, compare, read]

function shownExtraction(kept: KeptExtraction): z.infer<typeof extraction> {
  const note = droppedText(kept)
  return {
    id: kept.id,
    ...summaryOf(kept),
    presetVersion: kept.presetVersion,
    ...(kept.dates === undefined ? {} : { from: kept.dates.from, to: kept.dates.to, literalDates: kept.dates.literal }),
    asAtInstant: kept.asAt.toISOString(),
    takenAt: kept.takenAt.toISOString(),
    authority: kept.authority,
    sha256: kept.sha256,
    ...(note === undefined ? {} : { note }),
  }
}
