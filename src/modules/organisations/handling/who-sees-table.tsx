import { type Content, DataTable, formatCount } from '#ui'
import type { Seers } from './access-store.ts'
import { listInWords } from './list-in-words.ts'

/** Who can see a record, by organisation: how many, with which part, and why. */
export function WhoSeesTable({
  seers,
  caption,
}: {
  readonly seers: readonly Seers[]
  readonly caption: string
}): Content {
  return (
    <DataTable
      caption={caption}
      columns={[
        { key: 'organisation', label: 'Organisation' },
        { key: 'people', label: 'People', align: 'right' },
        { key: 'parts', label: 'Parts' },
        { key: 'why', label: 'Because they are' },
      ]}
      rows={seers.map(one => ({
        organisation: one.organisation,
        people: formatCount(one.people),
        parts: one.parts.map(({ part, people }) => `${formatCount(people)} ${part}`).join(', '),
        why: one.grounds.map(ground => groundOf(ground, one.named)).join('; '),
      }))}
      emptyText="Nobody."
    />
  )
}

function groundOf(ground: string, named: readonly string[]): string {
  return ground === 'named' ? `named: ${listInWords(named)}` : ground
}
