import type { DraftFields } from '#platform/drafts'
import { textOf } from '#platform/drafts'
import { cleanText, isBlank } from '#platform/files'
import type { FieldError } from '#ui'
import { type Dimension, dimensionsOf, type ModelDefinition, notKnown, scoreSteps } from './model.ts'
import type { Answer, Answers } from './score-assessment.ts'

/** Most characters of a reason. */
export const longestReason = 2000

export interface ReadScores {
  readonly scores: Answers
  readonly errors: readonly FieldError[]
}

/** Names of the form for one dimension. */
export const scoreField = (key: string): string => `score-${key}`
export const reasonField = (key: string): string => `reason-${key}`

/** The scores and reasons of a form. What is left out stays open; only text that can't be kept is wrong. */
export function readScores(definition: ModelDefinition, fields: DraftFields): ReadScores {
  const scores: Record<string, Answer> = {}
  const errors: FieldError[] = []
  for (const { key, label } of dimensionsOf(definition)) {
    const score = readScore(textOf(fields, scoreField(key)))
    const reason = readText(textOf(fields, reasonField(key)))
    if ('problem' in reason)
      errors.push({ field: reasonField(key), text: `Reason for ${lowered(label)}: ${reason.problem}` })
    else if (score !== null || reason.text !== '') scores[key] = { score, reason: reason.text }
  }
  return { scores, errors }
}

/** The fields of the form, as they show what was kept. */
export function fieldsOfScores(scores: Answers): DraftFields {
  return Object.fromEntries(
    Object.entries(scores).flatMap(([key, { score, reason }]) => [
      [scoreField(key), score === null ? '' : String(score)],
      [reasonField(key), reason],
    ]),
  )
}

/** What is still missing before scores can be submitted: each dimension has a score or is not known, each score its reason. */
export function missingScores(definition: ModelDefinition, scores: Answers): readonly FieldError[] {
  return dimensionsOf(definition).flatMap(dimension => missingOf(dimension, scores[dimension.key]))
}

/** A text as it is kept: in lines, without half characters; or what is wrong with it. */
export function readText(typed: string, max = longestReason): { readonly text: string } | { readonly problem: string } {
  const cleaned = cleanText(typed.replaceAll('\r\n', '\n'), { max })
  return cleaned.ok ? { text: isBlank(cleaned.value) ? '' : cleaned.value } : { problem: cleaned.problem }
}

/** "physical harm", within a sentence. */
export function lowered(label: string): string {
  return /^[A-Z][a-z]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label
}

function missingOf({ key, label }: Dimension, given: Answer | undefined): readonly FieldError[] {
  if (given === undefined || given.score === null)
    return [{ field: scoreField(key), text: `Select a score for ${lowered(label)}, or that it is not known` }]
  if (given.score !== notKnown && given.reason === '')
    return [{ field: reasonField(key), text: `Enter the reason for the score of ${lowered(label)}` }]
  return []
}

function readScore(text: string): Answer['score'] {
  return text === notKnown ? notKnown : (scoreSteps.find(step => String(step) === text) ?? null)
}
