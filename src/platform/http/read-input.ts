import type { z } from 'zod'
import { refused, type RefusedAnswer } from './answer.ts'
import type { Asked } from './asked.ts'
import type { Route, RouteInput } from './route.ts'

/** Reads the parts of a request by the route's schemas: the handler's input, or what is wrong and where. */
export function readInput(
  route: Route,
  asked: Asked,
): { readonly input: RouteInput<never, never, never> } | { readonly refusal: RefusedAnswer } {
  const problems: { field: string; problem: string }[] = []
  const read = (schema: z.ZodType | undefined, given: unknown): unknown => {
    if (schema === undefined) return undefined
    const result = schema.safeParse(given ?? {})
    if (result.success) return result.data
    problems.push(...result.error.issues.map(issue => ({ field: issue.path.join('.'), problem: issue.message })))
    return undefined
  }
  const input = {
    params: read(route.params, asked.params),
    query: read(route.query, asked.query),
    body: read(route.body, asked.body),
    file: asked.file,
  }
  if (problems.length === 0) return { input: input as RouteInput<never, never, never> }
  return { refusal: unreadable(problems) }
}

function unreadable(problems: readonly { readonly field: string; readonly problem: string }[]): RefusedAnswer {
  return refused({
    status: 400,
    title: 'The request can’t be read',
    says: problems.map(({ field, problem }) => (field === '' ? problem : `${field}: ${problem}`)).join('. '),
    problem: { errors: problems },
  })
}
