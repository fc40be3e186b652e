import { cleanText } from '#platform/files'
import { type Answer, refused, type Route, route, type Visit } from '#platform/http'
import {
  changesBetween,
  historyOf,
  markInError,
  readRecord,
  recordAgain,
  type RecordDeclaration,
  type RecordedVersion,
  type RecordOutcome,
  type RecordState,
} from '#platform/record'
import { z } from 'zod'
import { apiReasonMissing } from './api-reason.ts'
import { changeSchema, newSchema, oneQuery, wholeSchema } from './api-schemas.ts'
import { frozenAnswer } from './new-place.ts'
import { readJson } from './read-json.ts'
import { oneJson } from './one-json.ts'
import { etagOf } from './record-json.ts'
import { aNoun, recordNotFound, shownRecord } from './record-view.ts'
import type { RegisterPages, RegisterWrites } from './register-pages.ts'
import { writeRecord } from './write-record.ts'

const oneParams = z.object({ reference: z.string() })
/** The body of a program's request: one JSON object, read by the declaration. */
export const anyObject = z.record(z.string(), z.unknown(), {
  error: 'Send one JSON object, with Content-Type: application/json',
})
const mostReason = 1000
const reasonText = z
  .string('Enter why it is in error')
  .trim()
  .min(1, 'Enter why it is in error')
  .max(mostReason, `Must be ${mostReason} characters or fewer`)
  .refine(text => cleanText(text, { max: mostReason }).ok, 'Remove the control character')
  .transform(text => text.normalize('NFC'))

/** Recording by program, where the register takes records: new, changed, in error, and again. */
export function apiWrites(pages: RegisterPages): readonly Route[] {
  return pages.writes === undefined ? [] : [...statingRoutes(pages, pages.writes), ...errorRoutes(pages, pages.writes)]
}

function statingRoutes(pages: RegisterPages, writes: RegisterWrites): readonly Route[] {
  const { record } = pages
  return [
    route({
      ...commonOf(writes),
      method: 'POST',
      path: `/api/v1/${record.register}`,
      event: `${record.noun}.recorded`,
      summary: `Record ${aNoun(record)}`,
      body: anyObject,
      takes: newSchema(pages),
      answers: wholeSchema(pages),
      handle: (visit, { body }) => recordOne(pages, visit, body),
    }),
    route({
      ...changeOf(pages, writes),
      method: 'PATCH',
      path: `/api/v1/${record.register}/:reference`,
      event: `${record.noun}.changed`,
      summary: `Change ${aNoun(record)}: only the fields that are sent`,
      body: anyObject,
      takes: changeSchema(pages),
      handle: (visit, { params, body }) => changeOne(pages, visit, params.reference, body),
    }),
  ]
}

function errorRoutes(pages: RegisterPages, writes: RegisterWrites): readonly Route[] {
  const { record } = pages
  return [
    route({
      ...changeOf(pages, writes),
      method: 'POST',
      path: `/api/v1/${record.register}/:reference/in-error`,
      event: `${record.noun}.marked-in-error`,
      summary: `Say that ${aNoun(record)} was recorded in error: kept, and left out of lists and figures`,
      body: z.object({ reason: reasonText }),
      handle: (visit, { params, body }) =>
        withVersion(pages, visit, params.reference, 'error', version =>
          markInError(visit.tx, record, { ...version, ...body }),
        ),
    }),
    route({
      ...changeOf(pages, writes),
      method: 'POST',
      path: `/api/v1/${record.register}/:reference/record-again`,
      event: `${record.noun}.recorded-again`,
      summary: `Take back that ${aNoun(record)} was recorded in error`,
      handle: (visit, { params }) =>
        withVersion(pages, visit, params.reference, 'error', version => recordAgain(visit.tx, record, version)),
    }),
  ]
}

function commonOf({ permission }: RegisterWrites) {
  return { area: 'api', permission, idempotent: true, query: oneQuery } as const
}

function changeOf(pages: RegisterPages, writes: RegisterWrites) {
  return { ...commonOf(writes), conditional: true, params: oneParams, answers: wholeSchema(pages) } as const
}

/** Records what a program sent as a new record, and answers with it. */
export async function recordOne(
  pages: RegisterPages,
  visit: Visit,
  body: Readonly<Record<string, unknown>>,
): Promise<Answer> {
  const { record } = pages
  const { problems, ...read } = await readJson(visit, record, body, true)
  const outcome = await writeRecord(visit, pages, { ...read, unread: problems })
  if (outcome.kind !== 'recorded') return refusalOf(record, visit, outcome)
  const { reference } = outcome.state
  const location = `/api/v1/${record.register}/${encodeURIComponent(reference)}`
  return oneJson(pages, visit, outcome.state, {
    status: 201,
    headers: { location },
    details: { format: 'json', fields: Object.keys(read.values) },
  })
}

/** Records what a program sent as a change of a record, and answers with it. */
export async function changeOne(
  pages: RegisterPages,
  visit: Visit,
  reference: string,
  body: Readonly<Record<string, unknown>>,
): Promise<Answer> {
  return withVersion(pages, visit, reference, 'change', async (version, before) => {
    const { values, problems } = await readJson(visit, pages.record, body, false)
    return writeRecord(visit, pages, { ...version, before, values, unread: problems })
  })
}

/** A change of one version of a record that the actor sees, for the reason that its handling may demand. */
async function withVersion(
  pages: RegisterPages,
  visit: Visit,
  reference: string,
  kind: 'change' | 'error',
  act: (version: RecordedVersion, state: RecordState) => Promise<RecordOutcome>,
): Promise<Answer> {
  const { record, writes } = pages
  const { ifMatch: expected, tx, actor } = visit
  if (expected === undefined) {
    return refused({
      status: 428,
      title: 'If-Match is needed',
      says: `Send If-Match with the ETag of the ${record.noun} as you read it, so that nobody’s change is lost.`,
    })
  }
  const state = await readRecord(tx, record, reference, { asAt: { when: 'now' }, withErrors: true })
  if (state === undefined) return recordNotFound(record, reference)
  const missing = await apiReasonMissing(visit, state)
  if (missing !== undefined) return missing
  const frozen = await writes?.frozen?.(visit, state.values, kind)
  if (frozen !== undefined) return frozenAnswer(record, state, frozen)
  const outcome = await act({ reference: state.reference, expected, actor }, state)
  if (outcome.kind !== 'recorded' && outcome.kind !== 'unchanged') return refusalOf(record, visit, outcome, expected)
  return oneJson(pages, visit, outcome.state, {
    details: { format: 'json', fields: changesBetween(record, state, outcome.state).map(({ field }) => field) },
  })
}

async function refusalOf(
  record: RecordDeclaration,
  visit: Visit,
  outcome: RecordOutcome,
  expected = '',
): Promise<Answer> {
  switch (outcome.kind) {
    case 'problems':
      return refused({
        status: 400,
        title: `The ${record.noun} can’t be recorded`,
        says: outcome.problems.map(({ field, problem }) => `${field}: ${problem}`).join('. '),
        problem: { errors: outcome.problems },
      })
    case 'changed-meanwhile':
      return someoneWasFirst(record, visit, outcome.state, expected)
    case 'not-yours':
      return refused({
        status: 403,
        title: 'Its owner records it',
        says: `You do not record for ${outcome.owner}. Ask them if it should be recorded.`,
      })
    case 'taken':
      return refused({
        status: 409,
        title: 'The reference can’t be used',
        says: 'Leave it out, and one is made; or send another.',
        problem: { errors: [{ field: 'reference', problem: 'It can’t be used here' }] },
      })
    case 'not-there':
    case 'recorded':
    case 'unchanged':
      return recordNotFound(record, '')
  }
}

async function someoneWasFirst(
  record: RecordDeclaration,
  visit: Visit,
  state: RecordState,
  expected: string,
): Promise<Answer> {
  const history = await historyOf(visit.tx, record, state.reference, { asAt: { when: 'now' } })
  const read = history.find(entry => entry.state.version === expected)?.state
  const changed = changesBetween(record, read, state).map(({ field }) => field)
  const fields = read === undefined || read.inError === state.inError ? changed : [...changed, 'inError']
  return refused({
    status: 412,
    title: 'Someone else was first',
    says: `Read the ${record.noun} again, then send your change with its ETag.${fields.length === 0 ? '' : ` Changed since: ${fields.join(', ')}.`}`,
    problem: { changed: fields, etag: etagOf(state) },
    shown: shownRecord(record, state),
  })
}
