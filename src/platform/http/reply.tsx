import type { Answer, PageAnswer } from './answer.ts'
import type { Reply } from './asked.ts'
import { NotFoundBody, RefusedBody, renderPage } from './page-frame.tsx'
import { problem } from './problem.ts'
import type { Surroundings } from './surroundings.ts'
import type { AnonymousVisit, Visit } from './visit.ts'

/** Turns what a handler answered into what goes back, in the area's own language. */
export function replyTo(
  area: 'page' | 'api',
  visit: AnonymousVisit | Visit,
  answer: Answer,
  around: Surroundings,
): Reply {
  switch (answer.kind) {
    case 'page':
      return htmlReply(visit, answer, around)
    case 'redirect':
      return { status: 303, headers: { location: answer.to }, body: '' }
    case 'json':
      return {
        status: answer.status ?? 200,
        headers: { 'content-type': 'application/json; charset=utf-8', ...answer.headers },
        body: JSON.stringify(answer.body),
      }
    case 'file':
      return {
        status: answer.status ?? 200,
        headers: { ...fileHeaders(answer.name, answer.type), ...answer.headers },
        body: { file: answer.path },
      }
    case 'not-found':
      return area === 'api'
        ? problem(404, 'Not found', 'There is nothing at this address that you can see.')
        : htmlReply(visit, { kind: 'page', status: 404, title: 'Page not found', body: <NotFoundBody /> }, around)
    case 'refused':
      return area === 'api'
        ? problem(answer.status, answer.title, answer.says, answer.problem)
        : htmlReply(
            visit,
            { kind: 'page', status: answer.status, title: answer.title, body: <RefusedBody {...answer} /> },
            around,
          )
  }
}

function htmlReply(visit: AnonymousVisit | Visit, answer: PageAnswer, around: Surroundings): Reply {
  return {
    status: answer.status ?? 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      ...(answer.refreshSeconds === undefined ? {} : { refresh: String(answer.refreshSeconds) }),
    },
    body: renderPage(visit, answer, around),
  }
}

function fileHeaders(name: string, type: string): Record<string, string> {
  return {
    'content-type': type,
    'content-disposition': `attachment; filename="${name.replaceAll(/[^\w.-]/g, '_')}"`,
    'cache-control': 'no-store',
  }
}
