import { ownersRegion } from '#modules/threats'
import { shownValues } from '#modules/reference'
import type { RegisterPages } from '#platform/register-pages'
import { actionWrites } from './action-writes.ts'
import { aimWrites } from './aim-writes.ts'
import type { aim } from './aim.ts'
import type { planAction } from './plan-action.ts'
import { byPlanStatus } from './plan-status-narrowing.ts'
import { planMembers } from './plan-members.ts'
import { planWrites } from './plan-writes.ts'
import type { plan } from './plan.ts'

type Options<Declared extends { readonly fields: object }> = Omit<
  RegisterPages<keyof Declared['fields'] & string>,
  'record'
>

/** What the registers' pages say of plans, their aims and their actions beside the declarations. */
export const planOptions: Options<typeof plan> = {
  narrowings: [ownersRegion],
  links: { threat: 'threats' },
  writes: planWrites,
  usualValues: shownValues,
  apiMembers: planMembers,
}

export const aimOptions: Options<typeof aim> = {
  narrowings: [ownersRegion, byPlanStatus],
  links: { plan: 'plans' },
  writes: aimWrites,
}

export const actionOptions: Options<typeof planAction> = {
  narrowings: [ownersRegion, byPlanStatus],
  links: { plan: 'plans', aim: 'plan-aims' },
  writes: actionWrites,
  usualValues: shownValues,
}
