import { officialTemplate } from '../official-template.ts'
import type { Content } from '../text/content.ts'

export interface PaginationProps {
  /** Address of the rows before these. */
  readonly previousHref?: string | undefined
  /** Address of the rows after these. */
  readonly nextHref?: string | undefined
  /** What is shown: "50 of 1,204 threats". */
  readonly summary?: string | undefined
}

/** The way through a long list that is read in pages without numbers. */
export function Pagination({ previousHref, nextHref, summary }: PaginationProps): Content {
  const links = previousHref || nextHref
  if (!links && !summary) return null
  return (
    <div class="ff-pagination">
      {summary ? <p class="ff-pagination__summary">{summary}</p> : null}
      {links
        ? officialTemplate('pagination', {
            ...(previousHref ? { previous: { href: previousHref } } : {}),
            ...(nextHref ? { next: { href: nextHref } } : {}),
            items: [],
          })
        : null}
    </div>
  )
}
