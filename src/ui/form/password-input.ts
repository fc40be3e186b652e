import { officialTemplate } from '../official-template.ts'
import type { Content } from '../text/content.ts'
import { labelledParams } from './field.ts'
import type { FieldProps } from './field.ts'

export interface PasswordInputProps extends FieldProps {
  readonly autocomplete?: 'current-password' | 'new-password' | undefined
}

/** A password, which can be shown while it is typed. A password is never sent back, so there is no value. */
export function PasswordInput(props: PasswordInputProps): Content {
  const autocomplete = props.autocomplete ?? 'current-password'
  return officialTemplate('password-input', { ...labelledParams(props), autocomplete })
}
