import { officialTemplate } from '../official-template.ts'
import type { Content } from '../text/content.ts'

/** What is wrong with one field, in the words that stand beside the field as well. Without a field it concerns the whole form. */
export interface FieldError {
  readonly field?: string | undefined
  readonly text: string
}

/** All that is wrong with a form, each linked to its field. It takes the focus. Shows nothing when nothing is wrong. */
export function ErrorSummary({ errors }: { readonly errors: readonly FieldError[] }): Content {
  if (errors.length === 0) return null
  return officialTemplate('error-summary', {
    titleText: 'There is a problem',
    errorList: errors.map(error => ({ text: error.text, ...(error.field ? { href: `#${error.field}` } : {}) })),
  })
}

/** The error of one field, to stand beside it. */
export function errorOf(errors: readonly FieldError[], field: string): string | undefined {
  return errors.find(error => error.field === field)?.text
}
