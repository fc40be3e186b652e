import { Text } from '../text/shown-text.tsx'
import { isEmpty } from '../text/content.ts'
import type { Content } from '../text/content.ts'
import { ActionAnchor } from './summary-list.tsx'
import type { ActionLink } from './summary-list.tsx'

export interface PageHeadingProps {
  readonly title: string
  /** A reference, or the kind of thing this is, above the title. */
  readonly caption?: string | undefined
  /** Tags and markers beneath the title. */
  readonly markers?: Content
  /** Buttons and links to the right of the title. */
  readonly actions?: Content
}

/** The heading of a page: what it is about, its state, and what can be done. */
export function PageHeading({ title, caption, markers, actions }: PageHeadingProps): Content {
  return (
    <div class="ff-page-heading">
      <div class="ff-page-heading__words">
        {caption ? (
          <span class="govuk-caption-l">
            <Text value={caption} />
          </span>
        ) : null}
        <h1 class="govuk-heading-l">
          <Text value={title} />
        </h1>
        {isEmpty(markers) ? null : <div class="ff-page-heading__markers">{markers}</div>}
      </div>
      {isEmpty(actions) ? null : <div class="ff-page-heading__actions">{actions}</div>}
    </div>
  )
}

export interface PanelProps {
  /** What somebody typed stands in it as `Text`. */
  readonly title: Content
  /** The address of the panel within the page; panels offered to a page need one each. */
  readonly id: string
  readonly count?: number | undefined
  readonly actions?: readonly ActionLink[] | undefined
  readonly children?: Content
}

/** One part of a record's page, in a frame of its own with a heading. */
export function Panel({ title, id, count, actions = [], children }: PanelProps): Content {
  return (
    <section class="ff-panel" aria-labelledby={`${id}-heading`} id={id}>
      <div class="ff-panel__header">
        <h2 class="govuk-heading-s ff-panel__title" id={`${id}-heading`}>
          {title}
          {count === undefined ? null : <span class="ff-panel__count"> ({count})</span>}
        </h2>
        {actions.length > 0 ? <div class="ff-panel__actions">{actions.map(ActionAnchor)}</div> : null}
      </div>
      <div class="ff-panel__content">{children}</div>
    </section>
  )
}

/** The parts of a record's page: the main ones, and beside them, where there is room, the lesser ones. */
export function Columns({ main, aside }: { readonly main: Content; readonly aside: Content }): Content {
  return (
    <div class="ff-columns">
      <div class="ff-columns__main">{main}</div>
      <div class="ff-columns__aside">{aside}</div>
    </div>
  )
}
