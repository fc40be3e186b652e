import { actionUnclear } from './action-unclear.ts'
import { actionWithoutDate } from './action-without-date.ts'
import { actionWithoutOwner } from './action-without-owner.ts'
import { actionsOverdue } from './actions-overdue.ts'
import { closedWithoutLearning } from './closed-without-learning.ts'
import { genericText } from './generic-text.ts'
import { investigationApart } from './investigation-apart.ts'
import { neverReviewed } from './never-reviewed.ts'
import { noLocalProfile } from './no-local-profile.ts'
import { noOwner } from './no-owner.ts'
import { noPartner } from './no-partner.ts'
import { notReviewedByOwner } from './not-reviewed-by-owner.ts'
import { outOfDate } from './out-of-date.ts'
import { ownerInactive } from './owner-inactive.ts'
import { ownerOverloaded } from './owner-overloaded.ts'
import { pMissing } from './p-missing.ts'
import type { PlanCheck, ThreatCheck } from './plan-check.ts'
import { threatWithoutPlan } from './threat-without-plan.ts'

/** A new check of threats is a file and a line here. */
export const threatChecks: readonly ThreatCheck[] = [threatWithoutPlan]

/** A new check of plans is a file and a line here. They are shown in this order. */
export const checksOfPlans: readonly PlanCheck[] = [
  noOwner,
  ownerInactive,
  ownerOverloaded,
  pMissing,
  actionWithoutOwner,
  actionWithoutDate,
  actionUnclear,
  actionsOverdue,
  outOfDate,
  neverReviewed,
  notReviewedByOwner,
  investigationApart,
  genericText,
  noPartner,
  noLocalProfile,
  closedWithoutLearning,
]
