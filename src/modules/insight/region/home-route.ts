import { anySignedIn, type Answer, redirect, type Route, route, type Visit, workOf } from '#platform/http'
import { workPage } from '#platform/site'
import { z } from 'zod'
import { oversightPage } from './oversight-page.tsx'
import { regionPage } from './region-page.tsx'
import type { AskedRegion } from './region-scope.ts'

const text = z.string().trim().default('').catch('')
const query = z.object({ region: text, from: text, to: text })

/** The home page: their work for those for whom any waits, else the region at a glance, else the first page that is theirs. */
export const homeRoute: Route = route({
  method: 'GET',
  fromReplica: true,
  path: '/',
  area: 'page',
  permission: anySignedIn,
  event: 'home.viewed',
  summary:
    'What waits for you; else the region at a glance; for those who read no figures, the way to the first page that is theirs',
  query,
  handle: async (visit, { query: asked }) => {
    if (!asksForFigures(asked) && visit.asAt.when === 'now' && (await workOf(visit)).total > 0) return workPage(visit)
    return visit.actor.permissions.has('figures.read') ? glance(visit, asked) : elsewhere(visit)
  },
})

/** The region at a glance. */
export const glanceRoute: Route = route({
  method: 'GET',
  fromReplica: true,
  path: '/glance',
  area: 'page',
  permission: 'figures.read',
  event: 'figures.viewed',
  summary: 'The region at a glance',
  query,
  handle: async (visit, { query: asked }) => glance(visit, asked),
})

/** Addresses of figures that were kept when the home page was theirs lead to them still. */
function asksForFigures({ region, from, to }: AskedRegion): boolean {
  return [region, from, to].some(asked => asked !== '')
}

async function glance(visit: Visit, asked: AskedRegion): Promise<Answer> {
  const shown = visit.actor.permissions.has('record.read') ? await regionPage(visit, asked) : await oversightPage(visit)
  return { ...shown, place: '/glance' }
}

function elsewhere(visit: Visit): Answer {
  const theirs = visit.house.navigation.find(
    item => !item.countsWork && (item.permission === anySignedIn || visit.actor.permissions.has(item.permission)),
  )
  return redirect(theirs?.href ?? '/account')
}
