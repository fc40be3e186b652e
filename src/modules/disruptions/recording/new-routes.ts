import { readFields } from '#platform/drafts'
import { oneValue } from '#platform/forms'
import { type Route, route } from '#platform/http'
import { z } from 'zod'
import { showForm, takeForm } from './record-disruption.ts'

const common = { path: '/disruptions/new', area: 'page', permission: 'record.write' } as const

/** Recording a disruption: two short pages, for a phone. */
export const newDisruptionRoutes: readonly Route[] = [
  route({
    ...common,
    method: 'GET',
    event: 'disruption-form.viewed',
    summary: 'Record a disruption',
    query: z.object({ threat: oneValue, action: oneValue, draft: oneValue, asAt: z.string().optional() }),
    handle: (visit, { query }) => showForm(visit, query),
  }),
  route({
    ...common,
    method: 'POST',
    event: 'disruption.recorded',
    summary: 'Keep a new disruption',
    // On a past day it is refused by the handler, once what was typed is safe.
    whilePast: true,
    body: z.unknown(),
    handle: (visit, { body }) => takeForm(visit, readFields(body)),
  }),
]
