import { Button } from '../form/button.ts'
import { HiddenInput } from '../form/form.tsx'
import { Text } from '../text/shown-text.tsx'
import type { Content } from '../text/content.ts'

/** A filter in use, in words, and the address of the list without it. */
export interface SelectedFilter {
  readonly label: string
  readonly value: string
  readonly removeHref: string
}

export interface FilterLayoutProps {
  /** Address of the list; the filters are sent to it as its query. */
  readonly action: string
  /** The questions of the filter. */
  readonly fields: Content
  readonly selected: readonly SelectedFilter[]
  readonly clearHref: string
  /** Parts of the query that are kept, such as the order. */
  readonly kept?: Readonly<Record<string, string>> | undefined
  /** Something in the filters is wrong: they are not folded away. */
  readonly open?: boolean | undefined
  /** The list. */
  readonly children?: Content
}

/** A list with its filters beside it; on a phone they are folded away above it. Works as a plain form. */
export function FilterLayout({
  action,
  fields,
  selected,
  clearHref,
  kept = {},
  open,
  children,
}: FilterLayoutProps): Content {
  return (
    <div class="ff-filter-layout">
      <details class="ff-filter" open={open}>
        <summary class="ff-filter__summary">
          Filters{selected.length > 0 ? <span> ({selected.length} in use)</span> : null}
        </summary>
        <form class="moj-filter" action={action} method="get" novalidate aria-label="Filters">
          <div class="moj-filter__header">
            <h2 class="govuk-heading-s">Filters</h2>
          </div>
          <div class="moj-filter__options">
            {Object.entries(kept).map(([name, value]) => (
              <HiddenInput name={name} value={value} />
            ))}
            {fields}
            <div class="ff-filter__buttons">
              <Button text="Apply filters" />
              <a class="govuk-link" href={clearHref}>
                Clear
              </a>
            </div>
          </div>
        </form>
      </details>
      <div class="ff-filter-layout__content">
        <SelectedFilters selected={selected} clearHref={clearHref} />
        {children}
      </div>
    </div>
  )
}

function SelectedFilters({ selected, clearHref }: Pick<FilterLayoutProps, 'selected' | 'clearHref'>): Content {
  if (selected.length === 0) return null
  return (
    <div class="ff-selected-filters">
      <h2 class="govuk-visually-hidden">Filters in use</h2>
      <ul class="moj-filter-tags">
        {selected.map(filter => (
          <li>
            <a class="moj-filter__tag" href={filter.removeHref}>
              <span class="govuk-visually-hidden">Remove this filter: </span>
              {filter.label}: <Text value={filter.value} />
            </a>
          </li>
        ))}
      </ul>
      <a class="govuk-link" href={clearHref}>
        Clear filters
      </a>
    </div>
  )
}
