import { type Content, formatDay, SummaryList, Timeline } from '#ui'
import type { ReferenceList } from '../list-store.ts'
import type { ReferenceValue, ValueState } from '../value-store.ts'

interface HistoryProps {
  readonly list: ReferenceList
  /** The latest first. */
  readonly states: readonly ValueState[]
  readonly values: readonly ReferenceValue[]
}

/** What was changed of a value, when and by whom. */
export function ValueHistory({ list, states, values }: HistoryProps): Content {
  const items = states.flatMap((state, index) => {
    if (state.recordedFrom === undefined) return []
    const before = states[index + 1]
    const rows = before === undefined ? [] : changedRows(list, before, state, values)
    return [
      {
        title: before === undefined ? 'Added' : 'Changed',
        at: state.recordedFrom,
        ...(state.by === undefined ? {} : { by: state.by }),
        ...(rows.length === 0 ? {} : { content: <SummaryList rows={rows} /> }),
      },
    ]
  })
  const isOurs = states.at(-1)?.recordedFrom === undefined
  return (
    <>
      {items.length === 0 ? null : <Timeline items={items} />}
      {isOurs ? <p class="govuk-body">Fourfold came with it.</p> : null}
    </>
  )
}

function changedRows(
  list: ReferenceList,
  before: ValueState,
  after: ValueState,
  values: readonly ReferenceValue[],
): readonly { readonly key: string; readonly value: string }[] {
  const shown = factsOf(list, after, values)
  const rows = factsOf(list, before, values).flatMap(([key, was], index) => {
    const is = shown[index]?.[1] ?? ''
    return was === is ? [] : [{ key, value: `${is || 'None'}\nBefore: ${was || 'none'}` }]
  })
  return before.position === after.position ? rows : [...rows, { key: 'Place in the list', value: 'Moved' }]
}

function factsOf(
  list: ReferenceList,
  state: ValueState,
  values: readonly ReferenceValue[],
): readonly (readonly [string, string])[] {
  return [
    ['What it means', state.hint],
    ['Counts as closed', list.saysToo.includes('closed') ? (state.closed ? 'Yes' : 'No') : ''],
    ['Usual P', state.fourP ?? ''],
    ['Suggested by', state.words.join(', ')],
    ['Ends', state.toOn === undefined ? '' : formatDay(state.toOn)],
    ['Replaced by', values.find(({ id }) => id === state.becameId)?.value ?? ''],
  ]
}
