import { page, type Route, route, type Visit } from '#platform/http'
import { Button, type Content, DataTable, PageHeading, Select } from '#ui'
import { z } from 'zod'
import { type Agreement, agreementBy, agreementOf, type Side, sidesOf } from '../agreement.ts'
import { scoredPairs } from '../agreement-store.ts'
import { type AssessmentModel, labelOf } from '../model.ts'
import { listModels } from '../model-store.ts'
import { countOf } from '../words.ts'

/** How far scorings of the same threats lie apart, by organisation, dimension and quarter. */
export const agreementPage: Route = route({
  method: 'GET',
  fromReplica: true,
  path: '/assessments/agreement',
  area: 'page',
  permission: 'record.read',
  event: 'agreement.viewed',
  summary: 'Where organisations score the same threats differently, by dimension and over time, as at any day',
  query: z.object({ organisation: z.string().default('').catch('') }),
  handle: async (visit, { query }) => {
    const sides = sidesOf(await scoredPairs(visit))
    const models = await listModels(visit)
    const organisations = [...new Set(sides.map(({ organisation }) => organisation))].toSorted()
    const chosen = organisations.find(name => name === query.organisation)
    return page({
      title: 'Agreement between assessors',
      wide: true,
      details: { pairs: new Set(sides.map(({ pair }) => pair)).size, narrowed: chosen !== undefined },
      body: <AgreementBody {...{ visit, sides, models, organisations, chosen }} />,
    })
  },
})

interface BodyProps {
  readonly visit: Visit
  readonly sides: readonly Side[]
  readonly models: readonly AssessmentModel[]
  readonly organisations: readonly string[]
  readonly chosen: string | undefined
}

function AgreementBody({ visit, sides, models, organisations, chosen }: BodyProps): Content {
  // Of all organisations together each pair is looked at once: from both sides its differences would cancel out.
  const narrowed = sides.filter(({ organisation, isFirst }) =>
    chosen === undefined ? isFirst : organisation === chosen,
  )
  const whose = chosen ?? 'All organisations'
  const label = (key: string) =>
    models.map(({ definition }) => labelOf(definition, key)).find(found => found !== key) ?? key
  return (
    <>
      <PageHeading title="Agreement between assessors" />
      <WhatIsCounted visit={visit} />
      <AgreementTable
        caption="By organisation"
        first="Organisation"
        groups={agreementBy(sides, ({ organisation }) => organisation)}
        ofOne
        emptyText="You may see no blind second scoring yet. An assessment that was submitted can be scored blind from its page."
      />
      {organisations.length === 0 ? null : (
        <>
          <WhoseForm organisations={organisations} chosen={chosen} />
          <AgreementTable
            caption={`${whose}, by quarter`}
            first="Quarter"
            groups={agreementBy(narrowed, ({ quarter }) => quarter).map(([name, one]) => [quarterWord(name), one])}
            ofOne={chosen !== undefined}
          />
          <AgreementTable
            caption={`${whose}, by dimension`}
            first="Dimension"
            groups={agreementBy(narrowed, ({ dimension }) => label(dimension))}
            ofOne={chosen !== undefined}
          />
          <DriftTable
            caption={`${whose}: mean ${chosen === undefined ? 'distance' : 'difference'} by dimension and quarter`}
            sides={narrowed}
            label={label}
            ofOne={chosen !== undefined}
          />
        </>
      )}
    </>
  )
}

function WhatIsCounted({ visit }: Pick<BodyProps, 'visit'>): Content {
  return (
    <>
      <p class="govuk-body">
        Counted are the blind second scorings that you may see, each beside the first scoring of the same threat
        {visit.asAt.when === 'past' ? ', as they were known on this day' : ''}. Other readers may see others, so their
        figures may differ. Scores that either assessor does not know are left out.
      </p>
      <p class="govuk-body">
        The distance is how many points two scores are apart, of 4. The difference is an organisation’s own score less
        the other’s: above 0, it scores higher than others do.
      </p>
    </>
  )
}

function WhoseForm({ organisations, chosen }: Pick<BodyProps, 'organisations' | 'chosen'>): Content {
  return (
    <form action="/assessments/agreement" method="get" class="ff-narrow">
      <Select
        name="organisation"
        label="Look at one organisation"
        placeholder="All organisations"
        value={chosen ?? ''}
        choices={organisations.map(name => ({ value: name, text: name }))}
      />
      <Button text="Show" kind="secondary" />
    </form>
  )
}

interface TableProps {
  readonly caption: string
  readonly first: string
  readonly groups: readonly (readonly [string, Agreement])[]
  readonly emptyText?: string
  /** Each row is of one organisation's own scores, so that it can be above or below others. */
  readonly ofOne?: boolean
}

function AgreementTable({ caption, first, groups, emptyText, ofOne }: TableProps): Content {
  return (
    <DataTable
      caption={caption}
      emptyText={emptyText}
      columns={[
        { key: 'name', label: first },
        { key: 'pairs', label: 'Pairs', align: 'right' },
        { key: 'scores', label: 'Scores', align: 'right' },
        ...(ofOne ? [{ key: 'mean', label: 'Mean difference', align: 'right' as const }] : []),
        { key: 'apart', label: 'Mean distance', align: 'right' },
        { key: 'near', label: 'Within 1', align: 'right' },
      ]}
      rows={groups.map(([name, { pairs, scores, meanDifference, meanApart, withinOne }]) => ({
        name,
        pairs,
        scores,
        mean: signed(meanDifference),
        apart: meanApart.toFixed(2),
        near: `${withinOne}%`,
      }))}
    />
  )
}

interface DriftProps {
  readonly caption: string
  readonly sides: readonly Side[]
  readonly label: (key: string) => string
  readonly ofOne: boolean
}

/** Drift: the same dimension, quarter after quarter. */
function DriftTable({ caption, sides, label, ofOne }: DriftProps): Content {
  const quarters = [...new Set(sides.map(({ quarter }) => quarter))].toSorted()
  const dimensions = [...Map.groupBy(sides, ({ dimension }) => dimension)]
  return (
    <DataTable
      caption={caption}
      narrow="scroll"
      columns={[
        { key: 'dimension', label: 'Dimension' },
        ...quarters.map(quarter => ({ key: quarter, label: quarterWord(quarter), align: 'right' as const })),
      ]}
      rows={dimensions.map(([key, group]) => ({
        dimension: label(key),
        ...Object.fromEntries(
          quarters.map(quarter => [quarter, cell(agreementOf(group.filter(side => side.quarter === quarter)), ofOne)]),
        ),
      }))}
    />
  )
}

function cell(agreement: Agreement | undefined, ofOne: boolean): string {
  if (agreement === undefined) return ''
  const mean = ofOne ? signed(agreement.meanDifference) : agreement.meanApart.toFixed(2)
  return `${mean} (${countOf(agreement.scores, 'score', 'scores')})`
}

/** "2026-Q4" as "Oct to Dec 2026". */
function quarterWord(quarter: string): string {
  const [year, part] = quarter.split('-Q')
  return `${['Jan to Mar', 'Apr to Jun', 'Jul to Sep', 'Oct to Dec'][Number(part) - 1]} ${year}`
}

function signed(value: number): string {
  return value > 0 ? `+${value.toFixed(2)}` : value.toFixed(2).replace('-', '−')
}
