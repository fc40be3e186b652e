import { notFound, page, type Route, route, type Visit } from '#platform/http'
import { type Content, DataTable, formatInstant, PageHeading, Panel, Text } from '#ui'
import { z } from 'zod'
import { type Assessment, assessmentHref } from '../assessment.ts'
import { readAssessment } from '../assessment-store.ts'
import { type ComparedDimension, compareScores, differencesInWords } from '../compare-scores.ts'
import { modelTitle } from '../model.ts'
import { possibleTiersWord, pointsWord, rangeWord, scoreInWords } from '../words.ts'
import {
  type AskedAssessment,
  askedAssessment,
  assessmentFrame,
  assessmentParams,
  noSuchAssessment,
  onDay,
  shownOf,
  threatName,
} from './asked-assessment.ts'

/** Two assessments of one threat, dimension by dimension. */
export const comparePage: Route = route({
  method: 'GET',
  fromReplica: true,
  path: '/assessments/:reference/compare',
  area: 'page',
  permission: 'record.read',
  event: 'assessments.compared',
  summary: 'Two assessments of one threat by dimension: a second scoring, or the one before, as at any day',
  params: assessmentParams,
  query: z.object({ with: z.string().default('').catch('') }),
  handle: async (visit, { params, query }) => {
    const found = await askedAssessment(visit, params.reference)
    if ('answer' in found) return found.answer
    const { asked } = found
    const other = await readAssessment(visit, query.with)
    if (other === undefined || other.threat !== asked.assessment.threat) {
      return query.with === '' ? notFound() : noSuchAssessment(query.with)
    }
    // The earlier one stands on the left.
    const [left, right] =
      asked.assessment.begunAt <= other.begunAt ? [asked.assessment, other] : [other, asked.assessment]
    return page({
      ...assessmentFrame(visit, asked, 'Compare'),
      wide: true,
      shown: [...shownOf(asked), { register: 'assessments', references: [other.reference] }],
      body: <CompareBody visit={visit} asked={asked} left={left} right={right} />,
    })
  },
})

interface CompareProps {
  readonly visit: Visit
  readonly asked: AskedAssessment
  readonly left: Assessment
  readonly right: Assessment
}

function CompareBody({ visit, asked, left, right }: CompareProps): Content {
  const compared = compareScores(left, right)
  const differences = differencesInWords(compared)
  return (
    <>
      <PageHeading caption={`Two assessments of ${left.threat}`} title={threatName(asked.threat)} />
      <Panel title="Where they differ" id="differences">
        {differences.length === 0 ? (
          <p class="govuk-body">They agree on every dimension.</p>
        ) : (
          <ul class="govuk-list govuk-list--bullet">
            {differences.map(words => (
              <li>{words}</li>
            ))}
          </ul>
        )}
      </Panel>
      <DataTable
        caption="What they come to"
        columns={columns('Outcome', left, right)}
        rowHeader="label"
        rows={[
          {
            label: 'Assessed',
            left: <Heading visit={visit} assessment={left} />,
            right: <Heading visit={visit} assessment={right} />,
          },
          ...outcomes(left, right),
        ]}
      />
      <DataTable
        caption="By dimension"
        columns={[...columns('Dimension', left, right), { key: 'words', label: 'Difference' }]}
        rows={compared.map(one => ({
          label: one.label,
          left: <Said one={one.left} />,
          right: <Said one={one.right} />,
          words: one.apart === undefined ? 'Not known' : one.apart === 0 ? 'Same' : `${one.apart} apart`,
        }))}
      />
    </>
  )
}

/** Each by who assessed, and which of the two it is when that is the same. */
function columns(rows: string, left: Assessment, right: Assessment) {
  const name = ({ kind, organisation }: Assessment) => (kind === 'second' ? `${organisation}, blind` : organisation)
  const [first, second] = [name(left), name(right)]
  return [
    { key: 'label', label: rows },
    { key: 'left', label: first === second ? `${first}, earlier` : first, wide: true },
    { key: 'right', label: first === second ? `${second}, later` : second, wide: true },
  ]
}

function outcomes(left: Assessment, right: Assessment) {
  const rows = [
    ['State', ({ latest }: Assessment) => latest.state],
    ['Points of 100', ({ latest }: Assessment) => pointsWord(latest.working.points)],
    ['Range', ({ latest }: Assessment) => rangeWord(latest.working)],
    ['Suggested tier', ({ latest }: Assessment) => latest.working.suggestedTier ?? 'None'],
    ['Tiers it may be', ({ latest }: Assessment) => possibleTiersWord(latest.working)],
    ['Proposed tier', ({ latest }: Assessment) => latest.proposedTier ?? 'None yet'],
    ['Model', ({ model }: Assessment) => modelTitle(model)],
  ] as const
  return rows.map(([label, of]) => ({ label, left: of(left), right: of(right) }))
}

function Heading({ visit, assessment }: { readonly visit: Visit; readonly assessment: Assessment }): Content {
  const { reference, assessor, organisation, latest } = assessment
  return (
    <>
      <a class="govuk-link" href={onDay(visit, assessmentHref(reference))}>
        {reference}
      </a>
      <br />
      <Text value={`${assessor.name}, ${organisation}`} />
      <br />
      {formatInstant(latest.at)}
    </>
  )
}

function Said({ one }: { readonly one: ComparedDimension['left'] }): Content {
  if (one === undefined) return <span class="ff-empty">Not in its model</span>
  const { dimension, given } = one
  return (
    <>
      <Text value={scoreInWords(dimension, given)} />
      {given?.reason ? (
        <p class="govuk-body-s">
          <Text value={given.reason} lines />
        </p>
      ) : null}
    </>
  )
}
