import { Fragment } from 'hono/jsx'
import type { Child } from 'hono/jsx'
import type { HtmlEscapedString } from 'hono/utils/html'

/** Anything a component may hold: text (escaped when rendered), numbers, markup from JSX or a component, or nothing. */
export type Content = Child

/**
 * Renders content to an escaped HTML string. What is written already is taken as it is: a table has hundreds of such cells.
 * Content must not be asynchronous: an awaited child is a fault and throws.
 */
export function toHtml(content: Content): string {
  return isWritten(content) ? String(content) : String(Fragment({ children: content }))
}

/** Markup that `raw` or a template has written: a text that is marked as escaped, and no element yet to be rendered. */
function isWritten(content: unknown): content is HtmlEscapedString {
  return typeof content === 'object' && content !== null && 'isEscaped' in content && !('tag' in content)
}

/** True for content that shows nothing, so that a component can leave out the element around it. */
export function isEmpty(content: Content): boolean {
  return content === null || content === undefined || content === false || content === true || content === ''
}
