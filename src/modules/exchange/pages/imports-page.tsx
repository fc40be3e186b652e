import { page, type Route, route } from '#platform/http'
import { Button, DataTable, formatCount, formatInstant, PageHeading, Pagination, Tag } from '#ui'
import { z } from 'zod'
import { type KeptImport, listImports } from '../import-store.ts'
import { capitalised, stateWords } from './import-words.ts'

const mostOnPage = 50
const query = z.object({ before: z.coerce.number().int().positive().optional().catch(undefined) })

/** The imports of the actor's organisation. */
export const importsRoute: Route = route({
  method: 'GET',
  path: '/imports',
  area: 'page',
  permission: 'import.run',
  event: 'imports.listed',
  summary: 'Imports of the own organisation; of every one for administrators',
  query,
  handle: async (visit, { query: { before } }) => {
    const found = await listImports(visit.tx, before, mostOnPage + 1)
    const imports = found.slice(0, mostOnPage)
    const last = found.length > mostOnPage ? imports.at(-1) : undefined
    return page({
      title: 'Imports',
      wide: true,
      details: { imports: imports.map(one => one.number) },
      body: (
        <>
          <PageHeading title="Imports" actions={<Button text="Import rows" href="/imports/new" small />} />
          <DataTable
            caption="Imports"
            hideCaption
            columns={columns}
            rows={imports.map(rowOf)}
            emptyText="Nothing has been imported yet."
          />
          <Pagination
            previousHref={before === undefined ? undefined : '/imports'}
            nextHref={last === undefined ? undefined : `/imports?before=${last.number}`}
          />
        </>
      ),
    })
  },
})

const columns = [
  { key: 'number', label: 'Import', keepTogether: true },
  { key: 'file', label: 'File' },
  { key: 'register', label: 'Register' },
  { key: 'state', label: 'State', keepTogether: true },
  { key: 'rows', label: 'Rows', align: 'right' },
  { key: 'bad', label: 'With problems', align: 'right' },
  { key: 'states', label: 'New states', align: 'right' },
  { key: 'sent', label: 'Sent', keepTogether: true },
  { key: 'person', label: 'By' },
] as const

function rowOf(one: KeptImport) {
  const { text, colour } = stateWords[one.state]
  return {
    number: (
      <a class="govuk-link" href={`/imports/${one.id}`}>
        Import {one.number}
      </a>
    ),
    file: one.fileName,
    register: capitalised(one.register),
    state: <Tag text={text} colour={colour} />,
    rows: formatCount(one.rowsRead),
    bad: formatCount(one.bad),
    states: formatCount(one.newStates),
    sent: formatInstant(one.sentAt),
    person: `${one.person}, ${one.organisation}`,
  }
}
