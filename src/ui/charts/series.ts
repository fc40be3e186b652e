import type { SeriesTone } from '../content/marker.tsx'

/** One kind of thing that is counted, with the colour it has in every chart. */
export interface Series {
  readonly key: string
  readonly label: string
  readonly tone: SeriesTone
}

/** The figures of one bar or column: an organisation, a month. */
export interface ChartRow {
  readonly label: string
  /** By key of series; `null` is a count too small to be shown. */
  readonly values: Readonly<Record<string, number | null>>
  /** By key of series: the address of the rows behind the number. */
  readonly hrefs?: Readonly<Record<string, string>> | undefined
  /** The address of the rows behind the total. */
  readonly totalHref?: string | undefined
  /** What stands in the table's last column, if it has a heading: "84%". */
  readonly remark?: string | undefined
}

/** One piece of a stacked bar: how much stands before it, and how much it is. */
export interface Part {
  readonly series: Series
  readonly before: number
  readonly value: number
}

/** The pieces of a row's bar in the order of the series, without empty ones and without those too small to be shown. */
export function partsOf(row: ChartRow, series: readonly Series[]): readonly Part[] {
  const parts: Part[] = []
  let before = 0
  for (const one of series) {
    const value = row.values[one.key] ?? 0
    if (value > 0) parts.push({ series: one, before, value })
    before += value
  }
  return parts
}

/** What can be shown of a row, added up. */
export function shownTotal(row: ChartRow, series: readonly Series[]): number {
  return series.reduce((total, one) => total + (row.values[one.key] ?? 0), 0)
}

/** True when a count of the row is too small to be shown, so that its total can't be shown either: the rest could be worked out from it. */
export function hasHidden(row: ChartRow, series: readonly Series[]): boolean {
  return series.some(one => row.values[one.key] === null)
}

/** Round numbers from nought to at least `max`, some four of them, for the lines of a chart. */
export function scaleSteps(max: number): readonly number[] {
  const rough = Math.max(max, 1) / 4
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = Math.max(1, ([1, 2, 5, 10].find(factor => factor * power >= rough) ?? 10) * power)
  return Array.from({ length: Math.ceil(Math.max(max, 1) / step) + 1 }, (_, index) => index * step)
}
