import { oneValue } from '#platform/forms'
import {
  type AnonymousVisit,
  openRoute,
  page,
  type PageAnswer,
  redirect,
  route,
  anySignedIn,
  ownPath,
} from '#platform/http'
import { Button, type Content, errorOf, type FieldError, Form, HiddenInput, PasswordInput, TextInput } from '#ui'
import { z } from 'zod'
import { signIn } from './sign-in.ts'

const showSignIn = openRoute({
  method: 'GET',
  path: '/sign-in',
  area: 'page',
  event: 'sign-in.viewed',
  summary: 'The sign-in page',
  query: z.object({ return: oneValue }),
  handle: async (visit, { query }) => signInPage(visit, { email: '', returnTo: ownPath(query.return) }),
})

/** Addresses are limited loosely, for a whole force may come from one; accounts strictly, by `signIn`. */
const takeSignIn = openRoute({
  method: 'POST',
  path: '/sign-in',
  area: 'page',
  event: 'person.signed-in',
  summary: 'Sign in',
  limit: 120,
  body: z.object({ email: oneValue, password: oneValue, return: oneValue }),
  handle: async (visit, { body }) => {
    const { email, password } = body
    const returnTo = ownPath(body.return)
    const missing = missingErrors(email, password)
    if (missing.length > 0) return signInPage(visit, { email, returnTo, errors: missing })
    const { present, refusesSamplePeople } = visit
    const outcome = await signIn(visit.tx, { email, password, present, refusesSamplePeople })
    if ('refused' in outcome) {
      const details = outcome.personId === undefined ? {} : { personId: outcome.personId }
      return { ...signInPage(visit, { email, returnTo, ...refusalErrors(outcome.waitSeconds) }), details }
    }
    visit.signing.begin(outcome.actor.personId)
    return redirect(returnTo, { actor: outcome.actor })
  },
})

const signOut = route({
  method: 'POST',
  path: '/sign-out',
  area: 'page',
  permission: anySignedIn,
  event: 'person.signed-out',
  summary: 'Sign out',
  whilePast: true,
  handle: async visit => {
    visit.signing.end()
    return redirect('/sign-in')
  },
})

export const signInRoutes = [showSignIn, takeSignIn, signOut]

interface SignInForm {
  readonly email: string
  readonly returnTo: string
  readonly errors?: readonly FieldError[]
  readonly status?: number
}

function signInPage(visit: AnonymousVisit, form: SignInForm): PageAnswer {
  const { errors = [], status = errors.length > 0 ? 400 : 200 } = form
  return page({ title: 'Sign in', status, errors, body: <SignInBody csrfToken={visit.csrfToken} form={form} /> })
}

function SignInBody({ csrfToken, form }: { readonly csrfToken: string; readonly form: SignInForm }): Content {
  const { errors = [], email, returnTo } = form
  return (
    <>
      <h1 class="govuk-heading-l">Sign in</h1>
      <Form action="/sign-in" csrfToken={csrfToken}>
        <HiddenInput name="return" value={returnTo} />
        <TextInput
          name="email"
          label="Email address"
          type="email"
          autocomplete="username"
          spellcheck={false}
          value={email}
          error={errorOf(errors, 'email')}
        />
        <PasswordInput name="password" label="Password" error={errorOf(errors, 'password')} />
        <Button text="Sign in" />
      </Form>
      <p class="govuk-body">
        No password yet, or forgotten? Ask your administrator for a link with which you choose one.
      </p>
    </>
  )
}

function missingErrors(email: string, password: string): readonly FieldError[] {
  return [
    ...(email.trim() === '' ? [{ field: 'email', text: 'Enter your email address' }] : []),
    ...(password === '' ? [{ field: 'password', text: 'Enter your password' }] : []),
  ]
}

function refusalErrors(waitSeconds: number | undefined): Pick<SignInForm, 'errors' | 'status'> {
  if (waitSeconds === undefined) {
    return { status: 400, errors: [{ field: 'email', text: 'Email address or password is not right' }] }
  }
  const minutes = Math.ceil(waitSeconds / 60)
  const wait = minutes === 1 ? '1 minute' : `${minutes} minutes`
  return {
    status: 429,
    errors: [
      { field: 'email', text: `There were too many tries with this email address. Wait ${wait}, then try again` },
    ],
  }
}
