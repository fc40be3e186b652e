import { type Content, InsetText, Text } from '#ui'
import type { Flag } from './standard-flags.ts'
import { inForceText } from './standards-page.tsx'

interface StandardFlagsProps {
  readonly flags: readonly Flag[]
  /** In a form, where it is to be said that nothing is refused for it. */
  readonly beforeRecording?: boolean
}

/** Why a disruption is outside the recording standards of its day, with the source of each; nothing when it is within. */
export function StandardFlags({ flags, beforeRecording }: StandardFlagsProps): Content {
  if (flags.length === 0) return null
  const list = flags.map(({ standard, why }) => (
    <>
      <p class="govuk-body">
        <strong>{why}</strong>
      </p>
      <p class="govuk-body-s">
        <Text value={standard.name} />, {inForceText(standard)}: <Text value={standard.says} /> Source:{' '}
        <Text value={standard.source} />.{' '}
        <a class="govuk-link" href="/recording-standards">
          Recording standards
        </a>
      </p>
    </>
  ))
  if (!beforeRecording) return <>{list}</>
  return (
    <InsetText>
      <p class="govuk-body">This would be outside the recording standard of its day. You can record it all the same.</p>
      {list}
    </InsetText>
  )
}
