import { threat } from '#modules/threats'
import { fieldsOf } from '#platform/record'

/** A condition as Directus has it. */
export type PeerCondition = Readonly<Record<string, unknown>>

/** What a list of ours is narrowed by that no address says. */
export interface PeerSight {
  /** What row-level security compares with: the audiences of whoever asks. */
  readonly audiences: readonly number[]
  /** The organisations of a region, by its name. */
  readonly regions: ReadonlyMap<string, readonly number[]>
}

/** What an answer of ours tells of a threat, as fields of Directus: the owner by name. */
const threatFields = [
  ...fieldsOf(threat).map(([, field]) => (field.kind === 'organisation' ? `${field.column}.name` : field.column)),
  'recorded_from',
  'entered_at',
].join(',')

/** Live threats, as inspectors count them; a long text can't be asked in any letter case. */
const live: readonly PeerCondition[] = [
  { type: { _eq: 'Tactical' } },
  { moderation_status: { _eq: 'Moderated' } },
  { soc: { _eq: 'SOC' } },
  { tier: { _neq: 'Tier 5' } },
  { phase: { _ncontains: 'closed' } },
  { phase: { _ncontains: 'Closed' } },
]

/** What stands now, of what may be seen. */
const standing: readonly PeerCondition[] = [{ recorded_to: { _eq: 'infinity' } }, { in_error: { _null: true } }]

/**
 * The address of a list of Directus that equals one of ours: the same filters, order, fifty rows and count.
 *
 * @param query of our list: `tier=Tier+1&sort=name`.
 */
export function peerList(query: string, sight: PeerSight): string {
  const asked = new URLSearchParams(query)
  const conditions = [...new Set(asked.keys())].flatMap(name => narrowedBy(name, asked.getAll(name), sight))
  const sign = asked.get('order') === 'desc' ? '-' : ''
  const sort = [...new Set([columnOf(asked.get('sort') ?? 'reference'), 'reference'])].map(column => sign + column)
  return address('threat_state', {
    filter: { _and: [...standing, seenBy(sight), ...conditions] },
    sort: sort.join(','),
    limit: '50',
    meta: 'filter_count',
    fields: threatFields,
  })
}

/** The address of one state in Directus. */
export function peerRead(id: string): string {
  return address(`threat_state/${id}`, { fields: threatFields })
}

/** The address at which Directus takes a threat, and answers with it. */
export const peerInsert: string = address('threat_state', { fields: threatFields })

export interface PeerFigures {
  /** Days, both in it. */
  readonly from: string
  readonly to: string
  /** As known at this instant. */
  readonly at: Date
}

/** The address of how many disruptions inspectors count, by lead organisation, month and P. */
export function peerFigures({ from, to, at }: PeerFigures, sight: PeerSight): string {
  return address('disruption_state', {
    filter: {
      _and: [
        { recorded_from: { _lte: at.toISOString() } },
        { recorded_to: { _gt: at.toISOString() } },
        { in_error: { _null: true } },
        seenBy(sight),
        { disruption_type: { _eq: 'Lead Disruption' } },
        { assessment_category: { _in: ['Major', 'Moderate', 'Minor'] } },
        { record_date: { _between: [from, to] } },
      ],
    },
    aggregate: { count: '*' },
    groupBy: 'owner_id,year(record_date),month(record_date),four_p',
    limit: '-1',
  })
}

function narrowedBy(name: string, values: readonly string[], { regions }: PeerSight): readonly PeerCondition[] {
  if (name === 'sort' || name === 'order') return []
  if (name === 'live') return live
  if (name === 'region') return [{ owner_id: { _in: values.flatMap(region => regions.get(region) ?? []) } }]
  return [{ [columnOf(name, 'one-of')]: { _in: values } }]
}

/** @throws Error for what is no field of a threat, and for a field that is narrowed otherwise than asked. */
function columnOf(name: string, filter?: string): string {
  const field = threat.fields[name as keyof typeof threat.fields]
  if (field === undefined || field.kind === 'organisation' || (filter ?? field.filter) !== field.filter) {
    throw new Error(`There is no equal in Directus yet for a list by ${name}.`)
  }
  return field.column
}

function seenBy({ audiences }: PeerSight): PeerCondition {
  return { audience_id: { _in: audiences } }
}

function address(place: string, query: Readonly<Record<string, unknown>>): string {
  const texts = Object.entries(query).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ])
  return `/items/${place}?${new URLSearchParams(Object.fromEntries(texts) as Record<string, string>).toString()}`
}
