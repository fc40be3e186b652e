/** What every question of a form has. */
export interface FieldProps {
  /** Name of the form value, and the id that an error summary links to. */
  readonly name: string
  /** When two controls of a page send the same name: the id of the second one with a label. */
  readonly id?: string | undefined
  /** The question, in sentence case and without "(optional)". */
  readonly label: string
  readonly hint?: string | undefined
  /** What is wrong and what to do: "Enter a name". */
  readonly error?: string | undefined
  /** Adds "(optional)" to the label: mandatory questions are never marked. */
  readonly optional?: boolean | undefined
  /** For a page with one question: the label is the page's heading. */
  readonly pageHeading?: boolean | undefined
  /** The label is there for assistive technology only. */
  readonly hideLabel?: boolean | undefined
}

/** One answer to choose: its value, the words shown, and perhaps a hint. */
export interface Choice {
  readonly value: string
  readonly text: string
  readonly hint?: string | undefined
  readonly disabled?: boolean | undefined
}

/** The shared options of the official templates that have a label. */
export function labelledParams(field: FieldProps): object {
  return {
    id: field.id ?? field.name,
    name: field.name,
    label: { ...captionParams(field, 'label'), for: field.id ?? field.name },
    ...messageParams(field),
  }
}

/** The shared options of the official templates that are groups with a legend. The first control takes the field's own name as id. */
export function groupedParams(field: FieldProps): object {
  return {
    idPrefix: field.name,
    name: field.name,
    fieldset: { legend: captionParams(field, 'fieldset__legend') },
    ...messageParams(field),
  }
}

/** Hint and error message, where there are any. */
export function messageParams(field: FieldProps): object {
  return {
    ...(field.hint ? { hint: { text: field.hint } } : {}),
    ...(field.error ? { errorMessage: { text: field.error } } : {}),
  }
}

/** Text and classes of a label or legend. */
export function captionParams(field: FieldProps, element: 'label' | 'fieldset__legend'): object {
  const size = field.pageHeading ? 'l' : 's'
  return {
    text: field.optional ? `${field.label} (optional)` : field.label,
    classes: field.hideLabel ? 'govuk-visually-hidden' : `govuk-${element}--${size}`,
    isPageHeading: field.pageHeading ?? false,
  }
}
