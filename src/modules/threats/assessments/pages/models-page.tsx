import { anySignedIn, notFound, page, type Route, route, type Visit } from '#platform/http'
import {
  Button,
  type Content,
  DataTable,
  formatDay,
  formatInstant,
  PageHeading,
  Panel,
  SummaryList,
  Tag,
  Text,
} from '#ui'
import { z } from 'zod'
import { type AssessmentModel, modelTitle, type Section } from '../model.ts'
import { listModels, modelDay, modelOn } from '../model-store.ts'
import { onDay } from './asked-assessment.ts'

const common = { method: 'GET', area: 'page', permission: anySignedIn } as const

const modelsPage = route({
  ...common,
  path: '/assessments/models',
  event: 'assessment-models.listed',
  summary: 'Every version of the assessment model, as at any day',
  handle: async visit => {
    const models = await listModels(visit)
    const day = modelDay(visit.asAt, visit.present)
    return page({
      title: 'Assessment models',
      body: (
        <>
          <PageHeading
            title="Assessment models"
            actions={
              mayMake(visit) ? <Button text="Make the next version" href="/assessments/models/new" small /> : null
            }
          />
          <p class="govuk-body">
            An assessment keeps the version it was begun by, with its words and its working. A new version changes none.
          </p>
          <DataTable
            caption="Versions"
            hideCaption
            columns={[
              { key: 'model', label: 'Model', wide: true },
              { key: 'from', label: 'In force from' },
              { key: 'state', label: 'State' },
              { key: 'made', label: 'Made' },
            ]}
            rows={models.map(model => ({
              model: <ModelLink visit={visit} model={model} />,
              from: formatDay(model.fromOn),
              state: <State models={models} model={model} day={day} />,
              made: madeWords(model),
            }))}
          />
        </>
      ),
    })
  },
})

const modelPage = route({
  ...common,
  path: '/assessments/models/:version',
  event: 'assessment-model.viewed',
  summary: 'One version of the assessment model: what each score means, weights and bands',
  params: z.object({ version: z.coerce.number().int().catch(0) }),
  handle: async (visit, { params }) => {
    const models = await listModels(visit)
    const model = models.find(({ version }) => version === params.version)
    if (model === undefined) return notFound()
    return page({
      title: modelTitle(model),
      wide: true,
      breadcrumbs: [{ text: 'Assessment models', href: onDay(visit, '/assessments/models') }],
      body: (
        <ModelBody
          model={model}
          state={<State models={models} model={model} day={modelDay(visit.asAt, visit.present)} />}
        />
      ),
    })
  },
})

export const modelRoutes: readonly Route[] = [modelsPage, modelPage]

/** Nothing is made on a past day. */
function mayMake({ actor, asAt }: Visit): boolean {
  return asAt.when === 'now' && actor.permissions.has('reference.manage')
}

function ModelLink({ visit, model }: { readonly visit: Visit; readonly model: AssessmentModel }): Content {
  return (
    <a class="govuk-link" href={onDay(visit, `/assessments/models/${model.version}`)}>
      <Text value={modelTitle(model)} />
    </a>
  )
}

interface StateProps {
  readonly models: readonly AssessmentModel[]
  readonly model: AssessmentModel
  readonly day: string
}

function State({ models, model, day }: StateProps): Content {
  if (modelOn(models, day)?.version === model.version) return <Tag text="In force" colour="green" />
  return model.fromOn > day ? <Tag text="To come" colour="blue" /> : <Tag text="Replaced" colour="grey" />
}

function madeWords({ madeAt, madeBy }: AssessmentModel): string {
  return madeBy === undefined ? 'Came with Fourfold' : `${formatInstant(madeAt)}, ${madeBy}`
}

function ModelBody({ model, state }: { readonly model: AssessmentModel; readonly state: Content }): Content {
  const { sections, bands, reassessAfterDays } = model.definition
  return (
    <>
      <PageHeading caption="Assessment model" title={modelTitle(model)} markers={state} />
      <SummaryList
        rows={[
          { key: 'In force from', value: formatDay(model.fromOn) },
          { key: 'Made', value: madeWords(model) },
          { key: 'To be assessed again', value: `After ${reassessAfterDays} days` },
        ]}
      />
      <Panel title="Bands" id="bands">
        <p class="govuk-body">
          Points are the weighted mean of what is known, of 100. What is not known never counts as 0.
        </p>
        <DataTable
          caption="Tier suggested from so many points on"
          columns={[
            { key: 'tier', label: 'Tier' },
            { key: 'from', label: 'From points', align: 'right' },
          ]}
          rows={bands.map(({ tier, from }) => ({ tier, from }))}
        />
      </Panel>
      {sections.map(section => (
        <Panel title={`${section.label}, weight ${section.weight}`} id={section.key}>
          <SectionTable section={section} />
        </Panel>
      ))}
    </>
  )
}

function SectionTable({ section }: { readonly section: Section }): Content {
  return (
    <DataTable
      caption={`What the scores of ${section.label} mean`}
      hideCaption
      columns={[
        { key: 'label', label: 'Dimension' },
        { key: 'weight', label: 'Weight', align: 'right' },
        ...[0, 1, 2, 3, 4].map(score => ({ key: String(score), label: String(score) })),
      ]}
      rows={section.dimensions.map(({ label, weight, descriptors }) => ({
        label,
        weight,
        ...Object.fromEntries(descriptors.map((words, score) => [score, words])),
      }))}
    />
  )
}
