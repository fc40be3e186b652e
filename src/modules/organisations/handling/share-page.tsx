import { z } from 'zod'
import { londonToday } from '#platform/clock'
import { oneValue } from '#platform/forms'
import { type Answer, page, redirect, route, type Visit } from '#platform/http'
import { marking } from '#platform/register-pages'
import { Button, errorOf, type FieldError, Form, PageHeading, Radios, Select, TextArea, TextInput } from '#ui'
import { asId } from '../people/people-page.tsx'
import { type AskedRecord, askedRecord, handlingHref, noSuchRecord, recordParams, shownOf } from './asked-record.ts'
import { notItsOwner, ownedRecord } from './owned-record.ts'
import { readReason } from './read-reason.ts'
import { endShare, shareableOrganisations, shareablePerson, shareRecord } from './share-record.ts'

const showForm = route({
  method: 'GET',
  path: '/handling/:register/:reference/share',
  area: 'page',
  permission: 'handling.change',
  event: 'share-form.viewed',
  summary: 'Share a record',
  params: recordParams,
  handle: async (visit, { params }) => {
    const owned = await ownedRecord(visit, params)
    if ('answer' in owned) return owned.answer
    const { asked } = owned
    return formPage(visit, asked, { with: '', organisation: '', person: '', what: '', reason: '' }, [])
  },
})

const takeForm = route({
  method: 'POST',
  path: '/handling/:register/:reference/share',
  area: 'page',
  permission: 'handling.change',
  event: 'record.shared',
  summary: 'Share a record with an organisation or a person, from now on or with its history',
  params: recordParams,
  body: z.object({ with: oneValue, organisation: oneValue, person: oneValue, what: oneValue, reason: oneValue }),
  handle: async (visit, { params, body }) => {
    const owned = await ownedRecord(visit, params)
    if ('answer' in owned) return owned.answer
    const { asked } = owned
    const read = await readForm(visit, asked, body)
    if ('errors' in read) return formPage(visit, asked, body, read.errors)
    const { name, ...share } = read
    const { record } = asked.register
    const shared = await shareRecord(visit.tx, { ...share, record, reference: params.reference, actor: visit.actor })
    if ('problem' in shared) return formPage(visit, asked, body, [{ field: 'with', text: shared.problem }])
    visit.memory.set('done', `Shared with ${name}`)
    const { organisationId, personId, withHistory } = share
    return redirect(handlingHref(asked), { shown: shownOf(asked), details: { organisationId, personId, withHistory } })
  },
})

const end = route({
  method: 'POST',
  path: '/handling/:register/:reference/shares/:share/end',
  area: 'page',
  permission: 'handling.change',
  event: 'share.ended',
  summary: 'End a share of a record',
  params: recordParams.extend({ share: z.string() }),
  handle: async (visit, { params }) => {
    const asked = await askedRecord(visit, params)
    if (asked === undefined) return noSuchRecord(params)
    const { record } = asked.register
    const shareId = asId(params.share) ?? 0
    const ended = await endShare(visit.tx, { record, reference: params.reference, actor: visit.actor, shareId })
    if ('problem' in ended) return notItsOwner(ended.problem, asked)
    visit.memory.set('done', 'Share ended')
    return redirect(handlingHref(asked), { shown: shownOf(asked), details: { shareId } })
  },
})

export const shareRoutes = [showForm, takeForm, end]

interface Typed {
  readonly with: string
  readonly organisation: string
  readonly person: string
  readonly what: string
  readonly reason: string
}

interface ReadShare {
  readonly name: string
  readonly organisationId?: number
  readonly personId?: number
  readonly withHistory: boolean
  readonly reason: string
}

async function readForm(
  visit: Visit,
  asked: AskedRecord,
  typed: Typed,
): Promise<ReadShare | { readonly errors: readonly FieldError[] }> {
  const target = await readTarget(visit, asked, typed)
  const reason = readReason(typed.reason)
  const what = typed.what === 'history' || typed.what === 'from-now' ? typed.what : undefined
  const errors = [
    ...('text' in target ? [target] : []),
    ...(what === undefined ? [{ field: 'what', text: 'Select what they may see' }] : []),
    ...('problem' in reason ? [{ field: 'reason', text: reason.problem }] : []),
  ]
  if ('text' in target || 'problem' in reason || what === undefined) return { errors }
  return { ...target, withHistory: what === 'history', reason: reason.reason }
}

type Target = { readonly name: string; readonly organisationId?: number; readonly personId?: number }

async function readTarget(
  visit: Visit,
  asked: AskedRecord,
  typed: Typed,
): Promise<Target | { readonly field: string; readonly text: string }> {
  if (typed.with === 'person') {
    const email = typed.person.replaceAll('\0', '').trim()
    if (email === '') return { field: 'person', text: 'Enter an email address' }
    const found = await shareablePerson(visit.tx, email)
    if ('problem' in found) return { field: 'person', text: found.problem }
    return { name: found.person.name, personId: found.person.id }
  }
  if (typed.with !== 'organisation') return { field: 'with', text: 'Select an organisation or a person' }
  const all = await shareableOrganisations(visit.tx, asked.holding.ownerId, londonToday(visit.present))
  const organisation = all.find(({ id }) => String(id) === typed.organisation)
  if (organisation === undefined) return { field: 'organisation', text: 'Select an organisation' }
  return { name: organisation.name, organisationId: organisation.id }
}

async function formPage(
  visit: Visit,
  asked: AskedRecord,
  typed: Typed,
  errors: readonly FieldError[],
): Promise<Answer> {
  return page({
    title: `Share ${asked.state.reference}`,
    status: errors.length > 0 ? 400 : 200,
    errors,
    backHref: handlingHref(asked),
    handling: marking(asked.holding.handling),
    shown: shownOf(asked),
    body: (
      <>
        <PageHeading caption={asked.state.reference} title="Share this record" />
        <Form action={handlingHref(asked, '/share')} csrfToken={visit.csrfToken}>
          {await withWhom(visit, asked, typed, errors)}
          <Radios
            name="what"
            label="What may they see?"
            value={typed.what}
            choices={[
              { value: 'from-now', text: 'From now on', hint: 'How it stands now, and every change after' },
              { value: 'history', text: 'With its history', hint: 'Everything that was ever recorded of it' },
            ]}
            error={errorOf(errors, 'what')}
          />
          <TextArea name="reason" label="Why" rows={3} value={typed.reason} error={errorOf(errors, 'reason')} />
          <Button text="Share" />
        </Form>
      </>
    ),
  })
}

async function withWhom(visit: Visit, asked: AskedRecord, typed: Typed, errors: readonly FieldError[]) {
  const organisations = await shareableOrganisations(visit.tx, asked.holding.ownerId, londonToday(visit.present))
  const organisation = (
    <Select
      name="organisation"
      label="Organisation"
      hint="Everyone of it whose part can be shown records."
      placeholder="Choose an organisation"
      value={typed.organisation}
      choices={organisations.map(({ id, name, kind }) => ({
        value: String(id),
        text: kind === 'Partner' ? `${name} (partner)` : name,
      }))}
      error={errorOf(errors, 'organisation')}
    />
  )
  const person = (
    <TextInput
      name="person"
      label="Email address"
      type="email"
      spellcheck={false}
      width="one-half"
      value={typed.person}
      error={errorOf(errors, 'person')}
    />
  )
  return (
    <Radios
      name="with"
      label="With whom?"
      value={typed.with}
      choices={[
        { value: 'organisation', text: 'An organisation', reveals: organisation },
        { value: 'person', text: 'A person', reveals: person },
      ]}
      error={errorOf(errors, 'with')}
    />
  )
}
