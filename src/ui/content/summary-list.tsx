import { Text } from '../text/shown-text.tsx'
import { isEmpty } from '../text/content.ts'
import type { Content } from '../text/content.ts'

/** A link beside a fact or in a heading: its hidden text completes "Change" for assistive technology. */
export interface ActionLink {
  readonly text: string
  readonly href: string
  readonly hiddenText?: string | undefined
}

export interface SummaryRow {
  readonly key: string
  /** A string is shown as typed text; "Not recorded" stands for nothing. */
  readonly value: Content
  readonly actions?: readonly ActionLink[] | undefined
}

export interface SummaryListProps {
  readonly rows: readonly SummaryRow[]
  /** Two columns of facts where there is room, for reading rather than checking. */
  readonly columns?: boolean | undefined
  readonly emptyText?: string | undefined
}

/** Facts about one thing, each with its name. */
export function SummaryList({ rows, columns, emptyText = 'Not recorded' }: SummaryListProps): Content {
  const hasActions = rows.some(row => row.actions?.length)
  return (
    <dl class={`govuk-summary-list ff-summary-list${columns ? ' ff-summary-list--columns' : ''}`}>
      {rows.map(row => (
        <div
          class={`govuk-summary-list__row${hasActions && !row.actions?.length ? ' govuk-summary-list__row--no-actions' : ''}`}
        >
          <dt class="govuk-summary-list__key">{row.key}</dt>
          <dd class="govuk-summary-list__value">{shownValue(row.value, emptyText)}</dd>
          {row.actions?.length ? <dd class="govuk-summary-list__actions">{row.actions.map(ActionAnchor)}</dd> : null}
        </div>
      ))}
    </dl>
  )
}

/** The link of an action. */
export function ActionAnchor(action: ActionLink): Content {
  return (
    <a class="govuk-link ff-action" href={action.href}>
      {action.text}
      {action.hiddenText ? <span class="govuk-visually-hidden"> {action.hiddenText}</span> : null}
    </a>
  )
}

function shownValue(value: Content, emptyText: string): Content {
  if (isEmpty(value)) return <span class="ff-empty">{emptyText}</span>
  return typeof value === 'string' ? <Text value={value} lines /> : value
}
