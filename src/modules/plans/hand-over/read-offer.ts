import { permissionsOf } from '#modules/organisations'
import type { Transaction } from '#platform/database'
import { readerOf, type ReadOutcome, type Stated } from '../steps/read-answers.ts'
import { longestText } from '../steps/step-text.tsx'
import type { WorkedPlan } from '../steps/asked-plan.ts'
import { type Receiver, receiverOf } from './hand-over-store.ts'

/** An offer as it is stated: to whom, and what they are told. */
export interface StatedOffer {
  readonly receiver: Receiver
  readonly message: string
}

/** Reads to whom a plan is offered: someone else than its owner, who can sign in here and whose part lets them lead a plan. */
export async function readOffer(
  tx: Transaction,
  { id, state }: Pick<WorkedPlan, 'id' | 'state'>,
  stated: Stated,
): Promise<ReadOutcome<StatedOffer>> {
  const reader = readerOf(stated)
  const typed = reader.text('to', { label: 'Email address', max: 200, missing: 'Enter the new owner’s email address' })
  const email = typed.trim().toLowerCase()
  const message = reader.text('message', {
    label: 'Message',
    max: longestText,
    missing: 'Enter what the new owner must know',
  })
  const receiver = email === '' ? undefined : await receiverOf(tx, email, id)
  const problem = email === '' ? undefined : receiverProblem(email, receiver, state.values.owner)
  if (problem !== undefined) reader.problem('to', problem)
  if (receiver === undefined || reader.problems.length > 0) return { problems: reader.problems }
  return { answers: { receiver, message } }
}

function receiverProblem(email: string, receiver: Receiver | undefined, owner: unknown): string | undefined {
  if (email === owner) return `${email} owns the plan already. Enter someone else`
  if (receiver === undefined) {
    return `Nobody with the email address ${email} can sign in here. Check it, or ask an administrator to add them`
  }
  if (permissionsOf(receiver.parts).has('plan.work')) return undefined
  return `${receiver.name} (${receiver.parts.join(', ')}) can’t lead a plan. Enter someone whose part can`
}
