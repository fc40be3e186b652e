import { formatInstant } from '../text/format.ts'
import { isEmpty } from '../text/content.ts'
import type { Content } from '../text/content.ts'

export interface TimelineItem {
  readonly title: Content
  /** Who did it. */
  readonly by?: Content
  readonly at: Date
  readonly content?: Content
}

/** What happened, newest first or oldest first as given. */
export function Timeline({
  items,
  headingLevel = 3,
}: {
  readonly items: readonly TimelineItem[]
  readonly headingLevel?: 2 | 3 | 4
}): Content {
  return (
    <div class="moj-timeline ff-timeline">
      {items.map(item => (
        <div class="moj-timeline__item">
          <div class="moj-timeline__header">
            <div class="moj-timeline__title" role="heading" aria-level={headingLevel}>
              {item.title}
            </div>
            {isEmpty(item.by) ? null : <p class="moj-timeline__byline"> by {item.by}</p>}
          </div>
          <p class="moj-timeline__date">
            <time datetime={item.at.toISOString()}>{formatInstant(item.at)}</time>
          </p>
          {isEmpty(item.content) ? null : <div class="moj-timeline__description">{item.content}</div>}
        </div>
      ))}
    </div>
  )
}
