import { describe, expect, it } from 'vitest'
import { peerFigures, peerList, type PeerSight } from './peer-query.ts'

const sight: PeerSight = { audiences: [3, 5], regions: new Map([['North West', [7, 8]]]) }
const queryOf = (address: string) => new URL(address, 'http://peer.invalid').searchParams
const conditionsOf = (address: string): readonly unknown[] => JSON.parse(queryOf(address).get('filter') ?? '{}')._and

describe('a list of ours in Directus', () => {
  it('asks for what stands and may be seen, narrowed by the same filters', () => {
    expect(conditionsOf(peerList('tier=Tier+1&tier=Tier+2&crimeCategory=Drugs', sight))).toEqual([
      { recorded_to: { _eq: 'infinity' } },
      { in_error: { _null: true } },
      { audience_id: { _in: [3, 5] } },
      { tier: { _in: ['Tier 1', 'Tier 2'] } },
      { crime_category: { _in: ['Drugs'] } },
    ])
  })

  it('narrows by region and to live threats as our own narrowings do', () => {
    const conditions = conditionsOf(peerList('region=North+West&live=yes', sight))
    expect(conditions).toContainEqual({ owner_id: { _in: [7, 8] } })
    expect(conditions).toContainEqual({ phase: { _ncontains: 'Closed' } })
  })

  it('comes in the same order, fifty with their count, the owner by name', () => {
    const query = queryOf(peerList('sort=name&order=desc', sight))
    expect(query.get('sort')).toBe('-name,-reference')
    expect(queryOf(peerList('', sight)).get('sort')).toBe('reference')
    expect([query.get('limit'), query.get('meta')]).toEqual(['50', 'filter_count'])
    expect(query.get('fields')?.split(',')).toEqual(expect.arrayContaining(['reference', 'owner_id.name', 'tier']))
  })

  it('is refused where it would ask for something else', () => {
    expect(() => peerList('name=amber', sight)).toThrow('by name')
    expect(() => peerList('colour=red', sight)).toThrow('by colour')
  })
})

describe('figures of ours in Directus', () => {
  it('count by lead organisation, month and P, as known at an instant', () => {
    const address = peerFigures(
      { from: '2024-01-01', to: '2024-12-31', at: new Date('2025-11-22T23:59:59.999Z') },
      sight,
    )
    expect(queryOf(address).get('groupBy')).toBe('owner_id,year(record_date),month(record_date),four_p')
    const conditions = conditionsOf(address)
    expect(conditions).toContainEqual({ recorded_from: { _lte: '2025-11-22T23:59:59.999Z' } })
    expect(conditions).toContainEqual({ recorded_to: { _gt: '2025-11-22T23:59:59.999Z' } })
    expect(conditions).toContainEqual({ record_date: { _between: ['2024-01-01', '2024-12-31'] } })
  })
})
