import { officialTemplate } from '../official-template.ts'
import type { Content } from '../text/content.ts'
import { labelledParams } from './field.ts'
import type { FieldProps } from './field.ts'

export interface TextAreaProps extends FieldProps {
  readonly value?: string | undefined
  readonly rows?: number | undefined
  /** Shows how many characters are left; the server checks the limit. */
  readonly maxLength?: number | undefined
}

/** A question answered in lines of text. */
export function TextArea(props: TextAreaProps): Content {
  const { maxLength } = props
  const params = { ...labelledParams(props), value: keepFirstLineBreak(props.value), rows: props.rows ?? 5 }
  if (maxLength === undefined) return officialTemplate('textarea', params)
  return officialTemplate('character-count', { ...params, maxlength: maxLength, threshold: 75 })
}

/** A browser drops a line break that stands directly after the opening tag. */
function keepFirstLineBreak(value: string | undefined): string | undefined {
  return value !== undefined && /^\r?\n/.test(value) ? `\n${value}` : value
}
