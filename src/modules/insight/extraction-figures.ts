import type { RecordValues } from '#platform/record'
import type { Preset } from './preset.ts'

/** The figures of one organisation, by name. */
export type OrganisationFigures = Readonly<Record<string, number>>

/** What an extraction comes to: how many rows, and the figures of each organisation that has any. */
export interface ExtractionFigures {
  readonly total: number
  readonly byOrganisation: Readonly<Record<string, OrganisationFigures>>
}

/** What `--summary` and the API answer. */
export interface ExtractionSummary extends ExtractionFigures {
  readonly preset: string
  readonly asAt: string
}

/** Adds up a preset's figures, a row at a time. */
export function figuresCounter(preset: Preset): {
  readonly add: (values: RecordValues) => void
  readonly figures: () => ExtractionFigures
} {
  const counted = new Map<string, Record<string, number>>()
  let total = 0
  return {
    add: values => {
      total += 1
      const organisation = String(values[preset.record.ownerField])
      const figures = counted.get(organisation) ?? noneOf(preset)
      for (const name of preset.counts(values)) figures[name] = (figures[name] ?? 0) + 1
      counted.set(organisation, figures)
    },
    figures: () => ({
      total,
      byOrganisation: Object.fromEntries(
        [...counted]
          .sort(([a], [b]) => a.localeCompare(b, 'en-GB'))
          .map(([name, figures]) => [name, withShares(preset, figures)]),
      ),
    }),
  }
}

function noneOf(preset: Preset): Record<string, number> {
  return Object.fromEntries(Object.keys(preset.figures).map(name => [name, 0]))
}

function withShares(preset: Preset, figures: OrganisationFigures): OrganisationFigures {
  const shares = Object.entries(preset.shares ?? {}).map(([name, share]) => [
    name,
    percent(figures[share.part] ?? 0, figures[share.whole] ?? 0),
  ])
  return { ...figures, ...Object.fromEntries(shares) }
}

/** A part of a whole in whole per cent, a half rounded up; none of nothing. */
export function percent(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((100 * part) / whole)
}
