import { officialTemplate } from '../official-template.ts'
import type { Content } from '../text/content.ts'
import { captionParams, messageParams } from './field.ts'
import type { FieldProps } from './field.ts'

export type DatePart = 'day' | 'month' | 'year'

export interface DateInputProps extends FieldProps {
  /** The three parts as they were typed. */
  readonly value?: Readonly<Partial<Record<DatePart, string | undefined>>> | undefined
  /** The parts that are wrong; all three when there is an error and none is named. */
  readonly errorParts?: readonly DatePart[] | undefined
}

const PARTS = ['day', 'month', 'year'] as const

/** A day in three boxes, sent as `NAME-day`, `NAME-month` and `NAME-year`. The first box has the id `NAME`, for the error summary. */
export function DateInput(props: DateInputProps): Content {
  const { name, value, error, errorParts } = props
  return officialTemplate('date-input', {
    id: `${name}-date`,
    fieldset: { legend: captionParams(props, 'fieldset__legend'), role: 'group' },
    ...messageParams(props),
    items: PARTS.map(part => ({
      id: part === 'day' ? name : `${name}-${part}`,
      name: `${name}-${part}`,
      label: part === 'day' ? 'Day' : part === 'month' ? 'Month' : 'Year',
      value: value?.[part],
      classes: partClasses(part, error !== undefined && (errorParts === undefined || errorParts.includes(part))),
    })),
  })
}

function partClasses(part: DatePart, wrong: boolean): string {
  return `govuk-input--width-${part === 'year' ? 4 : 2}${wrong ? ' govuk-input--error' : ''}`
}
