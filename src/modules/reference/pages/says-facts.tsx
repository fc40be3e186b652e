import { FourP, type SummaryRow } from '#ui'
import type { Says } from '../change-values.ts'
import type { ReferenceList } from '../list-store.ts'

/** What a value says of itself, as facts: those of its list. */
export function saysFacts(list: ReferenceList, says: Omit<Says, 'position'>): readonly SummaryRow[] {
  const rows: readonly (SummaryRow | false)[] = [
    { key: 'What it means', value: says.hint === '' ? undefined : says.hint },
    list.saysToo.includes('closed') && { key: 'Counts as closed', value: says.closed ? 'Yes' : 'No' },
    list.saysToo.includes('four P') && { key: 'Usual P', value: says.fourP && <FourP word={says.fourP} /> },
    list.saysToo.includes('words') && { key: 'Suggested by', value: says.words.join(', ') },
  ]
  return rows.filter(row => row !== false)
}
