import { refused, type Route, route } from '#platform/http'
import { readRecord } from '#platform/record'
import { z } from 'zod'
import { changePartSchema, newPartSchema, oneQuery, recordSchema } from './api-schemas.ts'
import { anyObject, changeOne, recordOne } from './api-writes.ts'
import { aNoun, recordNotFound } from './record-view.ts'
import type { RegisterPages, RegisterWrites } from './register-pages.ts'

/** Recording a part at its whole's address: `POST /plans/X/actions`, `PATCH /plans/X/actions/Y`. None for what is no part. */
export function apiParts(pages: RegisterPages): readonly Route[] {
  const { record, writes } = pages
  const { within } = record
  if (writes === undefined || within === undefined) return []
  const common = commonOf(writes)
  const place = `/api/v1/${within.register}/:reference/${record.plural}`
  return [
    route({
      ...common,
      method: 'POST',
      path: place,
      params: z.object({ reference: z.string() }),
      event: `${record.noun}.recorded`,
      summary: `Record ${aNoun(record)} of a ${within.noun}`,
      body: anyObject,
      takes: newPartSchema(pages),
      answers: recordSchema(record),
      handle: async (visit, { params, body }) => {
        const whole = visit.house.registers.get(within.register)?.record
        const state = whole && (await readRecord(visit.tx, whole, params.reference, { asAt: { when: 'now' } }))
        if (whole === undefined || state === undefined) return recordNotFound(whole ?? record, params.reference)
        const named = body[within.field]
        if (named !== undefined && named !== state.reference) return anotherWhole(within.field, within.noun)
        return recordOne(pages, visit, { ...body, [within.field]: state.reference })
      },
    }),
    route({
      ...common,
      conditional: true,
      method: 'PATCH',
      path: `${place}/:part`,
      params: z.object({ reference: z.string(), part: z.string() }),
      event: `${record.noun}.changed`,
      summary: `Change ${aNoun(record)} of a ${within.noun}: only the fields that are sent`,
      body: anyObject,
      takes: changePartSchema(pages),
      answers: recordSchema(record),
      handle: async (visit, { params, body }) => {
        const known = { asAt: { when: 'now' }, withErrors: true } as const
        const part = await readRecord(visit.tx, record, params.part, known)
        if (part?.values[within.field] !== params.reference) return recordNotFound(record, params.part)
        return changeOne(pages, visit, params.part, body)
      },
    }),
  ]
}

function commonOf({ permission }: RegisterWrites) {
  return { area: 'api', permission, idempotent: true, query: oneQuery } as const
}

function anotherWhole(field: string, noun: string) {
  const problem = `The address says which ${noun} it is part of. Leave it out`
  return refused({
    status: 400,
    title: 'It can’t be recorded',
    says: `${field}: ${problem}`,
    problem: { errors: [{ field, problem }] },
  })
}
