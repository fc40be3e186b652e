import { actionPart, aimPart, type PlanPart } from './plan-part.ts'
import type { Transaction } from '#platform/database'

/** What of a disruption says which part of a plan it came from: fields of it, by name. */
export interface NamedParts {
  readonly planAction: string | null
  /** Left out where it follows from the action. */
  readonly aim?: string | null
}

/** A part of a plan as a form names it: "action:CHE-A-2K7M4P". */
export function namePart({ kind, reference }: Pick<PlanPart, 'kind' | 'reference'>): string {
  return `${kind}:${reference}`
}

/** The fields that an answer stands for; undefined when it names nothing that a form offers. Empty: it came from no plan. */
export function partsNamed(answer: string): NamedParts | undefined {
  if (answer === '') return { planAction: null, aim: null }
  const [kind, reference] = splitName(answer)
  if (reference === '') return undefined
  if (kind === 'action') return { planAction: reference }
  return kind === 'aim' ? { planAction: null, aim: reference } : undefined
}

/** The part that an answer names, if the actor may see it. */
export async function readNamedPart(tx: Transaction, answer: string): Promise<PlanPart | undefined> {
  const [kind, reference] = splitName(answer)
  if (kind === 'action') return actionPart(tx, reference)
  return kind === 'aim' ? aimPart(tx, reference) : undefined
}

function splitName(answer: string): readonly [string, string] {
  const at = answer.indexOf(':')
  return at < 0 ? ['', ''] : [answer.slice(0, at), answer.slice(at + 1)]
}
