import { notFound, page, type Route, route } from '#platform/http'
import { type Content, PageHeading, SideBySide } from '#ui'
import { z } from 'zod'
import { type AssessmentModel, modelTitle } from '../model.ts'
import { listModels } from '../model-store.ts'
import { scoreAssessment, type Working } from '../score-assessment.ts'
import { countOf, pointsWord, possibleTiersWord, rangeWord } from '../words.ts'
import { type AskedAssessment, askedAssessment, assessmentFrame, threatName } from './asked-assessment.ts'

/** The scores of one assessment, worked by two versions of the model. The assessment itself stays as it is. */
export const underPage: Route = route({
  method: 'GET',
  fromReplica: true,
  path: '/assessments/:reference/under/:version',
  area: 'page',
  permission: 'record.read',
  event: 'assessment.worked-again',
  summary: 'The scores of one assessment worked by another version of the model, side by side with its own',
  params: z.object({ reference: z.string(), version: z.coerce.number().int().catch(0) }),
  handle: async (visit, { params }) => {
    const found = await askedAssessment(visit, params.reference)
    if ('answer' in found) return found.answer
    const other = (await listModels(visit)).find(({ version }) => version === params.version)
    if (other === undefined) return notFound()
    return page({
      ...assessmentFrame(visit, found.asked, 'By two models'),
      wide: true,
      details: { model: other.version },
      body: <UnderBody asked={found.asked} other={other} />,
    })
  },
})

function UnderBody({ asked, other }: { readonly asked: AskedAssessment; readonly other: AssessmentModel }): Content {
  const { assessment } = asked
  const { model, latest } = assessment
  const again = scoreAssessment(other.definition, latest.scores)
  return (
    <>
      <PageHeading
        caption={`Assessment ${assessment.reference} by two versions of the model`}
        title={threatName(asked.threat)}
      />
      <p class="govuk-body">
        The scores are the same. On the left is the working that was kept with them, on the right what the other version
        makes of them. Nothing is changed by looking.
      </p>
      <SideBySide
        caption="Working"
        leftHeading={modelTitle(model)}
        rightHeading={modelTitle(other)}
        rows={workingRows(model, latest.working, other, again)}
      />
    </>
  )
}

function workingRows(model: AssessmentModel, kept: Working, other: AssessmentModel, again: Working) {
  const sections = new Map(
    [...model.definition.sections, ...other.definition.sections].map(({ key, label }) => [key, label]),
  )
  const rows: (readonly [string, string, string])[] = [
    ...[...sections].map(([key, label]) => [label, sectionWord(kept, key), sectionWord(again, key)] as const),
    ['Whole', workedWord(kept), workedWord(again)],
    ['Suggested tier', kept.suggestedTier ?? 'None', again.suggestedTier ?? 'None'],
    ['Tiers it may be', possibleTiersWord(kept), possibleTiersWord(again)],
    ['Not known', countOf(kept.gaps.length, 'gap', 'gaps'), countOf(again.gaps.length, 'gap', 'gaps')],
  ]
  return rows.map(([label, left, right]) => ({ label, left, right, changed: left !== right }))
}

function sectionWord({ sections }: Working, key: string): string {
  const one = sections.find(section => section.key === key)
  return one === undefined ? 'Not in this version' : workedWord(one)
}

function workedWord(one: Pick<Working, 'points' | 'least' | 'most'>): string {
  return one.points === one.least && one.least === one.most
    ? String(one.points)
    : `${pointsWord(one.points)} (${rangeWord(one)})`
}
