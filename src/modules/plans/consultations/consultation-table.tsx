import { type Content, DataTable, formatDay, Text } from '#ui'
import type { Consultation } from './consultation-store.ts'

interface ConsultationTableProps {
  readonly consultations: readonly Consultation[]
  readonly emptyText: string
}

/** Who was consulted, when, and what they said. */
export function ConsultationTable({ consultations, emptyText }: ConsultationTableProps): Content {
  return (
    <DataTable
      caption="Partners who were consulted"
      hideCaption
      emptyText={emptyText}
      columns={[
        { key: 'partner', label: 'Partner' },
        { key: 'day', label: 'When', keepTogether: true },
        { key: 'said', label: 'What they said', wide: true },
        { key: 'by', label: 'Recorded by' },
      ]}
      rows={consultations.map(one => ({
        partner: one.partner,
        day: formatDay(one.consultedOn),
        said: <Text value={one.said} lines />,
        by: one.person.name,
      }))}
    />
  )
}
