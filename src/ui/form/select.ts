import { officialTemplate } from '../official-template.ts'
import type { Content } from '../text/content.ts'
import { labelledParams } from './field.ts'
import type { Choice, FieldProps } from './field.ts'

export interface SelectProps extends FieldProps {
  readonly choices: readonly Choice[]
  readonly value?: string | undefined
  /** Words of a first, empty choice: "Choose an owner". */
  readonly placeholder?: string | undefined
}

/** A question with one answer out of a list too long for radios. */
export function Select(props: SelectProps): Content {
  const items = props.choices.map(choice => ({
    value: choice.value,
    text: choice.text,
    disabled: choice.disabled,
    selected: choice.value === props.value,
  }))
  const first = props.placeholder === undefined ? [] : [{ value: '', text: props.placeholder, selected: !props.value }]
  return officialTemplate('select', { ...labelledParams(props), items: [...first, ...items] })
}
