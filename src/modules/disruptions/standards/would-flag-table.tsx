import { type Content, DataTable, formatCount } from '#ui'
import type { WouldFlag } from './standard-store.ts'

interface WouldFlagTableProps {
  readonly flags: readonly WouldFlag[]
  readonly caption: string
}

/** How many disruptions a standard would flag, by organisation, before it is stated. */
export function WouldFlagTable({ flags, caption }: WouldFlagTableProps): Content {
  const shown = flags.filter(({ organisation, figure }) => organisation !== null || figure !== null)
  if (shown.length === 0) return <p class="govuk-body">{caption}: fewer than 5, or none.</p>
  return (
    <DataTable
      caption={caption}
      narrow="scroll"
      columns={[
        { key: 'organisation', label: 'Organisation' },
        { key: 'figure', label: 'Disruptions', align: 'right' },
      ]}
      rows={shown.map(({ organisation, figure }) => ({
        organisation: organisation ?? 'Organisations with fewer than 5, together',
        figure: formatCount(figure ?? 0),
      }))}
      footer={{
        organisation: 'Together',
        figure: formatCount(shown.reduce((sum, { figure }) => sum + (figure ?? 0), 0)),
      }}
    />
  )
}
