import { anySignedIn, notFound, page, redirect, route, type Visit } from '#platform/http'
import { Button, type Content, DataTable, Form, formatInstant, PageHeading, Panel, SummaryList } from '#ui'
import { z } from 'zod'
import { countSessions, endSessionsOf } from './session-store.ts'
import { revokeToken, type Token, tokensOf } from './token-store.ts'

const showAccount = route({
  method: 'GET',
  path: '/account',
  area: 'page',
  permission: anySignedIn,
  event: 'account.viewed',
  summary: 'Your account: who you are here, where you are signed in, your tokens',
  handle: async visit => {
    const { tx, actor, present } = visit
    const sessions = await countSessions(tx, actor.personId, present)
    const tokens = await tokensOf(tx, actor.personId, present)
    return page({ title: 'Your account', body: accountBody(visit, sessions, tokens) })
  },
})

/** The session of this request is one of those that are ended: whoever asks signs in again. */
const signOutEverywhere = route({
  method: 'POST',
  path: '/account/sign-out-everywhere',
  area: 'page',
  permission: anySignedIn,
  event: 'person.signed-out-everywhere',
  summary: 'Sign out everywhere',
  whilePast: true,
  handle: async visit => {
    await endSessionsOf(visit.tx, visit.actor.personId, visit.present)
    visit.signing.end()
    return redirect('/sign-in')
  },
})

const revoke = route({
  method: 'POST',
  path: '/account/tokens/:id/revoke',
  area: 'page',
  permission: anySignedIn,
  event: 'token.revoked',
  summary: 'Revoke one of your tokens',
  whilePast: true,
  params: z.object({ id: z.string() }),
  handle: async (visit, { params: { id } }) => {
    const revoked =
      z.guid().safeParse(id).success && (await revokeToken(visit.tx, visit.actor.personId, id, visit.present))
    if (!revoked) return notFound()
    visit.memory.set('done', 'Token revoked')
    return redirect('/account', { details: { token: id } })
  },
})

export const accountRoutes = [showAccount, signOutEverywhere, revoke]

function accountBody(visit: Visit, sessions: number, tokens: readonly Token[]): Content {
  const { actor, csrfToken } = visit
  return (
    <>
      <PageHeading title="Your account" />
      <SummaryList
        rows={[
          { key: 'Name', value: actor.name },
          { key: 'Email address', value: actor.email },
          { key: 'Organisation', value: actor.organisation },
          { key: actor.parts.length === 1 ? 'Part' : 'Parts', value: actor.parts.join(', ') },
          {
            key: 'Password',
            value: 'Kept as a hash only',
            actions: [{ text: 'Change', href: '/account/password', hiddenText: 'your password' }],
          },
        ]}
      />
      <Panel title="Where you are signed in" id="sessions" count={sessions}>
        <p class="govuk-body">
          {sessions === 1 ? 'Only here.' : `In ${sessions} places, this one among them.`} A visit ends after two hours
          without a request.
        </p>
        <Form action="/account/sign-out-everywhere" csrfToken={csrfToken}>
          <Button text="Sign out everywhere" kind="secondary" small />
        </Form>
      </Panel>
      <Panel title="Tokens for programs" id="tokens" count={tokens.length}>
        <DataTable
          caption="Tokens for programs"
          hideCaption
          columns={[
            { key: 'name', label: 'Name' },
            { key: 'created', label: 'Made', keepTogether: true },
            { key: 'used', label: 'Last used', keepTogether: true },
            { key: 'expires', label: 'Ends', keepTogether: true },
            { key: 'revoke', label: 'Revoke' },
          ]}
          rows={tokens.map(token => tokenRow(token, csrfToken))}
          emptyText="You have none. “fourfold token create” on the command line makes one."
        />
      </Panel>
    </>
  )
}

function tokenRow(token: Token, csrfToken: string) {
  return {
    name: token.name,
    created: formatInstant(token.createdAt),
    used: token.lastUsedAt === null ? 'Never' : formatInstant(token.lastUsedAt),
    expires: formatInstant(token.expiresAt),
    revoke: (
      <Form action={`/account/tokens/${token.id}/revoke`} csrfToken={csrfToken}>
        <Button text="Revoke" kind="secondary" small />
      </Form>
    ),
  }
}
