import { anySignedIn, page, redirect, route, type Visit } from '#platform/http'
import { Button, type Content, Form, PageHeading, Panel, SummaryList } from '#ui'
import { countSessions, endSessionsOf } from './session-store.ts'
import { type Token, tokensOf } from './token-store.ts'

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

export const accountRoutes = [showAccount, signOutEverywhere]

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
        <p class="govuk-body">
          {tokens.length === 0 ? 'You have none. ' : null}
          <a class="govuk-link" href="/account/tokens">
            {tokens.length === 0 ? 'Make a token' : 'See, make and revoke them'}
          </a>
        </p>
      </Panel>
    </>
  )
}
