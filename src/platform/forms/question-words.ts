import type { Field } from '#platform/record'

/** "an owner", "a 4P", "arrests": what an error message tells people to enter or select. */
export function inSentence(field: Pick<Field, 'label'>): string {
  const label = lowerFirst(field.label)
  if (/[^s]s$/.test(label)) return label
  return `${/^[aeiou]/i.test(label) ? 'an' : 'a'} ${label}`
}

/** "threat type": a label as it stands inside a sentence; abbreviations stay as they are. */
export function lowerFirst(label: string): string {
  return /^\p{Lu}\p{Ll}/u.test(label) ? label.replace(/^./u, first => first.toLowerCase()) : label
}

/** What is said when a question that needs an answer has none. */
export function blankProblem(field: Pick<Field, 'label' | 'kind'>, isChosen: boolean): string {
  return `${isChosen ? 'Select' : 'Enter'} ${inSentence(field)}`
}

/** What is wrong with an answer, with the question's name where the problem does not quote the answer. */
export function namedProblem(field: Pick<Field, 'label'>, problem: string): string {
  return /^(Must|Contains) /.test(problem) ? `${field.label} ${lowerFirst(problem)}` : problem
}
