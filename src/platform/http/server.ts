import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import helmet from '@fastify/helmet'
import multipart from '@fastify/multipart'
import rateLimit from '@fastify/rate-limit'
import session from '@fastify/session'
import fastifyStatic from '@fastify/static'
import { workbookType } from '#platform/files'
import { assetsFolder } from '#ui'
import fastify, { type FastifyInstance } from 'fastify'
import { areaOf, type EndedRequest, faultReply, plainReply } from './fault-reply.tsx'
import { handleRequest } from './handle-request.ts'
import type { Kit } from './kit.ts'
import { programLimits } from './limit-programs.ts'
import { refuseWhenFull } from './refuse-when-full.ts'
import { requestId } from './request-id.ts'
import type { Route } from './route.ts'
import { unknownAddress } from './run-visit.ts'
import { sendReply } from './send-reply.ts'
import { addWellKnown } from './well-known.ts'

/** How long a visit lasts without a request, in milliseconds. */
const visitLength = 120 * 60 * 1000

/**
 * The server, ready to listen or to be asked in-process: health first, then security headers, bodies, every route of the house
 * (those of pages with sessions), and the same answer for all else.
 */
export async function buildServer(kit: Kit): Promise<FastifyInstance> {
  const server = fastify({
    logger: false,
    trustProxy: kit.trustedProxies === undefined ? false : [...kit.trustedProxies],
    genReqId: request => requestId(request.headers['x-request-id']),
    bodyLimit: 1_000_000,
    forceCloseConnections: 'idle',
    // A reference has 100 characters at most, each up to twelve bytes of an address.
    routerOptions: { querystringParser: readQuery, maxParamLength: 1_200 },
    // An address that can't even be decoded meets no route, and none of the hooks beneath.
    frameworkErrors: (fault, request, reply) => {
      reply.headers({ ...bareHeaders, 'x-request-id': request.id })
      void sendReply(reply, faultReply(areaOf(request.url), fault))
    },
  })
  endConnectionsAtClose(server)
  addWellKnown(server, kit)
  await addSecurity(server, kit)
  await server.register(fastifyStatic, {
    root: assetsFolder,
    prefix: '/assets/',
    immutable: true,
    maxAge: '365d',
    index: false,
  })
  await addBodies(server)
  const addRoutes = routesOf(server, kit)
  // Programs have no sessions: none is looked for.
  await server.register(async scope => {
    scope.addHook('onRequest', refuseWhenFull(kit, 'api'))
    addRoutes(scope, 'api', '/api/v1/*')
  })
  await server.register(async scope => {
    scope.addHook('onRequest', refuseWhenFull(kit, 'page'))
    await addSessions(scope, kit)
    addRoutes(scope, 'page', '*')
  })
  server.setNotFoundHandler((request, reply) =>
    sendReply(reply, plainReply(areaOf(request.url), 404, 'Not found', 'There is nothing at this address.')),
  )
  return server
}

/** Adds the routes of an area to a part of the server, and the answer to every other address of it. */
function routesOf(
  server: FastifyInstance,
  kit: Kit,
): (scope: FastifyInstance, area: Route['area'], otherwise: string) => void {
  const limitsOf = programLimits(server, kit)
  return (scope, area, otherwise) => {
    for (const route of kit.house.routes.filter(one => one.area === area)) {
      scope.route({
        method: route.method,
        url: route.path,
        onRequest: [...limitsOf(route)],
        config: { rateLimit: route.limit === undefined ? false : { max: route.limit, timeWindow: 60_000 } },
        handler: (request, reply) => handleRequest(kit, route, request, reply),
      })
    }
    scope.all(otherwise, (request, reply) => handleRequest(kit, { ...unknownAddress, area }, request, reply))
  }
}

/** A connection on which the last request in hand was answered is not kept open for another: that would hold up the end. */
function endConnectionsAtClose(server: FastifyInstance): void {
  server.addHook('preClose', async () => {
    if (!server.server.listening) return
    const sweeping = setInterval(() => server.server.closeIdleConnections(), 100)
    server.server.once('close', () => clearInterval(sweeping))
  })
}

/** What is shown is kept nowhere; files under /assets/ say otherwise themselves. */
const bareHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'self';frame-ancestors 'none'",
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
} as const

async function addSecurity(server: FastifyInstance, kit: Kit): Promise<void> {
  await server.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: kit.secure,
  })
  server.addHook('onRequest', async (request, reply) => {
    reply.headers({ 'x-request-id': request.id, 'cache-control': bareHeaders['cache-control'] })
  })
  await server.register(rateLimit, {
    global: false,
    keyGenerator: request => request.ip,
    errorResponseBuilder: (_request, context) => ({ statusCode: 429, waitSeconds: Math.ceil(context.ttl / 1000) }),
  })
  server.setErrorHandler((fault: EndedRequest, request, reply) => {
    if (fault.statusCode === undefined || fault.statusCode >= 500)
      kit.logFault(fault, { requestId: request.id, method: request.method })
    return sendReply(reply, faultReply(areaOf(request.url), fault))
  })
}

/** Bytes of one text of a form that may carry a file: rows pasted from a spreadsheet are the longest, and a little over. */
const mostTyped = 2_200_000

async function addSessions(server: FastifyInstance, kit: Kit): Promise<void> {
  await server.register(cookie)
  await server.register(session, {
    secret: kit.sessionSecret,
    cookieName: 'fourfold',
    store: kit.ports.sessionStore,
    saveUninitialized: false,
    rolling: true,
    cookie: { secure: kit.secure, httpOnly: true, sameSite: 'lax', maxAge: visitLength, path: '/' },
  })
}

async function addBodies(server: FastifyInstance): Promise<void> {
  await server.register(formbody)
  await server.register(multipart, { limits: { files: 1, fields: 50, fieldSize: mostTyped } })
  for (const type of ['text/csv', workbookType, 'application/octet-stream']) {
    server.addContentTypeParser(type, (_request, payload, done) => done(null, payload))
  }
}

/** A name given more than once is a list; once, a text. */
function readQuery(text: string): Record<string, string | string[]> {
  const query: Record<string, string | string[]> = Object.create(null)
  for (const [name, value] of new URLSearchParams(text)) {
    const before = query[name]
    query[name] = before === undefined ? value : [before, value].flat()
  }
  return query
}
