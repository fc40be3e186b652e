const anywhere = 'http://own.invalid'

/**
 * The address to go on to, when it is one of our own pages: a path with its query. All else is the home page: another site's
 * address (open redirect), and the pages of signing in and out themselves.
 */
export function ownPath(asked: string | undefined): string {
  if (asked === undefined || !asked.startsWith('/') || !URL.canParse(asked, anywhere)) return '/'
  const url = new URL(asked, anywhere)
  if (url.origin !== anywhere || url.pathname.startsWith('//') || url.pathname.startsWith('/sign-')) return '/'
  return `${url.pathname}${url.search}`
}
