import { Text } from '../text/shown-text.tsx'
import type { Content } from '../text/content.ts'

/** A step of the way to this page; the page itself is not one of them. */
export interface Breadcrumb {
  readonly text: string
  readonly href: string
}

/** Where this page belongs. */
export function Breadcrumbs({ items }: { readonly items: readonly Breadcrumb[] }): Content {
  return (
    <nav class="govuk-breadcrumbs govuk-breadcrumbs--collapse-on-mobile" aria-label="Breadcrumb">
      <ol class="govuk-breadcrumbs__list">
        {items.map(item => (
          <li class="govuk-breadcrumbs__list-item">
            <a class="govuk-breadcrumbs__link" href={item.href}>
              <Text value={item.text} />
            </a>
          </li>
        ))}
      </ol>
    </nav>
  )
}

/** Back to the page before, within a journey. */
export function BackLink({
  href,
  text = 'Back',
}: {
  readonly href: string
  readonly text?: string | undefined
}): Content {
  return (
    <a class="govuk-back-link" href={href}>
      {text}
    </a>
  )
}
