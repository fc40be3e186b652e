import {
  type Draft,
  DraftInput,
  type DraftFields,
  draftHref,
  finishDraft,
  openDraft,
  readDraft,
  readFields,
  saveDraft,
  takeDraft,
  textOf,
} from '#platform/drafts'
import { londonToday } from '#platform/clock'
import { type Answer, page, redirect, refused, type Route, route, type Visit } from '#platform/http'
import {
  Button,
  ButtonGroup,
  type Content,
  DataTable,
  type FieldError,
  Form,
  formatDay,
  HiddenInput,
  PageHeading,
  WarningText,
} from '#ui'
import { z } from 'zod'
import { countsByTier, effectsOf, heldBack, type Move } from '../model-effects.ts'
import { type AssessmentModel, modelTitle } from '../model.ts'
import { insertModel, listModels } from '../model-store.ts'
import { fieldsOfModel, type ReadModel, readModel } from '../read-model.ts'
import { ModelQuestions } from './model-questions.tsx'

const address = '/assessments/models/new'
const common = { path: address, area: 'page', permission: 'reference.manage' } as const

const showForm = route({
  ...common,
  method: 'GET',
  event: 'assessment-model-form.viewed',
  summary: 'Make the next version of the assessment model, from a copy of the newest',
  handle: async visit => {
    const models = await listModels(visit)
    const named = [visit.query['draft'] ?? []].flat()[0]
    const kept = named === undefined ? undefined : await readDraft(visit.tx, named)
    const draft = kept?.address === address && kept.doneHref === undefined ? kept : await newDraft(visit)
    return formPage(visit, newestOf(models), draft, draft.savedAt ? draft.fields : startOf(visit, models), [])
  },
})

const takeForm = route({
  ...common,
  method: 'POST',
  event: 'assessment-model.made',
  summary: 'Show what the next version of the assessment model would change, then make it',
  body: z.unknown(),
  handle: async (visit, { body }) => {
    const fields = readFields(body)
    const draft = (await takeDraft(visit.tx, textOf(fields, '_draft'))) ?? (await newDraft(visit))
    if (draft.doneHref !== undefined) return redirect(draft.doneHref)
    const models = await listModels(visit)
    const newest = newestOf(models)
    const read = readModel(newest.definition, fields, londonToday(visit.present))
    if ('errors' in read) return formPage(visit, newest, draft, fields, read.errors)
    if (textOf(fields, 'go') === 'change') return formPage(visit, newest, draft, fields, [])
    if (textOf(fields, 'go') !== 'make') return checkPage(visit, { models, draft, fields, model: read.model })
    return makeModel(visit, draft, read.model, textOf(fields, 'after'))
  },
})

export const newModelRoutes: readonly Route[] = [showForm, takeForm]

async function makeModel(visit: Visit, draft: Draft, model: ReadModel, after: string): Promise<Answer> {
  const version = await insertModel(visit.tx, { ...model, after: Number(after), personId: visit.actor.personId })
  if (version === undefined) {
    return refused({
      status: 409,
      title: 'Someone else made a version meanwhile',
      says: 'Look at it first; then begin from it.',
    })
  }
  const to = `/assessments/models/${version}`
  await finishDraft(visit.tx, draft.id, to)
  visit.memory.set('done', `Version ${version} made`)
  return redirect(to, { details: { version, fields: ['name', 'fromOn', 'definition'] } })
}

function newestOf(models: readonly AssessmentModel[]): AssessmentModel {
  const [newest] = models
  if (newest === undefined) throw new Error('There is no assessment model to begin from.')
  return newest
}

function newDraft(visit: Visit): Promise<Draft> {
  return openDraft(visit, { kind: 'assessment-models.new', address, title: 'Next version of the assessment model' })
}

/** A copy of the newest, in force from tomorrow unless another day is chosen. */
function startOf(visit: Visit, models: readonly AssessmentModel[]): DraftFields {
  const { name, definition } = newestOf(models)
  const tomorrow = londonToday(new Date(visit.present.getTime() + 86_400_000))
  const [year = '', month = '', day = ''] = tomorrow.split('-')
  return {
    ...fieldsOfModel(name, definition),
    'from-day': String(Number(day)),
    'from-month': String(Number(month)),
    'from-year': year,
  }
}

function formPage(
  visit: Visit,
  newest: AssessmentModel,
  draft: Draft,
  fields: DraftFields,
  errors: readonly FieldError[],
): Answer {
  return page({
    title: 'Next version of the assessment model',
    status: errors.length > 0 ? 400 : 200,
    errors,
    backHref: '/assessments/models',
    body: (
      <>
        <PageHeading caption={`From a copy of ${modelTitle(newest)}`} title="Next version of the assessment model" />
        <Form action={address} csrfToken={visit.csrfToken}>
          <HiddenInput name="after" value={String(newest.version)} />
          <ModelQuestions definition={newest.definition} fields={fields} errors={errors} />
          <DraftInput draft={draft} />
          <Button text="See what it would change" name="go" value="check" />
        </Form>
      </>
    ),
  })
}

interface Checked {
  readonly models: readonly AssessmentModel[]
  readonly draft: Draft
  readonly fields: DraftFields
  readonly model: ReadModel
}

async function checkPage(visit: Visit, checked: Checked): Promise<Answer> {
  const moves = await effectsOf(visit.tx, checked.models, checked.model.definition)
  await saveDraft(visit.tx, checked.draft.id, checked.fields)
  return page({
    title: 'What the next version would change',
    backHref: draftHref(checked.draft),
    details: { threats: moves.length === 0 ? 'none' : 'counted' },
    body: <CheckBody visit={visit} checked={checked} moves={moves} />,
  })
}

interface CheckProps {
  readonly visit: Visit
  readonly checked: Checked
  readonly moves: readonly Move[]
}

function CheckBody({ visit, checked, moves }: CheckProps): Content {
  const { models, fields, model, draft } = checked
  const version = newestOf(models).version + 1
  return (
    <>
      <PageHeading caption={modelTitle({ name: model.name, version })} title="What the next version would change" />
      <p class="govuk-body">
        Below are all assessments in force, worked by their own version and by this one. Counts of one to four are not
        counted out. Nothing that was assessed changes: these are the tiers that this version would suggest.
      </p>
      <EffectsTables moves={moves} />
      <WarningText
        text={`Assessments begun from ${formatDay(model.fromOn)} on will be made by it. A version never changes once it is made.`}
      />
      <Form action={address} csrfToken={visit.csrfToken}>
        {Object.entries(fields)
          .filter(([name]) => !['_csrf', '_draft', 'go'].includes(name))
          .map(([name, value]) => (
            <HiddenInput name={name} value={[value].flat()[0] ?? ''} />
          ))}
        <HiddenInput name="_draft" value={draft.id} />
        <ButtonGroup>
          <Button text={`Make version ${version}`} name="go" value="make" />
          <Button text="Change it" kind="secondary" name="go" value="change" />
        </ButtonGroup>
      </Form>
    </>
  )
}

function EffectsTables({ moves }: Pick<CheckProps, 'moves'>): Content {
  const [now, other] = [countsByTier(moves, 'from'), new Map(countsByTier(moves, 'to'))]
  return (
    <>
      <DataTable
        caption="Threats by suggested tier"
        columns={[
          { key: 'tier', label: 'Tier' },
          { key: 'now', label: 'By their own version', align: 'right' },
          { key: 'other', label: 'By this version', align: 'right' },
        ]}
        rows={now.map(([tier, count]) => ({ tier, now: heldBack(count), other: heldBack(other.get(tier) ?? 0) }))}
      />
      <DataTable
        caption="Threats that would be of another tier"
        columns={[
          { key: 'move', label: 'From and to' },
          { key: 'threats', label: 'Threats', align: 'right' },
        ]}
        rows={moves
          .filter(({ from, to }) => from !== to)
          .map(({ from, to, threats }) => ({ move: `${from} to ${to}`, threats: heldBack(threats) }))}
        emptyText="No threat would be of another tier."
      />
    </>
  )
}
