import { describe, expect, it } from 'vitest'
import { sighting } from '../../../test/sightings.ts'
import { filtersToQuery, readFilters } from './index.ts'

describe('filters from an address', () => {
  it('reads each kind, and writes it as it was', () => {
    const query = {
      grade: ['High', 'Low'],
      name: ' amber ',
      'seenOn-from': '31/1/2022',
      'seenOn-to': '2022-02-01',
      observer: 'a@example.test',
      'recorded-to': '1.2.2022',
      place: '',
      unknown: 'x',
    }
    const { filters, problems } = readFilters(sighting, query)
    expect(problems).toEqual([])
    expect(filters).toEqual({
      grade: { kind: 'one-of', values: ['High', 'Low'] },
      name: { kind: 'contains', text: 'amber' },
      seenOn: { kind: 'days', from: '2022-01-31', to: '2022-02-01' },
      observer: { kind: 'equals', text: 'a@example.test' },
      recorded: { kind: 'days', to: '2022-02-01' },
    })
    const pairs = Map.groupBy(filtersToQuery(filters), ([name]) => name)
    const written = [...pairs].map(([name, values]) => [name, values.map(([, value]) => value)] as const)
    expect(readFilters(sighting, Object.fromEntries(written)).filters).toEqual(filters)
  })

  it.each(['30/2/2022', 'yesterday', '2022-13-01', '1/1/22'])('names the question whose day is none: %s', text => {
    const { filters, problems } = readFilters(sighting, { 'seenOn-from': text })
    expect(problems).toEqual([{ field: 'seenOn-from', problem: 'Seen on, from: enter a real day, such as 31/12/2022' }])
    expect(filters).toEqual({})
  })

  it('refuses days that end before they begin', () => {
    const { problems } = readFilters(sighting, { 'recorded-from': '2022-01-02', 'recorded-to': '2022-01-01' })
    expect(problems.map(problem => problem.field)).toEqual(['recorded-to'])
  })

  it('never asks the database for a NUL', () => {
    const { filters } = readFilters(sighting, { name: 'a\u0000', grade: '\u0000' })
    expect(JSON.stringify(filters)).not.toContain('u0000')
    expect(Object.keys(filters)).toEqual(['name', 'grade'])
  })
})
