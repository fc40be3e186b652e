import { isDay } from '#platform/clock'
import { formatCount, formatDay, formatInstant } from '#ui'
import type { ExtractionSummary } from './extraction-figures.ts'
import type { KeptExtraction } from './extraction-store.ts'
import type { ExtractionDates } from './preset.ts'

/** What `--summary` and the API say of an extraction (CONTRACT: preset, asAt, total, byOrganisation). */
export function summaryOf(kept: KeptExtraction): ExtractionSummary {
  const { total, byOrganisation } = kept.figures
  return { preset: kept.preset, asAt: kept.asAtText, total, byOrganisation }
}

/** How many rows literal dates left out, in a sentence; undefined when dates were not taken literally. */
export function droppedText(kept: Pick<KeptExtraction, 'dates' | 'droppedRows'>): string | undefined {
  if (kept.dates === undefined || kept.droppedRows === undefined) return undefined
  const rows = kept.droppedRows === 1 ? '1 row' : `${formatCount(kept.droppedRows)} rows`
  return `Dates taken literally leave out ${formatDay(kept.dates.from)} itself: ${rows} fewer.`
}

/** The days that an extraction speaks of. */
export function datesText(dates: ExtractionDates | undefined): string {
  if (dates === undefined) return ''
  const literal = dates.literal ? ', taken literally' : ''
  return `${formatDay(dates.from)} to ${formatDay(dates.to)}${literal}`
}

/** A day or an instant as it was asked, for people. */
export function dayOrInstant(text: string): string {
  return isDay(text) ? formatDay(text) : formatInstant(new Date(text))
}
