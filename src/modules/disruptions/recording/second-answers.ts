import { organisationIndex } from '#modules/organisations'
import { type DraftFields, textOf } from '#platform/drafts'
import { type ChoicesByField, readHandling, readTyped, type Typed } from '#platform/forms'
import type { Visit } from '#platform/http'
import type { FieldValue, Handling } from '#platform/record'
import type { FieldError } from '#ui'
import { partsNamed } from '../against-plans/named-part.ts'
import { disruption } from '../disruption.ts'
import { resultNames } from '../results.ts'
import type { RecordingOrganisation } from './other-organisations-store.ts'

/** The fields that the second page asks for by their declaration. */
export const gradeNames = ['fourP', 'assessmentCategory'] as const
export const sideNames = ['disruptionType', 'supportedOrganisation', 'eventReference', 'leadOrganisation'] as const
/** The names of the second page's other controls. */
export const ownControls = ['supporting', 'otherSupporting', 'handling', 'planPart'] as const

export interface SecondAnswers {
  readonly typed: Typed
  readonly values: Readonly<Record<string, FieldValue>>
  readonly handling: Handling | undefined
  /** Organisations named as supporters, by id. */
  readonly supporting: readonly number[]
  readonly errors: readonly FieldError[]
}

/** What the second page offers of organisations: those one records for, and those that led or supported. */
export function organisationChoices(organisations: readonly RecordingOrganisation[]): ChoicesByField {
  const choices = (some: readonly RecordingOrganisation[]) => some.map(({ name }) => ({ value: name, text: name }))
  return {
    leadOrganisation: choices(organisations.filter(({ own }) => own)),
    supportedOrganisation: choices(organisations.filter(({ own }) => !own)),
  }
}

/** What stands in the second page's controls before anything is answered: a lead disruption, handled as usual. */
export function beforeAnswers(visit: Visit, fields: DraftFields): DraftFields {
  const usual = { disruptionType: 'Lead Disruption', leadOrganisation: visit.actor.organisation, handling: 'Region' }
  return { ...usual, ...fields }
}

/** Reads the second page's answers. */
export async function readSecond(
  visit: Visit,
  fields: DraftFields,
  organisations: readonly RecordingOrganisation[],
): Promise<SecondAnswers> {
  const names = [...gradeNames, ...resultNames, ...sideNames]
  const read = readTyped(disruption, names, fields, { choices: organisationChoices(organisations) })
  const handling = readHandling(textOf(fields, 'handling'))
  const parts = partsNamed(textOf(fields, 'planPart'))
  const supporters = await readSupporters(visit, fields, organisations, read.values['disruptionType'])
  return {
    typed: read.typed,
    values: { ...read.values, ...parts },
    handling,
    supporting: supporters.ids,
    errors: [
      ...read.errors,
      ...supporters.errors,
      ...(parts === undefined ? [{ field: 'planPart', text: 'Select an action or an aim of the plan, or none' }] : []),
      ...(handling === undefined ? [{ field: 'handling', text: 'Select a handling' }] : []),
    ],
  }
}

interface Supporters {
  readonly ids: readonly number[]
  readonly errors: readonly FieldError[]
}

/** The organisations ticked, and those typed on lines of their own by name, code or abbreviation. */
export async function readSupporters(
  visit: Visit,
  fields: DraftFields,
  organisations: readonly RecordingOrganisation[],
  disruptionType: FieldValue | undefined,
): Promise<Supporters> {
  const ticked = [fields['supporting'] ?? []].flat()
  const lines = textOf(fields, 'otherSupporting')
    .split(/[\r\n;]+/)
    .map(line => line.trim())
    .filter(line => line !== '')
  if (ticked.length + lines.length === 0) return { ids: [], errors: [] }
  if (disruptionType === 'Support Disruption') {
    return { ids: [], errors: [{ field: 'supporting', text: 'Only the lead of an event names who supported it' }] }
  }
  const index = await organisationIndex(visit.tx)
  const errors: FieldError[] = []
  const ids = new Set<number>()
  for (const [field, words] of [
    ['supporting', ticked],
    ['otherSupporting', lines.slice(0, 100)],
  ] as const) {
    for (const word of words) {
      const known = index.find(word)
      const found = organisations.find(({ id, own }) => id === known?.id && !own)
      if (found !== undefined) ids.add(found.id)
      else
        errors.push({
          field,
          text: notASupporter(
            word,
            organisations.some(one => one.own && one.id === known?.id),
          ),
        })
    }
  }
  return { ids: [...ids], errors }
}

function notASupporter(word: string, isOwn: boolean): string {
  if (isOwn) return 'Your own organisation leads it. Leave it out'
  return `“${word.slice(0, 100)}” is not an organisation that records disruptions here. Enter its name or its code`
}
