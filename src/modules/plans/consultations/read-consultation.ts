import { readerOf, type ReadOutcome, type Stated } from '../steps/read-answers.ts'
import { longestText } from '../steps/step-text.tsx'

/** A consultation as it is stated. */
export interface StatedConsultation {
  /** 'YYYY-MM-DD'. */
  readonly consultedOn: string
  readonly partner: string
  readonly said: string
}

/** Characters of a partner's name at most. */
export const longestPartner = 200

/** Reads who was consulted, when, and what they said. */
export function readConsultation(stated: Stated, today: string): ReadOutcome<StatedConsultation> {
  const reader = readerOf(stated)
  const partner = reader.text('partner', { label: 'Partner', max: longestPartner, missing: 'Enter who was consulted' })
  if (/\n/.test(partner)) reader.problem('partner', 'Partner must be on one line. Remove the line break')
  const missing = 'Enter the day they were consulted'
  const consultedOn = reader.dayThatCame('consultedOn', { label: 'The day', missing, today })
  const said = reader.text('said', { label: 'What they said', max: longestText, missing: 'Enter what they said' })
  if (reader.problems.length > 0 || consultedOn === undefined) return { problems: reader.problems }
  return { answers: { consultedOn, partner: partner.trim(), said } }
}
