import { Readable } from 'node:stream'
import { removeSpooled, spoolToFile } from '#platform/files'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Asked, Reply } from './asked.ts'
import { plainReply } from './fault-reply.tsx'
import { isKeptAfterFault, keepSentForm } from './keep-sent-form.ts'
import type { Kit } from './kit.ts'
import type { Route } from './route.ts'
import { runVisit } from './run-visit.ts'
import { sendReply } from './send-reply.ts'
import { signInFirst } from './sign-in-first.ts'
import { csrfTokenOf, isForged, memoryOf, personIdOf, signingOf } from './session-memory.ts'
import type { UploadedFile } from './visit.ts'
import { forgetWorkAround } from './work-around.ts'

/** One HTTP request: its body taken in whole, then the visit, then the answer. */
export async function handleRequest(
  kit: Kit,
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const taken = await takeBody(route, request)
  if ('refusal' in taken) return sendReply(reply, taken.refusal)
  try {
    const signing = signingOf(request)
    const asked = { ...askedOf(route, request, taken), signing }
    const forged = route.area === 'page' && isForged(request, taken.body)
    const kept = forged || isSignedOut(route, asked) ? await keepSentForm(kit, request, taken.body) : undefined
    if (kept !== undefined) return sendReply(reply, kept)
    const answer = await (forged ? runVisit(kit, expiredForm(route), asked) : runOrKeep(kit, route, asked, request))
    if (answer.status === 303) await signing.settle()
    if (asked.personId !== undefined && request.method !== 'GET') forgetWorkAround(kit.database, asked.personId)
    return sendReply(reply, answer)
  } finally {
    if (taken.file !== undefined) await removeSpooled(taken.file)
  }
}

/** A fault ends the request with nothing changed; what was typed into a form of its own draft is kept even so. */
async function runOrKeep(kit: Kit, route: Route, asked: Asked, request: FastifyRequest): Promise<Reply> {
  try {
    return await runVisit(kit, route, asked)
  } catch (fault) {
    const isKept = await isKeptAfterFault(kit, request, asked.body as TakenBody['body'])
    throw isKept && fault instanceof Error ? Object.assign(fault, { formIsKept: true }) : fault
  }
}

/** A form of someone signed in that nobody is signed in to send. */
function isSignedOut(route: Route, { method, personId }: Pick<Asked, 'method' | 'personId'>): boolean {
  return route.area === 'page' && method === 'POST' && personId === undefined && !('open' in route)
}

interface TakenBody {
  readonly body: Readonly<Record<string, unknown>> | undefined
  readonly file: UploadedFile | undefined
}

function askedOf(route: Route, request: FastifyRequest, taken: TakenBody): Omit<Asked, 'signing'> {
  const [path] = request.url.split('?', 1)
  const personId = personIdOf(request)
  const takesForms = route.area === 'page' && (personId !== undefined || 'open' in route)
  return {
    requestId: request.id,
    path: path ?? '/',
    method: request.method,
    params: request.params,
    query: request.query as Asked['query'],
    body: taken.body,
    file: taken.file,
    cameFrom: cameFrom(request),
    memory: memoryOf(request),
    csrfToken: takesForms ? csrfTokenOf(request) : '',
    personId,
    bearer: /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1],
    ifMatch: /^"(.+)"$/.exec(request.headers['if-match'] ?? '')?.[1] ?? request.headers['if-match'],
    idempotencyKey: headerOf(request, 'idempotency-key'),
  }
}

const nothingTaken: TakenBody = { body: undefined, file: undefined }

/** Nobody's files are taken in before it is known whose they are. */
function isAnonymous(request: FastifyRequest): boolean {
  return personIdOf(request) === undefined && request.headers.authorization === undefined
}

function headerOf(request: FastifyRequest, name: string): string | undefined {
  return [request.headers[name]].flat()[0]
}

function cameFrom(request: FastifyRequest): string | undefined {
  const { referer, host } = request.headers
  if (referer === undefined || !URL.canParse(referer)) return undefined
  const url = new URL(referer)
  return url.host === host ? `${url.pathname}${url.search}` : undefined
}

/** What a form that has lost its session is told: nothing was changed, and how to go on. */
function expiredForm(route: Route): Route {
  const refusal = {
    kind: 'refused',
    status: 403,
    title: 'The page was open too long',
    says: 'Nothing was changed. Go back, load the page again and send it once more.',
  } as const
  return {
    ...route,
    permission: 'anyone',
    open: true,
    params: undefined,
    body: undefined,
    handle: async () => refusal,
  } as unknown as Route
}

async function takeBody(route: Route, request: FastifyRequest): Promise<TakenBody | { readonly refusal: Reply }> {
  const maxBytes = route.upload?.maxBytes ?? 0
  if (maxBytes > 0 && isAnonymous(request))
    return { refusal: signInFirst(route, askedOf(route, request, nothingTaken)) }
  if (request.isMultipart()) return takeParts(route, request, maxBytes)
  if (!(request.body instanceof Readable)) return { body: request.body as TakenBody['body'], file: undefined }
  if (maxBytes === 0)
    return { refusal: plainReply(route.area, 415, 'That kind of body is not taken here', 'Send a form or JSON.') }
  const spooled = await spoolToFile(request.body, { maxBytes })
  if (!spooled.ok) return { refusal: plainReply(route.area, 413, 'The file is too large', spooled.problem.problem) }
  return { body: undefined, file: { path: spooled.file.path, name: 'body', bytes: spooled.file.bytes } }
}

const tooLong = 'What was typed or pasted is larger than 2 MB. Nothing was changed. Go back and send it as a file.'

async function takeParts(
  route: Route,
  request: FastifyRequest,
  maxBytes: number,
): Promise<TakenBody | { readonly refusal: Reply }> {
  const fields: Record<string, unknown> = {}
  let file: UploadedFile | undefined
  for await (const part of request.parts({ limits: { fileSize: maxBytes + 1 } })) {
    if (part.type === 'field') {
      // A text that was cut is not what was typed.
      if (part.valueTruncated) return { refusal: plainReply(route.area, 413, 'A text is too long', tooLong) }
      fields[part.fieldname] = part.value
      continue
    }
    const spooled = await spoolToFile(part.file, { maxBytes })
    if (!spooled.ok) return { refusal: plainReply(route.area, 413, 'The file is too large', spooled.problem.problem) }
    file = { path: spooled.file.path, name: part.filename, bytes: spooled.file.bytes }
  }
  return { body: fields, file }
}
