import { z } from 'zod'
import { type Answer, page, redirect, refused, type Route, route, type Visit } from '#platform/http'
import { markInError, recordAgain, type RecordOutcome, type RecordState } from '#platform/record'
import { Button, ButtonGroup, type Content, Form, HiddenInput, InsetText, PageHeading, Text, TextArea } from '#ui'
import { aNoun, capital, recordFrame, recordNotFound, shownRecord, titleOf } from './record-view.ts'
import { frozenAnswer } from './new-place.ts'
import type { RegisterPages } from './register-pages.ts'
import { notOnAPastDay, ownRecord, partAddress } from './write-view.ts'

const mostCharacters = 500
const oneText = z.string().catch('')

/** Marking a record as recorded in error, with the reason, and recording it again. */
export function inErrorRoutes(pages: RegisterPages): readonly Route[] {
  const { record, writes } = pages
  if (writes === undefined) return []
  const common = {
    area: 'page',
    permission: writes.permission,
    params: z.object({ reference: z.string() }),
  } as const
  return [
    route({
      ...common,
      method: 'GET',
      path: `/${record.register}/:reference/in-error`,
      event: `${record.noun}-in-error-form.viewed`,
      summary: `Mark ${aNoun(record)} as recorded in error, or record it again`,
      handle: (visit, { params }) => showForm(pages, visit, params.reference),
    }),
    route({
      ...common,
      method: 'POST',
      path: `/${record.register}/:reference/in-error`,
      event: `${record.noun}.marked-in-error`,
      summary: `Keep that ${aNoun(record)} was recorded in error, and why`,
      body: z.object({ reason: oneText, version: oneText }),
      handle: (visit, { params, body }) => takeForm(pages, visit, params.reference, body),
    }),
    route({
      ...common,
      method: 'POST',
      path: `/${record.register}/:reference/record-again`,
      event: `${record.noun}.recorded-again`,
      summary: `Take back that ${aNoun(record)} was recorded in error`,
      body: z.object({ version: oneText }),
      handle: (visit, { params, body }) => takeBack(pages, visit, params.reference, body.version),
    }),
  ]
}

interface Typed {
  readonly reason: string
  readonly version: string
}

async function showForm(pages: RegisterPages, visit: Visit, reference: string): Promise<Answer> {
  if (visit.asAt.when === 'past') return notOnAPastDay()
  const own = await errorRecord(pages, visit, reference)
  if ('answer' in own) return own.answer
  return formPage(pages, visit, own.state, { reason: '', version: own.state.version })
}

async function takeForm(pages: RegisterPages, visit: Visit, reference: string, typed: Typed): Promise<Answer> {
  const own = await errorRecord(pages, visit, reference)
  if ('answer' in own) return own.answer
  const reason = typed.reason.replaceAll('\r\n', '\n').replaceAll('\u0000', '\uFFFD').normalize('NFC').trim()
  const problem = problemOf(reason)
  if (problem !== undefined) return formPage(pages, visit, own.state, typed, problem)
  const marked = await markInError(visit.tx, pages.record, {
    reference: own.state.reference,
    expected: typed.version,
    reason,
    actor: visit.actor,
  })
  return answerTo(pages, visit, own.state, marked, `${capital(pages.record.noun)} marked as recorded in error`, typed)
}

async function takeBack(pages: RegisterPages, visit: Visit, reference: string, version: string): Promise<Answer> {
  const own = await errorRecord(pages, visit, reference)
  if ('answer' in own) return own.answer
  const again = await recordAgain(visit.tx, pages.record, {
    reference: own.state.reference,
    expected: version,
    actor: visit.actor,
  })
  return answerTo(pages, visit, own.state, again, `${capital(pages.record.noun)} recorded again`, {
    reason: '',
    version,
  })
}

/** A record that may be marked as recorded in error, or recorded again. */
async function errorRecord(pages: RegisterPages, visit: Visit, reference: string) {
  const own = await ownRecord(pages, visit, reference)
  if ('answer' in own) return own
  const frozen = await pages.writes?.frozen?.(visit, own.state.values, 'error')
  return frozen === undefined ? own : { answer: frozenAnswer(pages.record, own.state, frozen) }
}

function problemOf(reason: string): string | undefined {
  if (reason === '') return 'Enter why it was recorded in error'
  return Array.from(reason).length > mostCharacters ? `Why must be ${mostCharacters} characters or fewer` : undefined
}

function answerTo(
  pages: RegisterPages,
  visit: Visit,
  state: RecordState,
  outcome: RecordOutcome,
  done: string,
  typed: Typed,
): Answer {
  const { record } = pages
  if (outcome.kind === 'recorded' || outcome.kind === 'unchanged') {
    visit.memory.set('done', done)
    return redirect(partAddress(pages, state.reference), { shown: shownRecord(record, state) })
  }
  if (outcome.kind === 'not-there') return recordNotFound(record, state.reference)
  if (outcome.kind === 'changed-meanwhile') {
    const since = { ...typed, version: outcome.state.version }
    return formPage(pages, visit, outcome.state, since, changedMeanwhile)
  }
  return refused({ status: 409, title: 'That can’t be done now', says: 'Look at the record, then try again.' })
}

const changedMeanwhile =
  'Someone changed it meanwhile. Look at it as it is now; if it was still recorded in error, send this again'

function formPage(pages: RegisterPages, visit: Visit, state: RecordState, typed: Typed, problem?: string): Answer {
  const { record } = pages
  const isClosed = state.inError !== undefined
  return page({
    ...recordFrame(record, visit, state, isClosed ? 'Record again' : 'Recorded in error'),
    status: problem === undefined ? 200 : 400,
    errors: problem === undefined ? [] : [{ field: isClosed ? undefined : 'reason', text: problem }],
    shown: shownRecord(record, state),
    body: (
      <>
        <PageHeading caption={`${capital(record.noun)} ${state.reference}`} title={titleOf(record, state)} />
        {isClosed ? (
          <AgainForm pages={pages} visit={visit} state={state} />
        ) : (
          <ReasonForm pages={pages} visit={visit} state={state} typed={typed} problem={problem} />
        )}
      </>
    ),
  })
}

interface FormProps {
  readonly pages: RegisterPages
  readonly visit: Visit
  readonly state: RecordState
}

function ReasonForm(props: FormProps & { readonly typed: Typed; readonly problem: string | undefined }): Content {
  const { pages, visit, state, typed, problem } = props
  const { noun, plural } = pages.record
  const address = partAddress(pages, state.reference)
  return (
    <>
      <h2 class="govuk-heading-m">Was this {noun} recorded in error?</h2>
      <p class="govuk-body">
        It is then left out of lists, searches, figures and extractions from now on. It is kept, with your reason and
        its history, for those who may see it, and it can be recorded again. What was known before stays as it was.
      </p>
      <p class="govuk-body">Closed or merged {plural} were no error: change what is wrong instead.</p>
      <Form action={`${address}/in-error`} csrfToken={visit.csrfToken}>
        <HiddenInput name="version" value={typed.version} />
        <TextArea
          name="reason"
          label="Why was it recorded in error?"
          hint="For example: the same as another record, which stays; or recorded for the wrong organisation"
          rows={3}
          maxLength={mostCharacters}
          value={typed.reason}
          error={problem}
        />
        <ButtonGroup>
          <Button text="Mark as recorded in error" kind="warning" />
          <a class="govuk-link" href={address}>
            Cancel
          </a>
        </ButtonGroup>
      </Form>
    </>
  )
}

function AgainForm({ pages, visit, state }: FormProps): Content {
  const address = partAddress(pages, state.reference)
  return (
    <>
      <InsetText>
        It was recorded in error: <Text value={state.inError ?? ''} lines />
      </InsetText>
      <p class="govuk-body">
        Recorded again, it stands in lists, figures and extractions as it stood before, from now on.
      </p>
      <Form action={`${address}/record-again`} csrfToken={visit.csrfToken}>
        <HiddenInput name="version" value={state.version} />
        <ButtonGroup>
          <Button text="Record it again" />
          <a class="govuk-link" href={address}>
            Cancel
          </a>
        </ButtonGroup>
      </Form>
    </>
  )
}
