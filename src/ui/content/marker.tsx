import { raw } from 'hono/html'
import { type Content, toHtml } from '../text/content.ts'
import { escapeHtml } from '../text/escape-html.ts'
import { formatCount } from '../text/format.ts'

/** The colours of series that are not the 4Ps, from ink to grey, in the order in which they are always used. */
export const SERIES_TONES = ['series-1', 'series-2', 'series-3', 'series-4'] as const

const FOUR_PS = { Pursue: 'pursue', Prevent: 'prevent', Protect: 'protect', Prepare: 'prepare' } as const
export type SeriesTone = (typeof SERIES_TONES)[number] | (typeof FOUR_PS)[keyof typeof FOUR_PS] | 'series-other'
export type FourPWord = keyof typeof FOUR_PS

/** The one colour that each of the 4Ps has everywhere, in markers and in charts. */
export function fourPTone(word: FourPWord): SeriesTone {
  return FOUR_PS[word]
}

/** One of the 4Ps: always its colour and its word. */
export function FourP({ word }: { readonly word: FourPWord }): Content {
  return <Marker text={word} tone={fourPTone(word)} />
}

/** A word with a square of its colour before it. The word says it all; the colour helps to find it again. */
export function Marker({ text, tone }: { readonly text: string; readonly tone: SeriesTone }): Content {
  return <span class={`ff-marker ff-marker--${tone}`}>{text}</span>
}

/** A step on a scale, drawn as so many bars filled out of so many, with its words. */
export function LevelMark(props: { readonly text: string; readonly level: number; readonly of: number }): Content {
  const bars = Array.from({ length: props.of }, (_, index) => index < props.level)
  return (
    <span class="ff-level">
      <svg class="ff-level__bars" aria-hidden="true" focusable="false" width={props.of * 5} height="14">
        {bars.map((filled, index) => (
          <rect
            class={filled ? 'ff-level__bar--filled' : 'ff-level__bar'}
            x={index * 5}
            y={10 - 2 * index}
            width="3"
            height={4 + 2 * index}
          />
        ))}
      </svg>
      {props.text}
    </span>
  )
}

/** A tier from 1, the gravest, to 5: "Tier 1" with all its bars filled. */
export function TierMark({ tier }: { readonly tier: 1 | 2 | 3 | 4 | 5 }): Content {
  return tierMarks[tier]
}

/** Drawn once: a list has one in every row. */
const tierMarks = { 1: drawnTier(1), 2: drawnTier(2), 3: drawnTier(3), 4: drawnTier(4), 5: drawnTier(5) } as const

function drawnTier(tier: number): Content {
  return raw(toHtml(<LevelMark text={`Tier ${tier}`} level={6 - tier} of={5} />))
}

export type TagColour = 'grey' | 'green' | 'teal' | 'blue' | 'purple' | 'magenta' | 'red' | 'orange' | 'yellow'

/** The state that something is in. */
export function Tag({ text, colour }: { readonly text: string; readonly colour?: TagColour | undefined }): Content {
  return <strong class={`govuk-tag${colour ? ` govuk-tag--${colour}` : ''}`}>{text}</strong>
}

/** A short word of emphasis in a heading or a timeline, in outline. */
export function Badge(props: {
  readonly text: string
  readonly colour?: 'red' | 'green' | 'blue' | 'black' | 'grey' | undefined
}): Content {
  return <span class={`moj-badge moj-badge--${props.colour ?? 'blue'}`}>{props.text}</span>
}

/** A number; with an address it opens the rows behind it. The label says what it counts, for those who hear it alone. */
export function Count(props: {
  readonly value: number
  readonly href?: string | undefined
  readonly label?: string | undefined
}): Content {
  // As text: a page of figures has hundreds.
  const label = props.label ? `<span class="govuk-visually-hidden"> ${escapeHtml(props.label)}</span>` : ''
  const count = formatCount(props.value)
  return raw(
    props.href === undefined
      ? `<span class="ff-count">${count}${label}</span>`
      : `<a class="govuk-link govuk-link--no-visited-state ff-count" href="${escapeHtml(props.href)}">${count}${label}</a>`,
  )
}
