import { ownPath } from '#platform/http'

/**
 * The address to come back to, without the day it was on: one of our own pages, else the home page. Another site's address is
 * never followed.
 */
export function ownAddress(asked: string | undefined): string {
  const url = new URL(ownPath(asked), 'http://own.invalid')
  if (ownForms.includes(url.pathname)) return '/'
  url.searchParams.delete('asAt')
  return `${url.pathname}${url.search}`
}

/** Coming back to these would ask again. */
const ownForms = ['/as-at', '/reason']
