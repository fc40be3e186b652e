import type { Content } from '../text/content.ts'

export interface Figure {
  readonly label: string
  /** The number as it is to be read: "1,204", "£4,800.00", "fewer than 5". */
  readonly value: string
  /** Opens the rows behind the number. */
  readonly href?: string | undefined
  readonly note?: string | undefined
}

/** A few numbers to be seen at a glance. */
export function Figures({ items }: { readonly items: readonly Figure[] }): Content {
  return (
    <dl class="ff-figures">
      {items.map(item => (
        <div class="ff-figures__item">
          <dt class="ff-figures__label">{item.label}</dt>
          <dd class="ff-figures__value">
            {item.href ? (
              <a class="govuk-link govuk-link--no-visited-state" href={item.href}>
                {item.value}
              </a>
            ) : (
              item.value
            )}
          </dd>
          {item.note ? <dd class="ff-figures__note">{item.note}</dd> : null}
        </div>
      ))}
    </dl>
  )
}
