import { oneValue } from '#platform/forms'
import { type AnonymousVisit, openRoute, page, type PageAnswer, redirect } from '#platform/http'
import { Button, type Content, type FieldError, Form, Text } from '#ui'
import { z } from 'zod'
import { setPasswordHash } from '../person-store.ts'
import { stateActor } from '../state-actor.ts'
import { newPasswordErrors, NewPasswordInput } from './new-password.tsx'
import { hashPassword } from './password.ts'
import { endSessionsOf } from './session-store.ts'
import { forgetFailures } from './sign-in-attempt-store.ts'
import { holderOfLink, type LinkHolder, linkPath, useLink } from './sign-in-link-store.ts'

const params = z.object({ token: z.string() })
const guessesAMinute = 60

const showLink = openRoute({
  method: 'GET',
  path: '/sign-in-link/:token',
  area: 'page',
  event: 'sign-in-link.opened',
  summary: 'Choose a password with a one-time link',
  limit: guessesAMinute,
  params,
  handle: async (visit, { params: { token } }) => {
    const holder = await letIn(visit, token)
    return holder === undefined ? unusable() : choosePage(visit, { token, email: holder.email, errors: [] })
  },
})

const takePassword = openRoute({
  method: 'POST',
  path: '/sign-in-link/:token',
  area: 'page',
  event: 'password.chosen',
  summary: 'Keep the password chosen with a one-time link, and sign in',
  limit: guessesAMinute,
  params,
  body: z.object({ password: oneValue }),
  handle: async (visit, { params: { token }, body: { password } }) => {
    const holder = await letIn(visit, token)
    if (holder === undefined) return unusable()
    const errors = newPasswordErrors(password, holder.email)
    if (errors.length > 0) return choosePage(visit, { token, email: holder.email, errors })
    if (!(await useLink(visit.tx, token, visit.present))) return unusable()
    await setPasswordHash(visit.tx, holder.personId, await hashPassword(password))
    await endSessionsOf(visit.tx, holder.personId, visit.present)
    await forgetFailures(visit.tx, holder.email)
    const actor = await stateActor(visit.tx, holder.personId, 'read')
    if (actor === undefined) return unusable()
    visit.signing.begin(holder.personId)
    return redirect('/', { actor })
  },
})

export const signInLinkRoutes = [showLink, takePassword]

async function letIn(visit: AnonymousVisit, token: string): Promise<LinkHolder | undefined> {
  const holder = await holderOfLink(visit.tx, token, visit.present)
  return holder?.sample && visit.refusesSamplePeople ? undefined : holder
}

/** The same for a link that never was, was used, is too old, or whose person is disabled. */
function unusable(): PageAnswer {
  return page({
    title: 'This link can’t be used',
    status: 404,
    body: (
      <>
        <h1 class="govuk-heading-l">This link can’t be used</h1>
        <p class="govuk-body">A link works once, for 24 hours, and stops when a newer one is made.</p>
        <p class="govuk-body">
          If you have chosen a password already,{' '}
          <a class="govuk-link" href="/sign-in">
            sign in
          </a>
          . If not, ask your administrator for a new link.
        </p>
      </>
    ),
  })
}

interface ChooseForm {
  readonly token: string
  readonly email: string
  readonly errors: readonly FieldError[]
}

function choosePage(visit: AnonymousVisit, form: ChooseForm): PageAnswer {
  const status = form.errors.length > 0 ? 400 : 200
  return page({ title: 'Choose a password', status, errors: form.errors, body: chooseBody(visit.csrfToken, form) })
}

function chooseBody(csrfToken: string, { token, email, errors }: ChooseForm): Content {
  return (
    <>
      <h1 class="govuk-heading-l">Choose a password</h1>
      <p class="govuk-body">
        For <Text value={email} />. You are then signed in.
      </p>
      <Form action={linkPath(token)} csrfToken={csrfToken}>
        <NewPasswordInput errors={errors} />
        <Button text="Keep this password" />
      </Form>
    </>
  )
}
