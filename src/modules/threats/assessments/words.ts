import type { TagColour } from '#ui'
import { type Dimension, notKnown } from './model.ts'
import type { Answer, Working } from './score-assessment.ts'
import type { Act, AssessmentState } from './steps.ts'

/** What a step is called once it was taken. */
export const actWords: Readonly<Record<Act, string>> = {
  save: 'Saved',
  submit: 'Submitted',
  'take back': 'Taken back',
  return: 'Returned',
  moderate: 'Moderated',
  withdraw: 'Withdrawn',
}

export const stateColours: Readonly<Record<AssessmentState, TagColour>> = {
  Draft: 'grey',
  Submitted: 'blue',
  Returned: 'orange',
  Moderated: 'green',
  Withdrawn: 'grey',
}

/** "3", "Not known", "Not scored yet". */
export function scoreWord(given: Answer | undefined): string {
  if (given === undefined || given.score === null) return 'Not scored yet'
  return given.score === notKnown ? 'Not known' : String(given.score)
}

/** "3: Serious or lasting injury", in the words of the model it was scored by. */
export function scoreInWords(dimension: Dimension, given: Answer | undefined): string {
  const meaning = typeof given?.score === 'number' ? dimension.descriptors[given.score] : undefined
  return meaning === undefined ? scoreWord(given) : `${scoreWord(given)}: ${meaning}`
}

/** "62.5", or that nothing is known. */
export function pointsWord(points: number | null): string {
  return points === null ? 'Nothing known' : String(points)
}

/** "55 to 71.3"; one number when nothing is missing. */
export function rangeWord({ least, most }: Pick<Working, 'least' | 'most'>): string {
  return least === most ? String(least) : `${least} to ${most}`
}

/** "Tier 2", "Tier 1 to Tier 3". */
export function possibleTiersWord({ possibleTiers }: Pick<Working, 'possibleTiers'>): string {
  const [first = '', last = first] = [possibleTiers[0], possibleTiers.at(-1)]
  return first === last ? first : `${first} to ${last}`
}

/** "1 gap", "2 gaps". */
export function countOf(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`
}
