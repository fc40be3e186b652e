import { isBlank, cleanText } from '#platform/files'
import { anySignedIn, page, ReasonBody, redirect, type Route, route } from '#platform/http'
import { z } from 'zod'
import { ownAddress } from './own-address.ts'

const longest = 500

/** Keeps the reason that a person gave for what they look at in this visit: the audit has it in every entry from now on. */
export const reasonRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/reason',
    area: 'page',
    permission: anySignedIn,
    whilePast: true,
    event: 'reason.given',
    summary: 'Say why a record is needed whose handling demands a reason',
    body: z.object({ reason: z.string().default(''), return: z.string().default('') }),
    handle: async (visit, { body }) => {
      const read = readReason(body.reason)
      if ('reason' in read) {
        visit.memory.set('reason', read.reason)
        return redirect(withDay(body.return))
      }
      return page({
        status: 400,
        title: 'Why do you need to see this record?',
        body: <ReasonBody csrfToken={visit.csrfToken} returnTo={withDay(body.return)} problem={read.problem} />,
        errors: [{ field: 'reason', text: read.problem }],
      })
    },
  }),
]

/** Here the day belongs to what was asked for: it is kept. */
function withDay(asked: string): string {
  const own = ownAddress(asked)
  const asAt = own === '/' ? null : new URL(asked, 'http://own.invalid').searchParams.get('asAt')
  return asAt === null ? own : `${own}${own.includes('?') ? '&' : '?'}asAt=${encodeURIComponent(asAt)}`
}

function readReason(typed: string): { readonly reason: string } | { readonly problem: string } {
  if (isBlank(typed)) return { problem: 'Enter why you need to see this record' }
  const read = cleanText(typed.trim(), { max: longest })
  return read.ok ? { reason: read.value } : { problem: `Why you need to see this record: ${read.problem}` }
}
