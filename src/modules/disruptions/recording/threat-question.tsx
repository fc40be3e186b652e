import { withheldHandlings } from '#platform/register-pages'
import type { Visit } from '#platform/http'
import {
  type Choice,
  type Content,
  Details,
  errorOf,
  type FieldError,
  HiddenInput,
  Radios,
  SummaryList,
  TextInput,
} from '#ui'
import { mostFound, nearThreats, type OfferedThreat } from './threat-choices-store.ts'

/** What the question of the threat offers. */
export interface ThreatOffers {
  /** The one that is settled already: the page's, or an answer given before. */
  readonly chosen: OfferedThreat | undefined
  readonly found: readonly OfferedThreat[]
  readonly near: readonly OfferedThreat[]
  /** Handlings that demand a reason before more than the reference is shown. */
  readonly withheld: readonly string[]
}

/** The threats nearest to the visit's actor, and what a search found. */
export async function threatOffers(
  visit: Visit,
  chosen: OfferedThreat | undefined,
  found: readonly OfferedThreat[],
): Promise<ThreatOffers> {
  const near = found.length > 0 ? [] : await nearThreats(visit.tx, visit.actor, { mine: 6, near: 5, total: 12 })
  const others = near.filter(one => [chosen, ...found].every(other => other?.reference !== one.reference))
  return { chosen, found, near: others, withheld: await withheldHandlings(visit) }
}

/** A threat that is settled: its name and its reference, each on a line. */
export function threatLines(threat: OfferedThreat, withheld: readonly string[]): string {
  return withheld.includes(threat.handling) ? threat.reference : `${threat.name}\n${threat.reference}`
}

interface ThreatQuestionProps {
  readonly offers: ThreatOffers
  readonly search: string
  readonly errors: readonly FieldError[]
}

/** Which threat: one settled already stands as it is; else those found, then those of my plans, mine, then near, then a search. */
export function ThreatQuestion({ offers, search, errors }: ThreatQuestionProps): Content {
  const { chosen, withheld } = offers
  const others = <OtherThreats offers={offers} search={search} errors={errors} />
  if (chosen === undefined) return others
  return (
    <>
      <SummaryList rows={[{ key: 'Threat', value: threatLines(chosen, withheld) }]} />
      <HiddenInput name="chosenThreat" value={chosen.reference} />
      <Details summary="It was another threat">{others}</Details>
    </>
  )
}

function OtherThreats({ offers, search, errors }: ThreatQuestionProps): Content {
  const { found, near, withheld } = offers
  const choices = [...found, ...near].map(threat => choiceOf(threat, withheld))
  const label = found.length === 0 ? 'Which threat?' : 'Which of these threats?'
  const error = errorOf(errors, 'threatReference')
  const hint = found.length === 0 ? {} : { hint: foundHint(found.length, search) }
  return (
    <>
      {choices.length === 0 ? null : (
        <Radios name="threatReference" label={label} small choices={choices} error={error} {...hint} />
      )}
      <TextInput
        name="search"
        {...(choices.length === 0 && error !== undefined ? { error } : { error: errorOf(errors, 'search') })}
        label={choices.length === 0 ? 'Which threat?' : 'Or find another threat'}
        hint="Words of its name, or its reference. Continue shows what matches."
        value={search}
        type="search"
        autocomplete="off"
        spellcheck={false}
      />
    </>
  )
}

function foundHint(count: number, search: string): string {
  const words = `They match “${search.trim()}”.`
  return count < mostFound ? words : `${words} There may be more: add words to leave fewer.`
}

function choiceOf(threat: OfferedThreat, withheld: readonly string[]): Choice {
  const text = withheld.includes(threat.handling) ? threat.reference : threat.name
  const whose = threat.planned
    ? ['one of your plans is against it']
    : threat.mine
      ? ['you are its lead responsible officer']
      : threat.own
        ? []
        : [threat.owner]
  const parts = withheld.includes(threat.handling) ? whose : [threat.reference, threat.threatType, ...whose]
  return { value: threat.reference, text, ...(parts.length === 0 ? {} : { hint: parts.join(' · ') }) }
}
