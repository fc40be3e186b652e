import { latenessBands } from '#modules/disruptions'
import { asAtInstant, dayOf, lastInstantOf } from '#platform/clock'
import { page, type PageAnswer, type Visit } from '#platform/http'
import {
  ChartWithTable,
  type Content,
  type Figure,
  Figures,
  formatCount,
  formatDay,
  formatMonth,
  InsetText,
  PageHeading,
  type SeriesTone,
} from '#ui'
import { percent } from '../extraction-figures.ts'
import { type OversightFigure, oversightFigures, oversightRegions } from './oversight-store.ts'
import { dayAYearBefore, lastTwelveMonths } from './period.ts'
import { Definitions } from './definitions.tsx'
import { changeText, knownText, periodText } from './figure-words.ts'

const heldBack = 'held back'

/** The figures of an oversight organisation's area: no record, no reference, no way to one. */
export async function oversightPage(visit: Visit): Promise<PageAnswer> {
  const instant = asAtInstant(visit.asAt, visit.present)
  const beforeDay = dayAYearBefore(dayOf(instant))
  const regions = await oversightRegions(visit.tx)
  const figures = await oversightFigures(visit.tx, instant)
  const before = await oversightFigures(visit.tx, lastInstantOf(beforeDay))
  const title = regions.length === 1 ? `${regions[0]} at a glance` : 'Your area at a glance'
  return page({
    title,
    wide: true,
    handling: 'OFFICIAL',
    details: { regions, figures: 'oversight' },
    body: (
      <>
        <PageHeading title={title} caption={knownText(visit)} />
        {figures.length === 0 ? (
          <InsetText>No region is set for {visit.actor.organisation} to oversee. Ask an administrator.</InsetText>
        ) : (
          <OversightBody figures={figures} before={before} beforeDay={beforeDay} day={dayOf(instant)} />
        )}
        <Definitions />
      </>
    ),
  })
}

interface BodyProps {
  readonly figures: readonly OversightFigure[]
  readonly before: readonly OversightFigure[]
  readonly beforeDay: string
  readonly day: string
}

function OversightBody({ figures, before, beforeDay, day }: BodyProps): Content {
  return (
    <>
      <Figures items={headlines({ figures, before, beforeDay, day })} />
      <InsetText>
        A count of fewer than 5 is held back, so that nobody can be told from it; where it could be worked out from the
        rest, the next smallest is held back with it.
        {figureOf(figures, 'disruptions', 'total') === null ? (
          <>
            {' '}
            The last twelve months have too few disruptions to show.{' '}
            <a class="govuk-link" href="/as-at">
              Choose another day
            </a>{' '}
            to see the twelve months before it.
          </>
        ) : null}
      </InsetText>
      <div class="ff-glance">{chartsToShow(figures).map(chart => Chart(chart, figures))}</div>
    </>
  )
}

/** Where so few disruptions are known that all of it is held back, there is nothing to draw. */
function chartsToShow(figures: readonly OversightFigure[]): readonly OversightChart[] {
  if (figureOf(figures, 'disruptions', 'total') !== null) return charts
  return charts.filter(chart => chart.register !== 'disruptions')
}

function headlines({ figures, before, beforeDay, day }: BodyProps): readonly Figure[] {
  const disruptions = figureOf(figures, 'disruptions', 'total')
  const pursue = figureOf(figures, 'disruptions', '4P', 'Pursue')
  return [
    {
      label: 'Live SOC threats',
      value: shown(figureOf(figures, 'threats', 'total'), 'fewer than 5'),
      note: changeNote(figures, before, 'threats', `on ${formatDay(beforeDay)}`),
    },
    { label: 'Of these, vulnerabilities', value: shown(figureOf(figures, 'threats', 'threat type', 'Vulnerability')) },
    {
      label: `Lead disruptions, ${periodText(lastTwelveMonths(day))}`,
      value: shown(disruptions, 'fewer than 5'),
      note: changeNote(figures, before, 'disruptions', 'in the year before'),
    },
    {
      label: 'Pursue share',
      value: disruptions === null || pursue === null ? heldBack : `${percent(pursue, disruptions)}%`,
    },
  ]
}

function changeNote(
  figures: readonly OversightFigure[],
  before: readonly OversightFigure[],
  register: OversightFigure['register'],
  when: string,
): string | undefined {
  const [now, then] = [figureOf(figures, register, 'total'), figureOf(before, register, 'total')]
  return now === null || then === null ? undefined : `${changeText(now, then)} ${when}`
}

interface OversightChart {
  readonly register: OversightFigure['register']
  readonly dimension: OversightFigure['dimension']
  readonly kind: 'bars' | 'columns'
  readonly title: string
  readonly rowHeading: string
  readonly tone: SeriesTone
  readonly label?: (label: string) => string
}

const charts: readonly OversightChart[] = [
  {
    register: 'disruptions',
    dimension: 'month',
    kind: 'columns',
    title: 'Lead disruptions by month',
    rowHeading: 'Month',
    tone: 'series-1',
    label: month => formatMonth(month, 'short'),
  },
  {
    register: 'disruptions',
    dimension: '4P',
    kind: 'bars',
    title: 'Lead disruptions by the four Ps',
    rowHeading: '4P',
    tone: 'series-1',
  },
  {
    register: 'disruptions',
    dimension: 'organisation',
    kind: 'bars',
    title: 'Lead disruptions by organisation',
    rowHeading: 'Organisation',
    tone: 'series-1',
  },
  {
    register: 'disruptions',
    dimension: 'lateness',
    kind: 'bars',
    title: 'How late they were recorded',
    rowHeading: 'After the event',
    tone: 'series-1',
    label: value => latenessBands.find(band => band.value === value)?.label ?? value,
  },
  {
    register: 'threats',
    dimension: 'organisation',
    kind: 'bars',
    title: 'Live SOC threats by organisation',
    rowHeading: 'Organisation',
    tone: 'series-1',
  },
  {
    register: 'threats',
    dimension: 'threat type',
    kind: 'bars',
    title: 'Live SOC threats by type',
    rowHeading: 'Threat type',
    tone: 'series-1',
  },
  {
    register: 'threats',
    dimension: 'tier',
    kind: 'bars',
    title: 'Live SOC threats by tier',
    rowHeading: 'Tier',
    tone: 'series-1',
  },
  {
    register: 'threats',
    dimension: 'crime',
    kind: 'bars',
    title: 'Live SOC threats by crime',
    rowHeading: 'Crime category',
    tone: 'series-1',
  },
]

function Chart(chart: OversightChart, figures: readonly OversightFigure[]): Content {
  const { register, dimension, title, label = (text: string) => text } = chart
  return (
    <ChartWithTable
      id={`${register}-by-${dimension.replaceAll(' ', '-').toLowerCase()}`}
      kind={chart.kind}
      title={title}
      description={`${title}; counts of fewer than 5 are held back.`}
      rowHeading={chart.rowHeading}
      hiddenText={heldBack}
      emptyText="There is none."
      series={[
        { key: 'count', label: register === 'threats' ? 'Live SOC threats' : 'Lead disruptions', tone: chart.tone },
      ]}
      rows={figures
        .filter(one => one.register === register && one.dimension === dimension)
        .map(one => ({ label: label(one.label), values: { count: one.figure } }))}
    />
  )
}

function figureOf(
  figures: readonly OversightFigure[],
  register: OversightFigure['register'],
  dimension: OversightFigure['dimension'],
  label = '',
): number | null {
  const found = figures.find(one => one.register === register && one.dimension === dimension && one.label === label)
  return found?.figure ?? null
}

/** A total is held back only when it is fewer than five; another figure may be so that such a one can't be worked out. */
function shown(figure: number | null, otherwise = heldBack): string {
  return figure === null ? otherwise : formatCount(figure)
}
