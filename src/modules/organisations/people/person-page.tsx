import { allValues } from '#platform/forms'
import { type Answer, notFound, page, type PageAnswer, redirect, route, type Visit } from '#platform/http'
import {
  Button,
  ButtonGroup,
  Checkboxes,
  Columns,
  type Content,
  errorOf,
  type FieldError,
  Form,
  formatInstant,
  PageHeading,
  Panel,
  SummaryList,
} from '#ui'
import { z } from 'zod'
import { partsFor } from '../parts.ts'
import { type Person, readPerson } from '../person-store.ts'
import { countSessions, endSessionsOf } from '../sign-in/session-store.ts'
import { revokeToken, tokensOf } from '../sign-in/token-store.ts'
import { TokenTable } from '../sign-in/token-table.tsx'
import {
  type Changed,
  type ChangeOfPerson,
  changeParts,
  disablePerson,
  enablePerson,
  resetPerson,
} from './change-person.ts'
import { asId, personStateTag } from './people-page.tsx'
import { rememberLink, ShownLink, takeRememberedLink } from './shown-link.tsx'

const params = z.object({ id: z.string() })

const showPerson = route({
  method: 'GET',
  path: '/people/:id',
  area: 'page',
  permission: 'person.manage',
  event: 'person.viewed',
  summary: 'One person: parts, sign-in, sessions',
  params,
  handle: async (visit, { params: { id } }) => {
    const person = await personOf(visit, id)
    return person === undefined ? notFound() : personPage(visit, person, [])
  },
})

const takeParts = route({
  method: 'POST',
  path: '/people/:id/parts',
  area: 'page',
  permission: 'person.manage',
  event: 'person.parts-changed',
  summary: 'Change a person’s parts',
  whilePast: true,
  params,
  body: z.object({ parts: allValues }),
  handle: async (visit, { params: { id }, body }) => {
    const person = await personOf(visit, id)
    if (person === undefined) return notFound()
    const changed = await changeParts(visit.tx, changeBy(visit, person), body.parts)
    if ('problem' in changed) return personPage(visit, person, [{ field: 'parts', text: changed.problem }])
    return doneWith(visit, person, 'Parts changed', { before: person.parts, after: body.parts })
  },
})

const reset = route({
  method: 'POST',
  path: '/people/:id/reset',
  area: 'page',
  permission: 'person.manage',
  event: 'person.reset',
  summary: 'Take a person’s password away and make a one-time link',
  whilePast: true,
  params,
  handle: async (visit, { params: { id } }) => {
    const person = await personOf(visit, id)
    if (person === undefined) return notFound()
    const result = await resetPerson(visit.tx, changeBy(visit, person))
    if ('problem' in result) return personPage(visit, person, [{ text: result.problem }])
    rememberLink(visit, person.id, result.linkToken)
    return doneWith(visit, person, 'Password reset')
  },
})

const endSessions = route({
  method: 'POST',
  path: '/people/:id/end-sessions',
  area: 'page',
  permission: 'person.manage',
  event: 'person.sessions-ended',
  summary: 'End a person’s sessions',
  whilePast: true,
  params,
  handle: async (visit, { params: { id } }) => {
    const person = await personOf(visit, id)
    if (person === undefined) return notFound()
    await endSessionsOf(visit.tx, person.id, visit.present)
    return doneWith(visit, person, 'Signed out everywhere')
  },
})

const revokeOne = route({
  method: 'POST',
  path: '/people/:id/tokens/:token/revoke',
  area: 'page',
  permission: 'person.manage',
  event: 'token.revoked',
  summary: 'Revoke one of a person’s tokens',
  whilePast: true,
  params: params.extend({ token: z.string() }),
  handle: async (visit, { params: { id, token } }) => {
    const person = await personOf(visit, id)
    if (person === undefined || !z.guid().safeParse(token).success) return notFound()
    const revoked = await revokeToken(visit.tx, person.id, token, visit.present)
    return revoked ? doneWith(visit, person, 'Token revoked', { token }) : notFound()
  },
})

const disable = switchRoute('disable', disablePerson, 'person.disabled', 'Person disabled')
const enable = switchRoute('enable', enablePerson, 'person.enabled', 'Person enabled')

export const personRoutes = [showPerson, takeParts, reset, endSessions, revokeOne, disable, enable]

function switchRoute(
  verb: string,
  act: (tx: Visit['tx'], change: ChangeOfPerson) => Promise<Changed>,
  event: string,
  done: string,
) {
  return route({
    method: 'POST',
    path: `/people/:id/${verb}`,
    area: 'page',
    permission: 'person.manage',
    event,
    summary: `${verb === 'disable' ? 'Disable' : 'Enable'} a person`,
    whilePast: true,
    params,
    handle: async (visit, { params: { id } }) => {
      const person = await personOf(visit, id)
      if (person === undefined) return notFound()
      const changed = await act(visit.tx, changeBy(visit, person))
      if ('problem' in changed) return personPage(visit, person, [{ text: changed.problem }])
      return doneWith(visit, person, done)
    },
  })
}

async function personOf(visit: Visit, id: string): Promise<Person | undefined> {
  const personId = asId(id)
  return personId === undefined ? undefined : readPerson(visit.tx, personId)
}

function changeBy(visit: Visit, person: Person): ChangeOfPerson {
  return { person, by: visit.actor.personId, present: visit.present }
}

function shownPerson(person: Person) {
  return { register: 'people', references: [String(person.id)] }
}

function doneWith(visit: Visit, person: Person, done: string, details?: Readonly<Record<string, unknown>>): Answer {
  visit.memory.set('done', done)
  return redirect(`/people/${person.id}`, { shown: shownPerson(person), ...(details && { details }) })
}

async function personPage(visit: Visit, person: Person, errors: readonly FieldError[]): Promise<PageAnswer> {
  const link = takeRememberedLink(visit, person.id)
  const sessions = await countSessions(visit.tx, person.id, visit.present)
  const tokens = await tokensOf(visit.tx, person.id, visit.present)
  return page({
    title: person.name,
    status: errors.length > 0 ? 400 : 200,
    errors,
    breadcrumbs: [{ text: 'People', href: '/people' }],
    shown: shownPerson(person),
    body: (
      <>
        <PageHeading title={person.name} caption={person.email} markers={personStateTag(person)} />
        {link === undefined ? null : <ShownLink link={link} />}
        <Columns
          main={
            <>
              {facts(person, sessions)}
              <PartsPanel person={person} csrfToken={visit.csrfToken} errors={errors} />
              <Panel title="Tokens for programs" id="tokens" count={tokens.length}>
                <TokenTable
                  tokens={tokens}
                  csrfToken={visit.csrfToken}
                  under={`/people/${person.id}/tokens`}
                  emptyText="No program speaks for this person."
                />
              </Panel>
            </>
          }
          aside={<SignInPanel person={person} csrfToken={visit.csrfToken} self={visit.actor.personId === person.id} />}
        />
      </>
    ),
  })
}

function facts(person: Person, sessions: number): Content {
  return (
    <SummaryList
      rows={[
        { key: 'Organisation', value: person.organisation },
        { key: 'Added', value: formatInstant(person.createdAt) },
        { key: 'Signed in now', value: placesText(sessions) },
        ...(person.disabledAt === null ? [] : [{ key: 'Disabled', value: formatInstant(person.disabledAt) }]),
      ]}
    />
  )
}

function placesText(sessions: number): string {
  if (sessions === 0) return 'Nowhere'
  return sessions === 1 ? 'In 1 place' : `In ${sessions} places`
}

interface PanelProps {
  readonly person: Person
  readonly csrfToken: string
}

function PartsPanel({ person, csrfToken, errors }: PanelProps & { readonly errors: readonly FieldError[] }): Content {
  return (
    <Panel title="Parts" id="change-parts">
      <Form action={`/people/${person.id}/parts`} csrfToken={csrfToken}>
        <Checkboxes
          name="parts"
          label="What this person may do"
          hint="A change holds from the person’s next request."
          small
          values={person.parts}
          choices={partsFor(person.organisationKind).map(part => ({
            value: part,
            text: `${part[0]?.toUpperCase()}${part.slice(1)}`,
          }))}
          error={errorOf(errors, 'parts')}
        />
        <Button text="Change parts" kind="secondary" small />
      </Form>
    </Panel>
  )
}

function SignInPanel({ person, csrfToken, self }: PanelProps & { readonly self: boolean }): Content {
  const act = (verb: string, text: string, kind: 'secondary' | 'warning' = 'secondary') => (
    <Form action={`/people/${person.id}/${verb}`} csrfToken={csrfToken}>
      <Button text={text} kind={kind} small />
    </Form>
  )
  if (person.disabledAt !== null) {
    return (
      <Panel title="Sign-in" id="sign-in">
        <p class="govuk-body">This person can’t sign in.</p>
        {act('enable', 'Enable')}
      </Panel>
    )
  }
  return (
    <Panel title="Sign-in" id="sign-in">
      <p class="govuk-body">
        A reset takes the password away, signs the person out, and makes a one-time link. Disabling also revokes tokens.
      </p>
      <ButtonGroup>
        {self ? null : act('reset', 'Reset password')}
        {act('end-sessions', 'Sign out everywhere')}
        {self ? null : act('disable', 'Disable', 'warning')}
      </ButtonGroup>
    </Panel>
  )
}
