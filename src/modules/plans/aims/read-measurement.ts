import { readerOf, type ReadOutcome, type Stated } from '../steps/read-answers.ts'
import type { StatedMeasurement } from './measurement-store.ts'

/** Characters of what is said of a value at most. */
export const longestSaying = 1000

/** Numbers as people write them: with commas between thousands, with decimals after a point. */
const numberForm = /^-?(\d{1,3}(,\d{3})+|\d{1,12})(\.\d{1,3})?$/

/** The number that a text is; undefined when it is none. */
export function numberIn(text: string): number | undefined {
  const trimmed = text.trim()
  return numberForm.test(trimmed) ? Number(trimmed.replaceAll(',', '')) : undefined
}

/** Reads a value, the day it was measured on, and what is said of it. */
export function readMeasurement(stated: Stated, today: string): ReadOutcome<StatedMeasurement> {
  const reader = readerOf(stated)
  const missing = 'Enter the day it was measured on'
  const measuredOn = reader.dayThatCame('measuredOn', { label: 'The day', missing, today })
  const typed = reader.text('value', { label: 'Value', max: 30, missing: 'Enter the value' })
  const value = numberIn(typed)
  if (typed !== '' && value === undefined) reader.problem('value', 'The value must be a number, such as 12 or 12.5')
  const says = reader.optionalText('says', { label: 'What you say of it', max: longestSaying })
  if (reader.problems.length > 0 || measuredOn === undefined || value === undefined) {
    return { problems: reader.problems }
  }
  return { answers: { measuredOn, value, says } }
}
