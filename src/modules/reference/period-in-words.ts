import { formatDay } from '#ui'
import type { ReferenceValue } from './value-store.ts'

/** When a value is on its list: 'from the beginning until 1 May 2026', the last day not counted. */
export function periodInWords({ fromOn, toOn }: Pick<ReferenceValue, 'fromOn' | 'toOn'>): string {
  if (fromOn !== undefined && fromOn === toOn) return 'never'
  const from = fromOn === undefined ? 'from the beginning' : `from ${formatDay(fromOn)}`
  return toOn === undefined ? from : `${from} until ${formatDay(toOn)}`
}
