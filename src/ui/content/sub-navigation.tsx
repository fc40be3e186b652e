import type { Content } from '../text/content.ts'
import { formatCount } from '../text/format.ts'

/** A place to go. The current one is marked; a count says how many things wait there. */
export interface NavigationItem {
  readonly label: string
  readonly href: string
  readonly current?: boolean | undefined
  readonly count?: number | undefined
  /** What the count is of, for those who hear it: "unread". Things, when left out. */
  readonly counted?: string | undefined
}

/** The views of one thing, or the parts of one area. */
export function SubNavigation(props: { readonly label: string; readonly items: readonly NavigationItem[] }): Content {
  return (
    <nav class="moj-sub-navigation" aria-label={props.label}>
      <ul class="moj-sub-navigation__list">
        {props.items.map(item => (
          <li class="moj-sub-navigation__item">
            <a class="moj-sub-navigation__link" aria-current={item.current ? 'page' : undefined} href={item.href}>
              {item.label}
              <NavigationCount count={item.count} counted={item.counted} />
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** The count beside a place to go; nothing for none. Read out: "My work, 7 things". */
export function NavigationCount({ count, counted }: Pick<NavigationItem, 'count' | 'counted'>): Content {
  if (!count) return null
  return (
    <>
      <span class="govuk-visually-hidden">, </span>
      <span class="ff-navigation-count">{formatCount(count)}</span>
      <span class="govuk-visually-hidden"> {counted ?? (count === 1 ? 'thing' : 'things')}</span>
    </>
  )
}
