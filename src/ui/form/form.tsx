import { officialTemplate } from '../official-template.ts'
import { toHtml } from '../text/content.ts'
import type { Content } from '../text/content.ts'

export interface FormProps {
  readonly action: string
  /** Needed by every form that changes something. */
  readonly csrfToken: string
  /** The form sends a file. */
  readonly upload?: boolean | undefined
  readonly children?: Content
}

/** A form that is posted. Checks are the server's alone, so the browser's own are off. */
export function Form({ action, csrfToken, upload, children }: FormProps): Content {
  return (
    <form action={action} method="post" novalidate enctype={upload ? 'multipart/form-data' : undefined}>
      <HiddenInput name="_csrf" value={csrfToken} />
      {children}
    </form>
  )
}

/** A value that travels with the form without being shown. */
export function HiddenInput({ name, value }: { readonly name: string; readonly value: string }): Content {
  return <input type="hidden" name={name} value={value} />
}

export interface FieldsetProps {
  readonly legend: string
  readonly size?: 's' | 'm' | 'l' | undefined
  readonly pageHeading?: boolean | undefined
  readonly children?: Content
}

/** Questions that belong together, under one heading. */
export function Fieldset({ legend, size = 'm', pageHeading, children }: FieldsetProps): Content {
  return officialTemplate('fieldset', {
    legend: { text: legend, classes: `govuk-fieldset__legend--${size}`, isPageHeading: pageHeading ?? false },
    html: toHtml(children),
  })
}

/** Buttons and links in a row; stacked on a phone. */
export function ButtonGroup({ children }: { readonly children?: Content }): Content {
  return <div class="govuk-button-group">{children}</div>
}
