import type { RecordingStandard } from './standard-store.ts'

/** What of a disruption a standard looks at. */
export interface Held {
  readonly recordDate: string
  readonly disruptionType: string
  /** The type of its threat as recorded; undefined when it is not known to whoever asks: then nothing is said of it. */
  readonly threatType: string | undefined
  /** Whether the organisation that records it is a police force. */
  readonly byForce: boolean
}

/** A standard that a disruption is not within, and why, in words for a person. */
export interface Flag {
  readonly standard: RecordingStandard
  readonly why: string
}

/**
 * Holds a disruption against the standards in force on its record date. A flag explains; it refuses nothing: what inspectors
 * complain of is work that was done and not recorded.
 */
export function flagsOf(standards: readonly RecordingStandard[], held: Held): readonly Flag[] {
  return standards
    .filter(standard => isInForce(standard, held.recordDate))
    .flatMap(standard => {
      const why = [threatTypeWhy(standard, held), supportWhy(standard, held)].filter(one => one !== undefined)
      return why.map(text => ({ standard, why: text }))
    })
}

/** Whether a standard is in force on a day, 'YYYY-MM-DD'. */
export function isInForce({ fromOn, toOn }: Pick<RecordingStandard, 'fromOn' | 'toOn'>, day: string): boolean {
  return fromOn <= day && (toOn === undefined || day < toOn)
}

function threatTypeWhy({ threatTypes }: RecordingStandard, { threatType }: Held): string | undefined {
  if (threatTypes === undefined || threatType === undefined || threatTypes.includes(threatType)) return undefined
  return `The threat is recorded as ${anA(threatType)}. The standard of that day takes only ${threatTypes.map(plural).join(' and ')}.`
}

function supportWhy({ forcesRecordSupports }: RecordingStandard, held: Held): string | undefined {
  if (forcesRecordSupports || !held.byForce || held.disruptionType !== 'Support Disruption') return undefined
  return 'It is a police force’s support disruption. By the standard of that day forces record only what they led.'
}

function anA(type: string): string {
  const word = type.replace(/^./, first => first.toLowerCase())
  return `${/^[aeiou]/.test(word) ? 'an' : 'a'} ${word}`
}

function plural(type: string): string {
  const word = type.replace(/^./, first => first.toLowerCase())
  return word.endsWith('y') ? `${word.slice(0, -1)}ies` : `${word}s`
}
