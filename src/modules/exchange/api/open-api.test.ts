import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { RouteFacts } from '#platform/http'
import { workbookType } from '#platform/files'
import { describeApi } from './open-api.ts'

const facts = (some: Partial<RouteFacts>): RouteFacts => ({
  method: 'GET',
  path: '/api/v1/kites/:reference',
  permission: 'record.read',
  summary: 'One kite',
  event: 'kite.viewed',
  area: 'api',
  ...some,
})

describe('the description of the API', () => {
  it('holds the API’s routes and no pages', () => {
    const { paths } = describeApi([facts({}), facts({ area: 'page', path: '/kites' })])
    expect(Object.keys(paths)).toEqual(['/api/v1/kites/{reference}'])
  })

  it('puts the methods of one address together', () => {
    const { paths } = describeApi([facts({}), facts({ method: 'PATCH' })])
    expect(Object.keys(paths['/api/v1/kites/{reference}'] ?? {})).toEqual(['get', 'patch'])
  })

  it('draws parameters and answers from the schemas', () => {
    const query = z.object({
      limit: z.coerce.number().int().max(200).default(50).describe('How many'),
      asAt: z.string(),
    })
    const answers = z.object({ reference: z.string() })
    const operation = describeApi([facts({ query, answers })]).paths['/api/v1/kites/{reference}']?.['get']
    expect(operation?.parameters).toMatchObject([
      { name: 'reference', in: 'path', required: true, schema: { type: 'string' } },
      { name: 'limit', in: 'query', required: false, description: 'How many', schema: { maximum: 200 } },
      { name: 'asAt', in: 'query', required: true },
    ])
    expect(operation?.responses['200']).toMatchObject({
      content: { 'application/json': { schema: { properties: { reference: { type: 'string' } } } } },
    })
    expect(Object.keys(operation?.responses ?? {})).toEqual(['200', '400', '401', '403', '404', '429', '503'])
  })

  it('shows the headers of a change: which version, and a key to send it again by', () => {
    const change = facts({
      method: 'PATCH',
      conditional: true,
      idempotent: true,
      takes: z.object({ colour: z.string() }),
    })
    const operation = describeApi([change]).paths['/api/v1/kites/{reference}']?.['patch']
    expect(operation?.parameters.slice(1)).toMatchObject([
      { name: 'If-Match', in: 'header', required: true },
      { name: 'Idempotency-Key', in: 'header', required: false },
    ])
    expect(Object.keys(operation?.responses ?? {})).toEqual(
      expect.arrayContaining(['2XX', '412', '422', '428', '429', '503']),
    )
    expect(JSON.stringify(operation?.requestBody)).toContain('colour')
    expect(JSON.stringify(operation?.responses['2XX'])).toContain('ETag')
  })

  it('asks for a token, but not where anyone may ask', () => {
    const { paths } = describeApi([facts({}), facts({ path: '/api/v1/open', permission: 'anyone' })])
    expect(paths['/api/v1/kites/{reference}']?.['get']?.security).toEqual([{ token: [] }])
    expect(paths['/api/v1/open']?.['get']?.security).toEqual([])
  })

  it('takes a file as CSV or XLSX', () => {
    const { paths } = describeApi([facts({ method: 'POST', path: '/api/v1/kites', upload: { maxBytes: 9 } })])
    expect(Object.keys(paths['/api/v1/kites']?.['post']?.requestBody?.['content'] ?? {})).toEqual([
      'text/csv',
      workbookType,
    ])
  })

  it('gives each operation a name of its own', () => {
    const { paths } = describeApi([
      facts({}),
      facts({ path: '/api/v1/kites' }),
      facts({ path: '/api/v1/kites', method: 'POST' }),
    ])
    const names = Object.values(paths).flatMap(path => Object.values(path).map(operation => operation.operationId))
    expect(new Set(names).size).toBe(3)
  })
})
