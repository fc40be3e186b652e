import { addDays, type AsAt, lastInstantOf } from '#platform/clock'
import { type Check, page, type Route, route, type Visit } from '#platform/http'
import { type Content, Count, DataTable, formatDay, PageHeading, Select } from '#ui'
import { z } from 'zod'
import { allChecks, allFindings } from '../all-findings.ts'
import { checkDay } from '../check-day.ts'
import { type CheckFigures, figuresOf, figureText, hasFiguresOnly } from '../check-figures.ts'
import { HeldBack } from './checks-page.tsx'
import { checkAddress, type ChosenOrganisations, chooseOrganisations, RegionChoice } from './region-choice.tsx'

const monthsShown = 6
const text = z.string().default('').catch('')

/** How often a check found something at the end of each of the last months. */
export const overTimePage: Route = route({
  method: 'GET',
  fromReplica: true,
  path: '/checks/over-time',
  area: 'page',
  permission: 'checks.read',
  event: 'checks.over-time-viewed',
  summary: 'What one check finds by organisation, at the end of each of the last six months',
  query: z.object({ region: text, check: text }),
  handle: async (visit, { query }) => {
    const checks = allChecks(visit.house)
    const check = checks.find(({ name }) => name === query.check) ?? checks[0]
    if (check === undefined) return page({ title: 'Checks over time', body: <PageHeading title="Checks over time" /> })
    const chosen = await chooseOrganisations(visit, query.region)
    const ends: MonthEnd[] = []
    for (const day of monthEnds(checkDay(visit.asAt, visit.present))) {
      ends.push({ day, figures: await figuresAt(visit, check, chosen, day) })
    }
    return page({
      title: `${check.heading}: over time`,
      wide: true,
      handling: 'OFFICIAL',
      backHref: checkAddress(
        '/checks',
        { region: chosen.region },
        visit.asAt.when === 'past' ? visit.asAt.text : undefined,
      ),
      details: { check: check.name, organisations: chosen.organisations.length },
      body: <OverTime {...{ visit, check, chosen, ends }} />,
    })
  },
})

interface MonthEnd {
  readonly day: string
  readonly figures: CheckFigures
}

/** The last days of the months that have ended by a day, the latest last. */
export function monthEnds(day: string): readonly string[] {
  const ends: string[] = []
  for (let end = monthEndBy(day); ends.length < monthsShown; end = addDays(`${end.slice(0, 7)}-01`, -1))
    ends.unshift(end)
  return ends
}

function monthEndBy(day: string): string {
  return addDays(day, 1).endsWith('-01') ? day : addDays(`${day.slice(0, 7)}-01`, -1)
}

async function figuresAt(
  visit: Visit,
  check: Check,
  { organisations }: ChosenOrganisations,
  day: string,
): Promise<CheckFigures> {
  const asAt: AsAt = { when: 'past', instant: lastInstantOf(day), text: day }
  const ids = organisations.map(({ id }) => id)
  return figuresOf(await allFindings(visit, { asAt, organisations: ids, checks: [check.name] }))
}

interface OverTimeProps {
  readonly visit: Visit
  readonly check: Check
  readonly chosen: ChosenOrganisations
  readonly ends: readonly MonthEnd[]
}

function OverTime({ visit, check, chosen, ends }: OverTimeProps): Content {
  return (
    <>
      <PageHeading title={check.heading} caption="Checks of 4P plans, over time" />
      <p class="govuk-body">{check.why}</p>
      <p class="govuk-body">
        How many plans or threats it found something in at the end of each month, by what was known and by the
        thresholds of that day.
      </p>
      {hasFiguresOnly(visit) ? <HeldBack /> : null}
      <RegionChoice visit={visit} action="/checks/over-time" chosen={chosen}>
        <Select
          name="check"
          label="Check"
          value={check.name}
          choices={allChecks(visit.house).map(({ name, heading }) => ({ value: name, text: heading }))}
        />
      </RegionChoice>
      <DataTable
        caption={`${check.heading}, by organisation and month`}
        narrow="scroll"
        emptyText="No organisation of which you may have figures has plans or live threats."
        columns={[
          { key: 'organisation', label: 'Organisation', wide: true },
          ...ends.map(({ day }) => ({ key: day, label: formatDay(day), align: 'right' as const })),
        ]}
        rows={chosen.organisations.map(({ name }) => ({
          organisation: name,
          ...Object.fromEntries(
            ends.map(({ day, figures }) => [day, cellOf(visit, check, name, day, figures.of(name, check.name))]),
          ),
        }))}
      />
      <p class="govuk-body-s">
        What to do: {check.todo} Source: {check.source}.
      </p>
    </>
  )
}

function cellOf(visit: Visit, check: Check, organisation: string, day: string, figure: number): Content {
  if (hasFiguresOnly(visit) || figure === 0) return figureText(visit, figure)
  const href = checkAddress('/checks/findings', { organisation, check: check.name }, day)
  return <Count value={figure} href={href} label={`${organisation}, ${formatDay(day)}`} />
}
