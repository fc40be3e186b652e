import { officialTemplate } from '../official-template.ts'
import { toHtml } from '../text/content.ts'
import type { Content } from '../text/content.ts'
import { groupedParams } from './field.ts'
import type { Choice, FieldProps } from './field.ts'

/** A choice that may reveal further questions when it is taken. */
export interface RevealingChoice extends Choice {
  readonly reveals?: Content
}

export interface RadiosProps extends FieldProps {
  readonly choices: readonly RevealingChoice[]
  readonly value?: string | undefined
  readonly inline?: boolean | undefined
  readonly small?: boolean | undefined
}

export interface CheckboxesProps extends FieldProps {
  readonly choices: readonly RevealingChoice[]
  readonly values?: readonly string[] | undefined
  readonly small?: boolean | undefined
}

/** A question with one answer out of a few. */
export function Radios(props: RadiosProps): Content {
  const classes = [props.inline && 'govuk-radios--inline', props.small && 'govuk-radios--small']
    .filter(Boolean)
    .join(' ')
  const items = props.choices.map(choice => ({ ...choiceParams(choice), checked: choice.value === props.value }))
  return officialTemplate('radios', { ...groupedParams(props), items, ...(classes ? { classes } : {}) })
}

/** A question with any number of answers. */
export function Checkboxes(props: CheckboxesProps): Content {
  const items = props.choices.map(choice => ({
    ...choiceParams(choice),
    checked: props.values?.includes(choice.value) ?? false,
  }))
  const classes = props.small ? { classes: 'govuk-checkboxes--small' } : {}
  return officialTemplate('checkboxes', { ...groupedParams(props), items, ...classes })
}

function choiceParams(choice: RevealingChoice): object {
  return {
    value: choice.value,
    text: choice.text,
    disabled: choice.disabled ?? false,
    ...(choice.hint ? { hint: { text: choice.hint } } : {}),
    ...(choice.reveals ? { conditional: { html: toHtml(choice.reveals) } } : {}),
  }
}
