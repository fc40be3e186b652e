import { workbookType } from '#platform/files'
import type { RouteFacts } from '#platform/http'
import { z } from 'zod'

type Schema = Readonly<Record<string, unknown>>

export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required: boolean
  readonly description?: string
  readonly schema: Schema
}

export interface Operation {
  readonly operationId: string
  readonly summary: string
  readonly description: string
  readonly parameters: readonly Parameter[]
  readonly requestBody?: Schema
  readonly responses: Readonly<Record<string, Schema>>
  readonly security: readonly Schema[]
}

/** An OpenAPI 3.1 description. */
export interface ApiDocument {
  readonly openapi: '3.1.0'
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly [member: string]: unknown
}

/** Describes the API by the routes themselves, so that it can't say what they don't do. */
export function describeApi(routes: readonly RouteFacts[]): ApiDocument {
  const paths: Record<string, Record<string, Operation>> = {}
  for (const route of routes.filter(each => each.area === 'api')) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Fourfold',
      version: '1',
      description: 'Errors are RFC 9457 problem details. What you may not see answers 404.',
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description: 'Made on the account page, or by fourfold token create --as EMAIL',
        },
      },
      schemas: { Problem: problemSchema },
    },
  }
}

const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    errors: { type: 'array', items: { type: 'object' } },
  },
}

function operationOf(route: RouteFacts): Operation {
  const body = bodyOf(route)
  return {
    operationId: `${route.method.toLowerCase()}${route.path.replaceAll(/[^\w]+(\w)/g, (_all, letter: string) => letter.toUpperCase())}`,
    summary: route.summary,
    description: route.permission === 'anyone' ? 'For anyone.' : `Needs the permission ${route.permission}.`,
    parameters: parametersOf(route),
    ...(body === undefined ? {} : { requestBody: body }),
    responses: responsesOf(route),
    security: route.permission === 'anyone' ? [] : [{ token: [] }],
  }
}

function parametersOf(route: RouteFacts): readonly Parameter[] {
  const names = [...route.path.matchAll(/:(\w+)/g)].map(match => match[1] ?? '')
  const params = propertiesOf(route.params).properties
  const query = propertiesOf(route.query)
  return [
    ...names.map(name => parameter(name, 'path', params[name] ?? { type: 'string' }, true)),
    ...Object.entries(query.properties).map(([name, schema]) =>
      parameter(name, 'query', schema, query.required.includes(name)),
    ),
    ...(route.conditional ? [parameter('If-Match', 'header', ifMatch, true)] : []),
    ...(route.idempotent ? [parameter('Idempotency-Key', 'header', idempotencyKey, false)] : []),
  ]
}

const ifMatch = { type: 'string', description: 'The ETag of the record as it was read' }
const idempotencyKey = {
  type: 'string',
  minLength: 1,
  maxLength: 200,
  description:
    'Of your own making, another for each request: the same request sent again with it within 24 hours acts once',
}

function parameter(name: string, place: Parameter['in'], given: Schema, required: boolean): Parameter {
  const { description, ...schema } = given
  return { name, in: place, required, ...(typeof description === 'string' ? { description } : {}), schema }
}

function bodyOf(route: RouteFacts): Schema | undefined {
  if (route.upload !== undefined) {
    const bytes = {
      schema: { type: 'string', format: 'binary', description: `At most ${route.upload.maxBytes} bytes` },
    }
    return { required: true, content: { 'text/csv': bytes, [workbookType]: bytes } }
  }
  const taken = route.takes ?? route.body
  if (taken === undefined) return undefined
  return { required: true, content: { 'application/json': { schema: schemaOf(taken, 'input') } } }
}

function responsesOf(route: RouteFacts): Record<string, Schema> {
  const schema = route.answers === undefined ? {} : { schema: schemaOf(route.answers, 'output') }
  const refused = (description: string): Schema => ({
    description,
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  })
  const refusedFor = (description: string): Schema => ({
    ...refused(description),
    headers: { 'Retry-After': { description: 'Seconds until it may be tried again', schema: { type: 'integer' } } },
  })
  const isOpen = route.permission === 'anyone'
  return {
    [route.method === 'GET' ? '200' : '2XX']: {
      description: route.summary,
      ...headersOf(route),
      content: { 'application/json': schema },
    },
    '400': refused('The request can’t be read'),
    ...(isOpen ? {} : { '401': refused('Sign-in needed'), '403': refused('Your part does not include this') }),
    ...(route.path.includes(':') ? { '404': refused('Not there, or not for you to see: the same answer') } : {}),
    ...(route.conditional
      ? { '412': refused('Someone else was first: what changed since is named'), '428': refused('If-Match is needed') }
      : {}),
    ...(route.idempotent ? { '422': refused('The Idempotency-Key was used for another request') } : {}),
    '429': refusedFor('Too many requests of one token in a minute'),
    '503': refusedFor('Too much is asked of the server at this moment; nothing was changed'),
  }
}

/** What programs read from the headers of a good answer. */
function headersOf(route: RouteFacts): Schema {
  const text = (description: string): Schema => ({ description, schema: { type: 'string' } })
  const isOne = route.conditional || route.idempotent || route.etag
  if (!isOne) return {}
  return {
    headers: {
      ETag: text('Names the state of the record: for If-Match'),
      ...(route.idempotent ? { 'Idempotent-Replayed': text('true where the kept answer was given again') } : {}),
      ...(route.idempotent && !route.conditional ? { Location: text('The address of the new record') } : {}),
    },
  }
}

function propertiesOf(schema: z.ZodType | undefined): {
  readonly properties: Readonly<Record<string, Schema>>
  readonly required: readonly string[]
} {
  if (schema === undefined) return { properties: {}, required: [] }
  const { properties, required } = schemaOf(schema, 'input') as {
    properties?: Record<string, Schema>
    required?: readonly string[]
  }
  return { properties: properties ?? {}, required: required ?? [] }
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Schema {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return rest
}
