import { now } from '#platform/clock'
import { databaseInstant, holdRecordingLock, onlyRow } from '#platform/database'
import type { Visit } from '#platform/http'
import { type FieldProblem, historyOf } from '#platform/record'
import { type RegisterPages, writeRecord } from '#platform/register-pages'
import { formatInstant } from '#ui'
import { sql } from 'kysely'
import { type ActionStatus, planAction } from '../plan-action.ts'
import { actionOptions } from '../plan-pages.ts'
import { holdPlan } from '../steps/step-store.ts'
import type { WorkedAction } from './asked-action.ts'

/** How an action stands from now on. */
export interface ActionEnd {
  /** The version that its person had seen. */
  readonly expected: string
  readonly status: ActionStatus
  readonly outcome: string | null
  /** 'YYYY-MM-DD'. */
  readonly doneOn: string | null
}

export type EndOutcome = 'recorded' | 'closed' | 'changed' | { readonly problems: readonly FieldProblem[] }

/**
 * Records how an action stands: by whoever records for the plan's organisation like any change, else by the person it was given
 * to. Of two at once the second is told.
 */
export async function endAction(
  visit: Visit,
  { state, planId, standing }: WorkedAction,
  end: ActionEnd,
): Promise<EndOutcome> {
  if ((await holdPlan(visit.tx, planId)) === undefined) return 'closed'
  const { expected, status, outcome, doneOn } = end
  if (!standing.records) return takeOwn(visit, state.reference, end)
  const written = await writeRecord(visit, { ...actionOptions, record: planAction } as unknown as RegisterPages, {
    reference: state.reference,
    expected,
    values: { status, outcome, doneOn },
  })
  switch (written.kind) {
    case 'recorded':
    case 'unchanged':
      return 'recorded'
    case 'changed-meanwhile':
      return 'changed'
    case 'problems':
      return { problems: written.problems }
    case 'not-there':
    case 'not-yours':
    case 'taken':
      return 'closed'
  }
}

async function takeOwn(visit: Visit, reference: string, end: ActionEnd): Promise<EndOutcome> {
  await holdRecordingLock(visit.tx)
  const at = await databaseInstant(visit.tx)
  const { outcome } = onlyRow(
    await sql<{ outcome: 'recorded' | 'changed' | 'not yours' }>`
      select plans.take_own_action(${reference}, ${versionInstant(end.expected)}, ${end.status}, ${end.outcome},
        ${end.doneOn}::date, ${at}) as outcome`.execute(visit.tx),
  )
  return outcome === 'not yours' ? 'changed' : outcome
}

/** The instant that a version stands for; one that is none stands for a moment at which nothing was recorded. */
function versionInstant(version: string): Date {
  const milliseconds = /^[0-9a-z]{1,9}$/.test(version) ? Number.parseInt(version, 36) : 0
  return new Date(milliseconds)
}

/** Who changed an action last, and how it stands now: for whoever came second. */
export async function whoWasFirst(visit: Visit, reference: string): Promise<string> {
  const [last] = await historyOf(visit.tx, planAction, reference, { asAt: now })
  if (last === undefined) return 'Someone else changed it while you were typing.'
  const { status, outcome } = last.state.values
  const says = outcome === null ? '' : `: “${outcome}”`
  return `${last.person?.name ?? 'Someone else'} changed it while you were typing, ${formatInstant(last.state.recordedFrom)}. It is ${String(status).toLowerCase()} now${says}`
}
