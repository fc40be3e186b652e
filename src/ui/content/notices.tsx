import { officialTemplate } from '../official-template.ts'
import { toHtml } from '../text/content.ts'
import type { Content } from '../text/content.ts'

/** Further reading that opens where it stands. */
export function Details(props: {
  readonly summary: string
  readonly open?: boolean | undefined
  readonly children?: Content
}): Content {
  return officialTemplate('details', { summaryText: props.summary, html: toHtml(props.children), open: props.open })
}

/** A passage set apart from the text around it. */
export function InsetText({ children }: { readonly children?: Content }): Content {
  return officialTemplate('inset-text', { html: toHtml(children) })
}

/** Tells of something that is not about the page itself, or that what was asked is done. */
export function NotificationBanner(props: {
  readonly kind: 'important' | 'success'
  readonly children?: Content
}): Content {
  return officialTemplate('notification-banner', {
    html: toHtml(<div class="govuk-notification-banner__heading">{props.children}</div>),
    ...(props.kind === 'success' ? { type: 'success' } : {}),
  })
}

/** Warns of what follows from an act: "You cannot undo this". */
export function WarningText({ text }: { readonly text: string }): Content {
  return officialTemplate('warning-text', { text, iconFallbackText: 'Warning' })
}

/** Parts of a page that are read one at a time; one below the other when scripts are off. */
export function Tabs(props: {
  readonly title: string
  readonly items: readonly { readonly id: string; readonly label: string; readonly panel: Content }[]
}): Content {
  const items = props.items.map(item => ({ id: item.id, label: item.label, panel: { html: toHtml(item.panel) } }))
  return officialTemplate('tabs', { title: props.title, items })
}
