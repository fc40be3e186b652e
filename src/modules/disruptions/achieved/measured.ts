import { type Measure, measures } from '#modules/plans'
import { formatCount, formatMoney } from '#ui'
import type { MonthAchieved } from './achieved-store.ts'

/** What disruptions add to an aim's measure, and how it is said. */
export interface Measured {
  /** Heads a column, and names the figure in a sentence. */
  readonly label: string
  readonly of: (month: MonthAchieved) => number
  readonly shown: (figure: number) => string
  /** The aim's own measure is stated by people; this only stands beside it. */
  readonly besideOnly: boolean
}

const counted: Readonly<Record<Exclude<Measure, 'Stated by hand'>, Pick<Measured, 'of'>>> = {
  Disruptions: { of: month => month.disruptions },
  Arrests: { of: month => month.arrests },
  Charges: { of: month => month.charges },
  'Cash seized': { of: month => month.cashSeizedPence / 100 },
  'People safeguarded': { of: month => month.peopleSafeguarded },
  Referrals: { of: month => month.referrals },
}

/** How an aim is measured by disruptions: as it says, else by their number beside what people state. */
export function measuredBy(stated: unknown): Measured {
  const measure = measures.find(one => one === stated)
  const isByHand = measure === undefined || measure === 'Stated by hand'
  const label = isByHand ? 'Disruptions' : measure
  const shown = label === 'Cash seized' ? (pounds: number) => formatMoney(Math.round(pounds * 100)) : formatCount
  return { label, of: counted[label].of, shown, besideOnly: isByHand }
}

/** Added up over some months. */
export function total(months: readonly MonthAchieved[], of: (month: MonthAchieved) => number): number {
  return months.reduce((sum, month) => sum + of(month), 0)
}
