import { type Content, errorOf, type FieldError, PasswordInput } from '#ui'
import { passwordProblem } from './password-rule.ts'

/** What is wrong with the new password of a form, beside its field. */
export function newPasswordErrors(password: string, email: string): readonly FieldError[] {
  const problem = passwordProblem(password, email)
  return problem === undefined ? [] : [{ field: 'password', text: problem }]
}

/** The question for a new password; never answered with what was typed. */
export function NewPasswordInput({ errors }: { readonly errors: readonly FieldError[] }): Content {
  return (
    <PasswordInput
      name="password"
      label="New password"
      hint="12 characters or more. Three words that only you would put together are easy to remember and hard to guess."
      autocomplete="new-password"
      error={errorOf(errors, 'password')}
    />
  )
}
