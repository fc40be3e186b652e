import { Fragment } from 'hono/jsx'
import type { Child } from 'hono/jsx'

/** Anything a component may hold: text (escaped when rendered), numbers, markup from JSX or a component, or nothing. */
export type Content = Child

/** Renders content to an escaped HTML string. Content must not be asynchronous: an awaited child is a fault and throws. */
export function toHtml(content: Content): string {
  return String(Fragment({ children: content }))
}

/** True for content that shows nothing, so that a component can leave out the element around it. */
export function isEmpty(content: Content): boolean {
  return content === null || content === undefined || content === false || content === true || content === ''
}
