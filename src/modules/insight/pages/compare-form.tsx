import { Button, type Content, formatInstant, Select } from '#ui'
import type { KeptExtraction } from '../extraction-store.ts'
import { dayOrInstant } from '../extraction-words.ts'

/** Chooses two kept extractions to be compared. */
export function CompareForm(props: {
  readonly extractions: readonly KeptExtraction[]
  readonly chosen?: string | undefined
}): Content {
  const choices = props.extractions.map(kept => ({
    value: kept.id,
    text: `${kept.preset}, as known ${dayOrInstant(kept.asAtText)}, taken ${formatInstant(kept.takenAt)}: ${kept.rowCount} rows`,
  }))
  const other = choices.find(choice => choice.value !== props.chosen)?.value
  return (
    <form action="/extractions/compare" method="get" novalidate>
      <h2 class="govuk-heading-m">Compare two, row by row</h2>
      <Select name="a" label="Extraction A" choices={choices} value={props.chosen ?? choices[1]?.value} />
      <Select
        name="b"
        label="Extraction B"
        choices={choices}
        value={props.chosen === undefined ? choices[0]?.value : other}
      />
      <Button text="Compare" kind="secondary" />
    </form>
  )
}
