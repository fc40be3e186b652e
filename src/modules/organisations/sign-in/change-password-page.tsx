import { oneValue } from '#platform/forms'
import { anySignedIn, page, type PageAnswer, redirect, route, type Visit } from '#platform/http'
import { Button, errorOf, type FieldError, Form, PasswordInput } from '#ui'
import { z } from 'zod'
import { setPasswordHash } from '../person-store.ts'
import { newPasswordErrors, NewPasswordInput } from './new-password.tsx'
import { hashPassword } from './password.ts'
import { endSessionsOf } from './session-store.ts'
import { signIn } from './sign-in.ts'

const showForm = route({
  method: 'GET',
  path: '/account/password',
  area: 'page',
  permission: anySignedIn,
  event: 'password-form.viewed',
  summary: 'Change your password',
  whilePast: true,
  handle: async visit => formPage(visit, []),
})

/** The old password is asked for as sign-in asks for it, and counted as it is: a session left open can't be used to guess. */
const takeForm = route({
  method: 'POST',
  path: '/account/password',
  area: 'page',
  permission: anySignedIn,
  event: 'password.changed',
  summary: 'Keep a new password',
  whilePast: true,
  body: z.object({ current: oneValue, password: oneValue }),
  handle: async (visit, { body: { current, password } }) => {
    const { tx, actor, present, refusesSamplePeople } = visit
    const errors = newPasswordErrors(password, actor.email)
    if (current === '') return formPage(visit, [{ field: 'current', text: 'Enter your current password' }, ...errors])
    if (errors.length > 0) return formPage(visit, errors)
    const outcome = await signIn(tx, { email: actor.email, password: current, present, refusesSamplePeople })
    if ('refused' in outcome) return formPage(visit, [{ field: 'current', text: currentProblem(outcome.waitSeconds) }])
    await setPasswordHash(tx, actor.personId, await hashPassword(password))
    await endSessionsOf(tx, actor.personId, present)
    visit.signing.begin(actor.personId)
    return redirect('/account')
  },
})

export const passwordRoutes = [showForm, takeForm]

function currentProblem(waitSeconds: number | undefined): string {
  return waitSeconds === undefined
    ? 'This is not your current password'
    : `There were too many tries. Wait ${Math.ceil(waitSeconds / 60)} minutes, then try again`
}

function formPage(visit: Visit, errors: readonly FieldError[]): PageAnswer {
  return page({
    title: 'Change your password',
    status: errors.length > 0 ? 400 : 200,
    errors,
    backHref: '/account',
    body: (
      <>
        <h1 class="govuk-heading-l">Change your password</h1>
        <p class="govuk-body">Everywhere else you are signed in, you are signed out.</p>
        <Form action="/account/password" csrfToken={visit.csrfToken}>
          <PasswordInput name="current" label="Current password" error={errorOf(errors, 'current')} />
          <NewPasswordInput errors={errors} />
          <Button text="Change password" />
        </Form>
      </>
    ),
  })
}
