import { officialTemplate } from '../official-template.ts'
import type { Content } from '../text/content.ts'
import { escapeHtml } from '../text/escape-html.ts'
import { shownText } from '../text/shown-text.tsx'

export interface ButtonProps {
  /** Names the act: "Record threat", or "Continue". */
  readonly text: string
  /** Completes the text for assistive technology, where several buttons have the same words: which thing it acts on. */
  readonly hiddenText?: string | undefined
  readonly kind?: 'primary' | 'secondary' | 'warning' | 'start' | undefined
  /** A link that looks like a button. */
  readonly href?: string | undefined
  readonly name?: string | undefined
  readonly value?: string | undefined
  readonly small?: boolean | undefined
}

/** A button that sends its form, guarded against a double click; or a link, when it has an address. */
export function Button({ text, hiddenText, kind = 'primary', href, name, value, small }: ButtonProps): Content {
  const classes = [
    (kind === 'secondary' || kind === 'warning') && `govuk-button--${kind}`,
    small && 'ff-button--small',
  ].filter(Boolean)
  return officialTemplate('button', {
    ...(hiddenText === undefined ? { text } : { html: withHidden(text, hiddenText) }),
    href,
    name,
    value,
    isStartButton: kind === 'start',
    ...(classes.length > 0 ? { classes: classes.join(' ') } : {}),
    ...(href === undefined ? { preventDoubleClick: true } : {}),
  })
}

function withHidden(text: string, hidden: string): string {
  return `${escapeHtml(text)}<span class="govuk-visually-hidden"> ${escapeHtml(shownText(hidden))}</span>`
}
