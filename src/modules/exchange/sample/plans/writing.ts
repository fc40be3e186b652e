import type { Draw } from './draw.ts'
import type { PlanTexts } from './plan-texts.ts'
import type { SampleDays } from './sample-days.ts'
import type { PlanStory, SampleThreat } from './sample-plan.ts'

/** What a plan is written from. `number` says which of its force's it is: '0012' of P-LAN-0012. */
export interface PlanToWrite {
  readonly letters: string
  /** Of its force's email addresses. */
  readonly domain: string
  readonly number: string
  readonly threat: SampleThreat
  readonly story: PlanStory
  readonly days: SampleDays
  /** Of a strategic plan: it is for this, and against no threat. */
  readonly priority?: string
}

/** Everything that a plan's parts are written with. */
export interface Writing extends PlanToWrite {
  readonly plan: string
  readonly texts: PlanTexts
  readonly draw: Draw
}
