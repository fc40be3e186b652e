const anywhere = 'http://own.invalid'

/**
 * The address to come back to, without the day it was on: one of our own pages, else the home page. Another site's address is
 * never followed.
 */
export function ownAddress(asked: string | undefined): string {
  if (asked === undefined || !asked.startsWith('/') || !URL.canParse(asked, anywhere)) return '/'
  const url = new URL(asked, anywhere)
  if (url.origin !== anywhere || url.pathname.startsWith('//') || ownForms.includes(url.pathname)) return '/'
  url.searchParams.delete('asAt')
  return `${url.pathname}${url.search}`
}

/** Coming back to these would ask again. */
const ownForms = ['/as-at', '/reason', '/sign-in']
