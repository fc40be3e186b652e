/** What a threshold is, for people. */
export interface ThresholdWords {
  readonly name: string
  /** The check that goes by it. */
  readonly check: string
  readonly label: string
  readonly unit: string
  readonly most: number
}

/** The thresholds that can be stated, in the order in which they are shown. */
export const thresholdWords: readonly ThresholdWords[] = [
  threshold('owner-overloaded', 'Plans that one person can own', 'plans', 1000),
  threshold('action-unclear', 'Words that an action has at least', 'words', 50),
  threshold('actions-overdue', 'Days that an action may be late', 'days', 1000),
  threshold('out-of-date', 'Days that a review may be late', 'days', 1000),
  threshold(
    'out-of-date-without-day',
    'Days that a plan may go without a day for its next review',
    'days',
    3000,
    'out-of-date',
  ),
  threshold('never-reviewed', 'Days after which an active plan should have been reviewed', 'days', 3000),
  threshold(
    'not-reviewed-by-owner',
    'Days within which its owner should have reviewed a plan that others review',
    'days',
    3000,
  ),
  threshold('generic-text', 'Share of a plan’s text that is that of an earlier one', '%', 100),
  threshold('generic-text-words', 'Words that a plan has at least, to be compared', 'words', 1000, 'generic-text'),
  threshold('aim-without-activity', 'Days within which something is done for an aim', 'days', 3000),
  threshold('disruption-without-aim', 'Days within which a disruption should name an aim or action', 'days', 1000),
  threshold('pursue-heavy', 'Share of pursue work above what the plan intends', 'percentage points', 100),
  threshold(
    'pursue-heavy-disruptions',
    'Disruptions that a plan has at least, for its shares to be judged',
    'disruptions',
    1000,
    'pursue-heavy',
  ),
  threshold('finished-action-offered', 'Days for which a finished action is offered as a disruption', 'days', 1000, ''),
]

function threshold(name: string, label: string, unit: string, most: number, check = name): ThresholdWords {
  return { name, check, label, unit, most }
}
