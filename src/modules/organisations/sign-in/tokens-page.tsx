import { cleanText } from '#platform/files'
import { oneValue } from '#platform/forms'
import { anySignedIn, notFound, page, type PageAnswer, redirect, route, type Visit } from '#platform/http'
import {
  Button,
  type Content,
  errorOf,
  type FieldError,
  Form,
  formatDay,
  InsetText,
  PageHeading,
  Panel,
  Radios,
  TextInput,
} from '#ui'
import { z } from 'zod'
import { dayOf } from '#platform/clock'
import { createToken, revokeToken, type TokenScope, tokensOf } from './token-store.ts'
import { scopeWords, TokenTable } from './token-table.tsx'

const address = '/account/tokens'
const longestName = 100
const mostDays = 365
const dayMilliseconds = 86_400_000

const showTokens = route({
  method: 'GET',
  path: address,
  area: 'page',
  permission: anySignedIn,
  event: 'tokens.listed',
  summary: 'Your tokens: with which programs speak for you',
  handle: visit => tokensPage(visit, { typed: { name: '', scope: '', days: '90' } }),
})

/** Shown in the answer itself, and nowhere kept but as a hash: a page after it could only show what a session had kept. */
const makeToken = route({
  method: 'POST',
  path: address,
  area: 'page',
  permission: anySignedIn,
  event: 'token.created',
  summary: 'Make a token, shown once',
  whilePast: true,
  body: z.object({ name: oneValue, scope: oneValue, days: oneValue }),
  handle: async (visit, { body: typed }) => {
    const read = readTyped(typed)
    if ('errors' in read) return tokensPage(visit, { typed, errors: read.errors })
    const { days, ...asked } = read
    const expiresAt = new Date(visit.present.getTime() + days * dayMilliseconds)
    const token = await createToken(visit.tx, { ...asked, expiresAt, personId: visit.actor.personId })
    const shown = { register: 'people', references: [String(visit.actor.personId)] }
    const made = await tokensPage(visit, { typed: { name: '', scope: '', days: '90' }, made: { token, expiresAt } })
    return { ...made, shown, details: { days, scope: asked.scope } }
  },
})

const revoke = route({
  method: 'POST',
  path: `${address}/:id/revoke`,
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
    return redirect(address, { details: { token: id } })
  },
})

export const tokenRoutes = [showTokens, makeToken, revoke]

interface Typed {
  readonly name: string
  readonly scope: string
  readonly days: string
}

interface Asked {
  readonly name: string
  readonly scope: TokenScope
  readonly days: number
}

function readTyped({ name, scope, days }: Typed): Asked | { readonly errors: readonly FieldError[] } {
  const clean = cleanText(name.trim(), { max: longestName })
  const errors: FieldError[] = []
  if (name.trim() === '') errors.push({ field: 'name', text: 'Enter a name' })
  else if (!clean.ok) errors.push({ field: 'name', text: `Name: ${clean.problem}` })
  if (!isScope(scope)) errors.push({ field: 'scope', text: 'Select what it may do' })
  const number = /^\d{1,3}$/.test(days.trim()) ? Number(days) : 0
  if (number < 1 || number > mostDays) errors.push({ field: 'days', text: `Enter days from 1 to ${mostDays}` })
  if (errors.length > 0 || !clean.ok || !isScope(scope)) return { errors }
  return { name: clean.value, scope, days: number }
}

function isScope(text: string): text is TokenScope {
  return Object.hasOwn(scopeWords, text)
}

interface TokensPage {
  readonly typed: Typed
  readonly errors?: readonly FieldError[]
  /** Just now: shown once. */
  readonly made?: { readonly token: string; readonly expiresAt: Date }
}

async function tokensPage(visit: Visit, { typed, errors = [], made }: TokensPage): Promise<PageAnswer> {
  const tokens = await tokensOf(visit.tx, visit.actor.personId, visit.present)
  return page({
    title: 'Tokens for programs',
    status: errors.length > 0 ? 400 : 200,
    errors,
    breadcrumbs: [{ text: 'Your account', href: '/account' }],
    details: { tokens: tokens.length },
    body: (
      <>
        <PageHeading title="Tokens for programs" />
        {made === undefined ? null : <MadeToken {...made} />}
        <p class="govuk-body">
          A program that sends a token acts as you: it sees and does what you may, and the audit names you. It asks at{' '}
          <a class="govuk-link" href="/api">
            the addresses described here
          </a>
          .
        </p>
        <Panel title="Your tokens" id="tokens" count={tokens.length}>
          <TokenTable
            tokens={tokens}
            csrfToken={visit.csrfToken}
            under={address}
            emptyText="You have none that still works."
          />
        </Panel>
        <Panel title="Make a token" id="make">
          <TokenForm visit={visit} typed={typed} errors={errors} />
        </Panel>
      </>
    ),
  })
}

function MadeToken({ token, expiresAt }: { readonly token: string; readonly expiresAt: Date }): Content {
  return (
    <InsetText>
      <p class="govuk-body">
        This is your new token. Copy it now to where the program keeps its secrets: it is shown only here, and works
        until {formatDay(dayOf(expiresAt))}.
      </p>
      <p class="govuk-body">
        <code>{token}</code>
      </p>
    </InsetText>
  )
}

interface TokenFormProps {
  readonly visit: Visit
  readonly typed: Typed
  readonly errors: readonly FieldError[]
}

function TokenForm({ visit, typed, errors }: TokenFormProps): Content {
  return (
    <Form action={address} csrfToken={visit.csrfToken}>
      <TextInput
        name="name"
        label="Name"
        hint="What it is for, such as “Nightly figures”."
        width="one-half"
        autocomplete="off"
        value={typed.name}
        error={errorOf(errors, 'name')}
      />
      <Radios
        name="scope"
        label="What it may do"
        small
        value={typed.scope}
        choices={[
          { value: 'read', text: scopeWords.read, hint: 'Lists, records, history, figures, extractions.' },
          { value: 'write', text: scopeWords.write, hint: 'All that you may do yourself.' },
        ]}
        error={errorOf(errors, 'scope')}
      />
      <TextInput
        name="days"
        label="Days it works"
        hint={`From 1 to ${mostDays}. Make a new one before it ends.`}
        width={4}
        inputMode="numeric"
        autocomplete="off"
        value={typed.days}
        error={errorOf(errors, 'days')}
      />
      <Button text="Make token" />
    </Form>
  )
}
