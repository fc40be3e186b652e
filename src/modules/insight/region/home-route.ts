import { anySignedIn, type Answer, redirect, type Route, route, type Visit } from '#platform/http'
import { z } from 'zod'
import { oversightPage } from './oversight-page.tsx'
import { regionPage } from './region-page.tsx'

const text = z.string().trim().default('').catch('')

/** The home page: the region at a glance for those who read figures, else the first page that is theirs. */
export const homeRoute: Route = route({
  method: 'GET',
  path: '/',
  area: 'page',
  permission: anySignedIn,
  event: 'figures.viewed',
  summary: 'The region at a glance; for those who read no figures, the way to the first page that is theirs',
  query: z.object({ region: text, from: text, to: text }),
  handle: async (visit, { query }) => {
    const { permissions } = visit.actor
    if (!permissions.has('figures.read')) return elsewhere(visit)
    return permissions.has('record.read') ? regionPage(visit, query) : oversightPage(visit)
  },
})

function elsewhere(visit: Visit): Answer {
  const theirs = visit.house.navigation.find(
    item => item.href !== '/' && (item.permission === anySignedIn || visit.actor.permissions.has(item.permission)),
  )
  return redirect(theirs?.href ?? '/account')
}
