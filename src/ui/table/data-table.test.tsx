import { expect, test } from 'vitest'
import { Tag } from '../content/marker.tsx'
import { toHtml } from '../text/content.ts'
import { DataTable } from './data-table.ts'

const columns = [
  { key: 'reference', label: 'Reference', sortHref: '?order=-reference&tier=1', sorted: 'ascending' as const },
  { key: 'name', label: 'Name' },
  { key: 'count', label: 'Disruptions', align: 'right' as const },
]
const rows = [{ reference: 'T-1', name: 'Harbour <thefts>\u202E', count: 0 }]

test('strings are shown as typed text, numbers and markup as they are', () => {
  const html = toHtml(
    <DataTable caption="Threats" columns={columns} rows={[{ ...rows[0], reference: <Tag text="T & 1" /> }]} />,
  )
  expect(html).toContain('<strong class="govuk-tag">T &amp; 1</strong>')
  expect(html).toContain(
    '<bdi>Harbour &lt;thefts&gt;<span class="ff-hidden-mark" title="Invisible character">U+202E</span></bdi>',
  )
  expect(html).toMatch(/<td class="govuk-table__cell govuk-table__cell--numeric"[^>]*>0<\/td>/)
})

test('a heading that sorts is a link, and says how the rows stand', () => {
  const html = toHtml(<DataTable caption="Threats" columns={columns} rows={rows} />)
  expect(html).toMatch(
    /<th class="govuk-table__header" scope="col"[^>]* aria-sort="ascending"><a class="ff-table__sort" href="\?order=-reference&amp;tier=1">Reference<\/a>/,
  )
})

test('rows that stack keep the roles of a table and carry their labels', () => {
  const html = toHtml(<DataTable caption="Threats" columns={columns} rows={rows} />)
  expect(html).toContain('<td class="govuk-table__cell" role="cell" data-label="Name">')
  expect(html).toContain('scope="row" role="rowheader" data-label="Reference">')
  expect(html).not.toContain('tabindex')
})

test('a table that scrolls can be reached with the keyboard and has a name', () => {
  const html = toHtml(<DataTable caption="Figures" columns={columns} rows={rows} narrow="scroll" />)
  expect(html).toMatch(/^<div class="ff-table-frame" role="region" tabindex="0" aria-label="Figures">/)
  expect(html).not.toContain('data-label')
})

test('totals stand beneath the rows', () => {
  const html = toHtml(
    <DataTable caption="Threats" columns={columns} rows={rows} footer={{ reference: 'Total', count: 12 }} />,
  )
  expect(html).toMatch(/<tfoot.*Total.*12.*<\/tfoot>/)
})

test('what is missing leaves an empty cell', () => {
  const html = toHtml(<DataTable caption="Threats" columns={columns} rows={[{ reference: 'T-1', name: undefined }]} />)
  expect(html).toContain('data-label="Name"></td>')
})

test('without rows it says so', () => {
  const html = toHtml(<DataTable caption="Threats" columns={columns} rows={[]} emptyText="No threats & no worries" />)
  expect(html).toContain('No threats &amp; no worries')
  expect(html).not.toContain('<table')
})

test('captions, labels and addresses are escaped', () => {
  const hostile = '"><script>'
  const html = toHtml(
    <DataTable
      caption={hostile}
      columns={[{ key: 'a', label: hostile, sortHref: hostile }]}
      rows={[{ a: hostile }]}
      narrow="scroll"
    />,
  )
  expect(html).not.toContain('<script>')
})
