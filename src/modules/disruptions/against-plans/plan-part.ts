import { aim, type FourP, plan, planAction } from '#modules/plans'
import type { Transaction } from '#platform/database'
import { readRecord, type RecordState } from '#platform/record'

export type ActionState = RecordState<keyof typeof planAction.fields>
export type AimState = RecordState<keyof typeof aim.fields>
type PlanState = RecordState<keyof typeof plan.fields>

/** An action or an aim of a plan that a disruption may have come from, with its plan. */
export interface PlanPart {
  readonly kind: 'action' | 'aim'
  readonly reference: string
  readonly text: string
  readonly fourP: FourP
  readonly plan: string
  /** The threat that the plan is against; none of a strategic plan. */
  readonly threat: string | undefined
  /** Of an action: whether it is done. */
  readonly isFinished: boolean
  /** The aim that it is, or that the action is for. */
  readonly aim: string | undefined
}

/** The action of that reference with its plan, as it stands; undefined when there is none that the actor may see. */
export async function actionPart(
  tx: Transaction,
  reference: string,
): Promise<(PlanPart & { readonly state: ActionState }) | undefined> {
  const state = await readRecord(tx, planAction, reference, { asAt: { when: 'now' } })
  const whole = state && (await readPlanOf(tx, state.values.plan))
  if (state === undefined || whole === undefined) return undefined
  return {
    ...partOf('action', state, whole),
    aim: text(state.values.aim),
    isFinished: state.values.status === 'Done',
    state,
  }
}

/** The same of an aim. */
export async function aimPart(tx: Transaction, reference: string): Promise<PlanPart | undefined> {
  const state = await readRecord(tx, aim, reference, { asAt: { when: 'now' } })
  const whole = state && (await readPlanOf(tx, state.values.plan))
  return state && whole && { ...partOf('aim', state, whole), aim: state.reference, isFinished: false }
}

async function readPlanOf(tx: Transaction, reference: unknown): Promise<PlanState | undefined> {
  return readRecord(tx, plan, String(reference), { asAt: { when: 'now' } })
}

function partOf(kind: PlanPart['kind'], { reference, values }: ActionState | AimState, whole: PlanState) {
  return {
    kind,
    reference,
    text: String(values.text),
    fourP: values.p as FourP,
    plan: whole.reference,
    threat: text(whole.values.threat),
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
