import { json, openRoute, page, type Route } from '#platform/http'
import { type Content, DataTable, InsetText, PageHeading, Panel } from '#ui'
import { type ApiDocument, describeApi, type Operation } from './open-api.ts'

/** The API's description: for programs, and for people. Nothing secret is in it. */
export const openApiRoutes: readonly Route[] = [
  openRoute({
    method: 'GET',
    path: '/api/v1/openapi.json',
    area: 'api',
    event: 'api.described',
    summary: 'This description, in OpenAPI 3.1',
    handle: async visit => json(describeApi(visit.house.routes)),
  }),
  openRoute({
    method: 'GET',
    path: '/api',
    area: 'page',
    event: 'api.read',
    summary: 'The API’s description, to read',
    handle: async visit =>
      page({ title: 'Programming interface', body: <ApiBody document={describeApi(visit.house.routes)} /> }),
  }),
]

function ApiBody({ document }: { readonly document: ApiDocument }): Content {
  const operations = Object.entries(document.paths).flatMap(([path, byMethod]) =>
    Object.entries(byMethod).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  )
  return (
    <>
      <PageHeading title="Programming interface" />
      <p class="govuk-body">
        Send <code>Authorization: Bearer TOKEN</code>; an administrator makes a token with{' '}
        <code>fourfold token create</code>. A program sees what the person of its token may see. Errors are problem
        details (RFC 9457).
      </p>
      <InsetText>
        <a class="govuk-link" href="/api/v1/openapi.json">
          The same for programs (OpenAPI 3.1)
        </a>
      </InsetText>
      {operations.map(each => (
        <OperationPanel {...each} />
      ))}
    </>
  )
}

interface OperationProps {
  readonly path: string
  readonly method: string
  readonly operation: Operation
}

function OperationPanel({ path, method, operation }: OperationProps): Content {
  return (
    <Panel title={`${method} ${path}`} id={operation.operationId}>
      <p class="govuk-body">
        {operation.summary}. {operation.description}
      </p>
      {operation.parameters.length > 0 ? (
        <DataTable
          caption={`Parameters of ${method} ${path}`}
          hideCaption
          columns={columns}
          rows={operation.parameters.map(rowOf)}
        />
      ) : null}
    </Panel>
  )
}

const columns = [
  { key: 'name', label: 'Name', keepTogether: true },
  { key: 'place', label: 'Where', keepTogether: true },
  { key: 'values', label: 'Values' },
  { key: 'about', label: 'What it is' },
] as const

function rowOf({ name, in: place, required, description, schema }: Operation['parameters'][number]) {
  return {
    name: required ? name : `${name} (optional)`,
    place: place === 'path' ? 'Address' : 'Query',
    values: valuesOf(schema),
    about: description ?? '',
  }
}

function valuesOf(schema: Readonly<Record<string, unknown>>): string {
  if (Array.isArray(schema['enum'])) return schema['enum'].join(', ')
  return typeof schema['type'] === 'string' ? schema['type'] : 'text'
}
