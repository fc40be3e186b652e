import { anySignedIn, json, notFound, type Route, route } from '#platform/http'
import { z } from 'zod'
import { listLists } from './list-store.ts'
import { findList } from './pages/found-list.ts'

const list = z.object({ name: z.string(), title: z.string(), says: z.string() })

const value = z.object({
  value: z.string(),
  means: z.string(),
  from: z.iso.date().nullable().describe('The first day it is on the list; null: ever'),
  until: z.iso.date().nullable().describe('The first day it is no longer on the list; null: still'),
  replacedBy: z.string().nullable(),
  countsAsClosed: z.boolean().optional(),
  usualP: z.string().nullable().optional(),
  suggestedBy: z.array(z.string()).optional(),
})

const common = { method: 'GET', area: 'api', permission: anySignedIn } as const
const query = z.object({
  asAt: z.string().optional().describe('A day, or an instant with its zone; now when left out'),
})

/** The lists in the API: which there are, and what is, was and will be on one. */
export const referenceApi: readonly Route[] = [
  route({
    ...common,
    path: '/api/v1/reference',
    event: 'reference-lists.listed',
    summary: 'The lists that forms, filters and imports offer',
    answers: z.object({ items: z.array(list) }),
    handle: async visit =>
      json({ items: (await listLists(visit.tx)).map(({ name, title, says }) => ({ name, title, says })) }),
  }),
  route({
    ...common,
    path: '/api/v1/reference/:list',
    event: 'reference-list.viewed',
    summary: 'One list with its values, those to come, and those that were on it, as known at any moment',
    params: z.object({ list: z.string() }),
    query,
    answers: list.extend({ items: z.array(value) }),
    handle: async (visit, { params }) => {
      const found = await findList(visit, params.list)
      if (found === undefined) return notFound()
      const { name, title, says, saysToo } = found.list
      const items = found.values.map(one => ({
        value: one.value,
        means: one.hint,
        from: one.fromOn ?? null,
        until: one.toOn ?? null,
        replacedBy: found.values.find(({ id }) => id === one.becameId)?.value ?? null,
        ...(saysToo.includes('closed') ? { countsAsClosed: one.closed } : {}),
        ...(saysToo.includes('four P') ? { usualP: one.fourP ?? null } : {}),
        ...(saysToo.includes('words') ? { suggestedBy: one.words } : {}),
      }))
      return json({ name, title, says, items })
    },
  }),
]
