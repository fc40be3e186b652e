import type { Visit } from '#platform/http'
import { recordAddress, withheldHandlings, withheldValue } from '#platform/register-pages'
import { type Content, DataTable, formatDay, type Row } from '#ui'
import { disruption } from './disruption.ts'
import { fourPMark } from './disruption-marks.tsx'
import type { DisruptionLine } from './disruption-store.ts'

/** Handlings that demand a reason before more than the reference is shown: asked where there is anything to show. */
export async function withheldFrom(visit: Visit, lines: readonly DisruptionLine[]): Promise<readonly string[]> {
  return lines.length === 0 ? [] : withheldHandlings(visit)
}

interface LinesProps {
  readonly visit: Visit
  readonly lines: readonly DisruptionLine[]
  readonly caption: string
  /** Handlings that demand a reason before more than the reference is shown. */
  readonly withheld: readonly string[]
}

/** Disruptions on the page of another record. */
export function DisruptionLines({ visit, lines, caption, withheld }: LinesProps): Content {
  return (
    <DataTable
      caption={caption}
      hideCaption
      columns={[
        { key: 'reference', label: 'Reference', keepTogether: true },
        { key: 'recordDate', label: 'Record date', keepTogether: true },
        { key: 'fourP', label: '4P' },
        { key: 'assessmentCategory', label: 'Category' },
        { key: 'title', label: 'Title' },
        { key: 'leadOrganisation', label: 'Lead organisation' },
      ]}
      rows={lines.map(line => rowOf(visit, line, withheld.includes(line.handling)))}
    />
  )
}

function rowOf(visit: Visit, line: DisruptionLine, isWithheld: boolean): Row {
  const reference = (
    <a class="govuk-link" href={recordAddress(`/disruptions/${encodeURIComponent(line.reference)}`, visit)}>
      {line.reference}
    </a>
  )
  if (isWithheld) return { reference, title: withheldValue }
  return {
    ...line,
    reference,
    recordDate: formatDay(line.recordDate),
    fourP: fourPMark(line.fourP),
    assessmentCategory: `${line.assessmentCategory}${line.disruptionType === 'Support Disruption' ? ', support' : ''}`,
  }
}

/** The same, for the audit. */
export function shownLines(lines: readonly DisruptionLine[]) {
  return { register: disruption.register, references: lines.map(line => line.reference) }
}
