import { type Content, errorOf, type FieldError, HiddenInput } from '#ui'

/** The state of the value that the form was opened on; and, when somebody was first, what to do about it. */
export function Version(props: { readonly version: string; readonly errors: readonly FieldError[] }): Content {
  const problem = errorOf(props.errors, 'version')
  return (
    <>
      <HiddenInput name="version" value={props.version} />
      {problem === undefined ? null : (
        <p class="govuk-error-message" id="version">
          {problem}
        </p>
      )}
    </>
  )
}
