import type { Reply } from './asked.ts'

/** An error for programs, as RFC 9457 has it. Without `instance`, so that hidden and absent read the same. */
export function problem(
  status: number,
  title: string,
  detail: string,
  more: Readonly<Record<string, unknown>> = {},
): Reply {
  return {
    status,
    headers: { 'content-type': 'application/problem+json; charset=utf-8' },
    body: JSON.stringify({ type: 'about:blank', title, status, detail, ...more }),
  }
}
