import { describe, expect, test } from 'vitest'
import { toHtml } from '../text/content.ts'
import { ChartWithTable } from './chart-with-table.tsx'
import { partsOf, scaleSteps } from './series.ts'
import type { ChartRow, Series } from './series.ts'

const series: readonly Series[] = [
  { key: 'pursue', label: 'Pursue', tone: 'series-1' },
  { key: 'protect', label: 'Protect', tone: 'series-3' },
]
const rows: readonly ChartRow[] = [
  {
    label: 'Cheshire',
    values: { pursue: 30, protect: 10 },
    hrefs: { pursue: '/disruptions?p=pursue&force=1' },
    totalHref: '/all',
  },
  { label: 'Cumbria <b>', values: { pursue: 10, protect: null } },
]
const props = { id: 'c', title: 'By force', description: 'Cheshire has most.', rowHeading: 'Force', series, rows }

describe.each(['bars', 'columns'] as const)('a chart of %s', kind => {
  const html = toHtml(<ChartWithTable {...props} kind={kind} />)

  test('is one image with a title and a description', () => {
    expect(html).toContain('role="img" aria-labelledby="c-drawing-title c-drawing-description"')
    expect(html).toContain('<title id="c-drawing-title">By force</title>')
    expect(html).toContain('<desc id="c-drawing-description">Cheshire has most.</desc>')
  })

  test('obeys the content security policy: no styles, no scripts', () => {
    expect(html).not.toMatch(/ style=|<style|<script| on\w+=/)
  })

  test('escapes what it is given', () => {
    expect(html).not.toContain('<b>')
  })

  test('has the figures beneath it, and a number opens the rows behind it', () => {
    expect(html).toContain('<table')
    expect(html).toMatch(/href="\/disruptions\?p=pursue&amp;force=1">30</)
    expect(html).toMatch(/href="\/all">40</)
  })

  test('a count too small to be shown is neither drawn nor to be had from the total', () => {
    expect(html).toContain('under 5')
    expect(html.match(/ff-chart__part--series-3/g)).toHaveLength(1)
    expect(html).not.toMatch(/Total[^]*>10<[^]*in all, Cumbria/)
  })
})

test('bars are as long as their shares of the longest', () => {
  const html = toHtml(<ChartWithTable {...props} kind="bars" />)
  expect(html).toContain('x="0%" y="20" width="75%"')
  expect(html).toContain('x="75%" y="20" width="25%"')
})

test('a chart without rows says so', () => {
  const html = toHtml(<ChartWithTable {...props} rows={[]} kind="bars" emptyText="Nothing yet" />)
  expect(html).toContain('Nothing yet')
  expect(html).not.toContain('<svg')
})

test('parts follow the order of the series, without empty ones', () => {
  const parts = partsOf({ label: 'x', values: { protect: 2, pursue: 3 } }, series)
  expect(parts.map(part => [part.series.key, part.before, part.value])).toEqual([
    ['pursue', 0, 3],
    ['protect', 3, 2],
  ])
})

test.each([
  [0, [0, 1]],
  [3, [0, 1, 2, 3]],
  [7, [0, 2, 4, 6, 8]],
  [52, [0, 20, 40, 60]],
  [1204, [0, 500, 1000, 1500]],
])('the lines of a chart up to %i are round numbers', (max, steps) => {
  expect(scaleSteps(max)).toEqual(steps)
})
