import { fourPs } from '#modules/disruptions'
import { json, refused, type Route, route } from '#platform/http'
import { z } from 'zod'
import { countByMonth, type MonthlyCounts } from './region-figures-store.ts'
import { everyRegion, readRegionScope } from './region-scope.ts'

const day = (which: string) =>
  z
    .string()
    .trim()
    .default('')
    .describe(`The ${which} day of the events; the last twelve full months when both are left out`)

const disruptionFigures = z.object({
  asAt: z.string().nullable().describe('Null: now'),
  from: z.iso.date(),
  to: z.iso.date(),
  region: z.string().nullable().describe('Null: every region'),
  total: z.int(),
  figures: z.array(
    z.object({
      organisation: z.string(),
      month: z.string().describe('YYYY-MM, of the event'),
      Pursue: z.int(),
      Prevent: z.int(),
      Protect: z.int(),
      Prepare: z.int(),
    }),
  ),
})

export type Figures = z.infer<typeof disruptionFigures>

/** What the charts of the region at a glance are drawn from, for those who draw their own. */
export const figuresApi: Route = route({
  method: 'GET',
  fromReplica: true,
  path: '/api/v1/figures/disruptions',
  area: 'api',
  permission: 'figures.read',
  event: 'figures.viewed',
  summary: 'How many lead disruptions there were, by lead organisation, month and P, as at any moment',
  query: z.object({
    asAt: z.string().optional().describe('A day, or an instant with its zone; now when left out'),
    from: day('first'),
    to: day('last'),
    region: z.string().trim().default(everyRegion).describe('A region by its name; every one when left out'),
  }),
  answers: disruptionFigures,
  handle: async (visit, { query }) => {
    if (!visit.actor.permissions.has('record.read')) return noRecords()
    const scope = await readRegionScope(visit, query)
    const [problem] = scope.errors
    if (problem !== undefined) return refusedField(problem.field ?? 'from', problem.text)
    if (query.region !== everyRegion && scope.region !== query.region) {
      return refusedField('region', `${JSON.stringify(query.region)} is no region. Leave it out for every one`)
    }
    const figures = await countByMonth(visit.tx, scope, scope.period)
    return json(
      {
        asAt: scope.asAtText ?? null,
        ...scope.period,
        region: scope.region ?? null,
        total: figures.reduce((sum, counts) => sum + totalOf(counts), 0),
        figures,
      },
      { details: { region: query.region, ...scope.period } },
    )
  },
})

function totalOf(counts: MonthlyCounts): number {
  return fourPs.reduce((sum, fourP) => sum + counts[fourP], 0)
}

function refusedField(field: string, problem: string) {
  return refused({
    status: 400,
    title: 'These figures can’t be told',
    says: `${field}: ${problem}.`,
    problem: { errors: [{ field, problem }] },
  })
}

/** Oversight has other figures, small ones held back, on its page. */
function noRecords() {
  return refused({
    status: 403,
    title: 'Not yours to see',
    says: 'These figures are for those who may see the records behind them. Those of oversight are on its page.',
  })
}
