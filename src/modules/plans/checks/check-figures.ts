import type { Finding, Visit } from '#platform/http'
import { formatCount } from '#ui'

/** How often each check found something, by organisation. */
export interface CheckFigures {
  readonly of: (organisation: string, check: string) => number
}

export function figuresOf(findings: readonly Finding[]): CheckFigures {
  const counts = new Map<string, number>()
  const keyOf = (organisation: string, check: string) => JSON.stringify([organisation, check])
  for (const { organisation, check } of findings) {
    const key = keyOf(organisation, check)
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return { of: (organisation, check) => counts.get(keyOf(organisation, check)) ?? 0 }
}

/** Whether the actor may have figures and nothing that is behind them: oversight. */
export function hasFiguresOnly({ actor }: Pick<Visit, 'actor'>): boolean {
  return !actor.permissions.has('record.read')
}

/** Counts under this are held back from those who may have figures only, none included: somebody could be told from them. */
export const fewestShown = 5

/** A figure as it may be told; null is one held back. */
export function figureFor(visit: Pick<Visit, 'actor'>, figure: number): number | null {
  return hasFiguresOnly(visit) && figure < fewestShown ? null : figure
}

export function figureText(visit: Pick<Visit, 'actor'>, figure: number): string {
  const told = figureFor(visit, figure)
  return told === null ? 'under 5' : formatCount(told)
}
