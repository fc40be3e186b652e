import type { Measure } from '#modules/plans'
import type { StockAim } from './aim-stock.ts'
import type { Draw } from './draw.ts'

export interface AimFigures {
  readonly baseline: number
  readonly target: number
}

/** Where an invented aim begins and where it is to be: above where it is to rise, below where it is to fall. */
export function aimFigures({ falls, measuredBy }: StockAim, draw: Draw): AimFigures {
  const from = draw.between(6, 30)
  const wanted = draw.between(0, 2)
  if (measuredBy !== undefined) return { baseline: 0, target: (wanted + 1) * (steps[measuredBy] ?? 1) }
  const rising = [from + 8, from * 2, from + 12]
  const falling = [Math.floor(from / 3), Math.floor(from / 2), 2]
  return { baseline: from, target: (falls === true ? falling : rising)[wanted] ?? from }
}

/** What disruptions count begins at none. */
const steps: Readonly<Partial<Record<Measure, number>>> = {
  Disruptions: 2,
  Arrests: 3,
  Charges: 2,
  'Cash seized': 5000,
  'People safeguarded': 2,
  Referrals: 2,
}
