import { officialTemplate } from '../official-template.ts'
import type { Content } from '../text/content.ts'
import { labelledParams } from './field.ts'
import type { FieldProps } from './field.ts'

export interface TextInputProps extends FieldProps {
  readonly value?: string | undefined
  readonly type?: 'text' | 'email' | 'search' | 'tel' | 'url' | undefined
  /** Width in characters of what is expected; a share of the column otherwise. */
  readonly width?: 2 | 3 | 4 | 5 | 10 | 20 | 30 | 'one-third' | 'one-half' | 'two-thirds' | 'full' | undefined
  readonly prefix?: string | undefined
  readonly suffix?: string | undefined
  readonly inputMode?: 'numeric' | 'decimal' | 'email' | undefined
  readonly autocomplete?: string | undefined
  readonly spellcheck?: boolean | undefined
}

/** A one-line question. What was typed is shown again as it was typed. */
export function TextInput(props: TextInputProps): Content {
  const { value, type, width, prefix, suffix, inputMode, autocomplete, spellcheck } = props
  return officialTemplate('input', {
    ...labelledParams(props),
    value,
    type,
    inputmode: inputMode,
    autocomplete,
    spellcheck,
    classes: widthClass(width),
    prefix: prefix ? { text: prefix } : undefined,
    suffix: suffix ? { text: suffix } : undefined,
  })
}

function widthClass(width: TextInputProps['width']): string | undefined {
  if (width === undefined) return undefined
  return typeof width === 'number' ? `govuk-input--width-${width}` : `govuk-!-width-${width}`
}
