import type { Asked, Reply } from './asked.ts'
import { problem } from './problem.ts'
import type { Route } from './route.ts'

/** Sends who is not signed in to sign in, and back again when they only wanted to look. */
export function signInFirst(route: Route, asked: Omit<Asked, 'signing'>): Reply {
  if (route.area === 'api') {
    const reply = problem(
      401,
      'Sign-in needed',
      'Send "Authorization: Bearer TOKEN". "fourfold token create" makes a token.',
    )
    return { ...reply, headers: { ...reply.headers, 'www-authenticate': 'Bearer' } }
  }
  const query = new URLSearchParams(asked.query as Record<string, string>).toString()
  const back =
    asked.method === 'GET' && asked.path !== '/'
      ? `?return=${encodeURIComponent(asked.path + (query ? `?${query}` : ''))}`
      : ''
  return { status: 303, headers: { location: `/sign-in${back}` }, body: '' }
}
