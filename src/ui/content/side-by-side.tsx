import { Text } from '../text/shown-text.tsx'
import { isEmpty } from '../text/content.ts'
import type { Content } from '../text/content.ts'

export interface ComparedRow {
  readonly label: string
  readonly left: Content
  readonly right: Content
  /** The two differ: the row is set off and says so in words. */
  readonly changed: boolean
}

export interface SideBySideProps {
  readonly caption: string
  readonly leftHeading: Content
  readonly rightHeading: Content
  readonly rows: readonly ComparedRow[]
}

/** Two states of one thing, field by field. */
export function SideBySide({ caption, leftHeading, rightHeading, rows }: SideBySideProps): Content {
  return (
    <table class="govuk-table ff-table ff-compare">
      <caption class="govuk-table__caption govuk-table__caption--s">{caption}</caption>
      <thead class="govuk-table__head">
        <tr class="govuk-table__row">
          <th class="govuk-table__header" scope="col">
            Field
          </th>
          <th class="govuk-table__header" scope="col">
            {leftHeading}
          </th>
          <th class="govuk-table__header" scope="col">
            {rightHeading}
          </th>
        </tr>
      </thead>
      <tbody class="govuk-table__body">
        {rows.map(row => (
          <tr class={`govuk-table__row${row.changed ? ' ff-compare__row--changed' : ''}`}>
            <th class="govuk-table__header" scope="row">
              {row.label}
              {row.changed ? <span class="ff-compare__changed">Changed</span> : null}
            </th>
            <td class="govuk-table__cell">{shown(row.left)}</td>
            <td class="govuk-table__cell">{shown(row.right)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function shown(value: Content): Content {
  if (isEmpty(value)) return <span class="ff-empty">Not recorded</span>
  return typeof value === 'string' ? <Text value={value} lines /> : value
}
