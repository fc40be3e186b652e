import type { FieldValue, RecordState } from '#platform/record'
import { type Content, Tag, type TagColour, TierMark } from '#ui'

/** A tier with its bars; another word as it is. A threat that was never moderated has none. */
export function tierMark(value: FieldValue): Content {
  if (value === null) return <span class="ff-empty">No tier yet</span>
  const tier = Number(/^Tier ([1-5])$/.exec(String(value))?.[1])
  return isTier(tier) ? TierMark({ tier }) : String(value)
}

/** How far the moderation of a threat has come. */
export function moderationTag(value: FieldValue): Content {
  const text = String(value)
  return <Tag text={text} colour={moderationColours[text] ?? 'grey'} />
}

/** What is seen of a threat at a glance. */
export function threatMarkers(state: RecordState): Content {
  return (
    <>
      {tierMark(state.values['tier'] ?? null)}
      {moderationTag(state.values['moderationStatus'] ?? null)}
    </>
  )
}

const moderationColours: Readonly<Record<string, TagColour>> = {
  Draft: 'grey',
  Submitted: 'blue',
  Returned: 'orange',
  Moderated: 'green',
}

function isTier(tier: number): tier is 1 | 2 | 3 | 4 | 5 {
  return tier >= 1 && tier <= 5
}
