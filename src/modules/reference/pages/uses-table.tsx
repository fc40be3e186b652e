import type { Visit } from '#platform/http'
import { type Content, DataTable, formatCount } from '#ui'
import { type Uses, usesOf } from '../uses-store.ts'

/** How many records hold a word of a list today, by owner: what a change would affect, for those who see no record. */
export async function usesTables(visit: Visit, list: string, value: string): Promise<Content> {
  const uses = await usesOf(visit.tx, list, value)
  if (uses.length === 0) return <p class="govuk-body">No register holds values of this list.</p>
  return (
    <>
      {uses.map(use => (
        <UsesTable use={use} label={labelOf(visit, use)} />
      ))}
      <p class="govuk-body-s">
        Counted over all records as they stand, whoever may see them. Organisations with fewer than five are counted
        together, and a count under five is not shown.
      </p>
    </>
  )
}

function UsesTable({ use, label }: { readonly use: Uses; readonly label: string }): Content {
  const named = use.owners.map(({ owner, records }) => ({ owner, records: formatCount(records) }))
  const rest = use.others === undefined ? 'Fewer than 5, or none' : formatCount(use.others)
  const restLabel = named.length === 0 ? 'All organisations' : 'All other organisations'
  return (
    <DataTable
      caption={label}
      columns={[
        { key: 'owner', label: 'Owner' },
        { key: 'records', label: 'Records', align: 'right' },
      ]}
      rows={[...named, { owner: restLabel, records: rest }]}
    />
  )
}

function labelOf(visit: Visit, { register, field }: Uses): string {
  const record = visit.house.registers.get(register)?.record
  const plural = record?.plural ?? register
  return `${plural.replace(/^./, first => first.toUpperCase())} that hold it as ${record?.fields[field]?.label ?? field}`
}
