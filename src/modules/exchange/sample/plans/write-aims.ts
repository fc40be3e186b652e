import { type FourP, fourPs } from '#modules/plans'
import { aimFigures } from './aim-figures.ts'
import type { ActionFault, ExtraAction, FileRow } from './sample-plan.ts'
import { outcomes } from './word-stock.ts'
import type { Writing } from './writing.ts'

/** The aims of a plan, and its actions: of each aim the first is finished, the others are open. */
export function writeAims(writing: Writing): { readonly aims: readonly FileRow[]; readonly actions: readonly FileRow[] } {
  const { story } = writing
  const aims: FileRow[] = []
  const actions: FileRow[] = []
  const faults = [...story.faults]
  for (const p of fourPs.filter(each => !story.emptyPs.includes(each))) {
    const aim = aimRow(writing, p, aims.length + 1)
    aims.push(aim)
    for (const [at, text] of writing.texts.actions[p].entries()) {
      const row = firstState(writing, { p, aim: aim['Reference'] ?? '', text, number: actionCount(actions) + 1 })
      const ends = story.status === 'Closed' || (at === 0 && story.status === 'Active' && story.text === 'tailored')
      // Those that came from a spreadsheet have no more than their end.
      if (ends) actions.push(...(writing.draw.between(1, 3) === 1 ? [row] : []), finished(writing, row))
      else actions.push(withFault(writing, row, faults.shift()))
    }
  }
  for (const extra of story.extraActions ?? []) actions.push(...extraRows(writing, extra, actionCount(actions) + 1, aims))
  return { aims, actions }
}

function extraRows(
  { letters, number, plan, threat, story, days }: Writing,
  extra: ExtraAction,
  place: number,
  aims: readonly FileRow[],
): readonly FileRow[] {
  const open: FileRow = {
    Reference: `A-${letters}-${number}-${place}`,
    'Recorded at': days.instant(Math.max(story.activeDay + 1, extra.dueDay - 30), Number(number) + place).toISOString(),
    Plan: plan,
    Aim: aims.find(row => row['P'] === extra.p)?.['Reference'] ?? '',
    P: extra.p,
    Text: extra.text,
    Tactic: extra.tactic ?? '',
    Person: extra.person,
    Organisation: extra.organisation ?? threat.organisation,
    'Due on': days.day(extra.dueDay),
    Status: 'Open',
  }
  if (extra.doneDay === undefined) return [open]
  const done = { Status: 'Done', 'Done on': days.day(extra.doneDay), Outcome: extra.outcome ?? '' }
  return [open, { ...open, ...done, 'Recorded at': days.instant(extra.doneDay, 400).toISOString() }]
}

function actionCount(rows: readonly FileRow[]): number {
  return new Set(rows.map(row => row['Reference'])).size
}

function aimRow({ letters, number, plan, texts, story, days, draw }: Writing, p: FourP, place: number): FileRow {
  const { says, measure, measuredBy } = texts.aims[p]
  const { baseline, target } = aimFigures(texts.aims[p], draw)
  return {
    Reference: `M-${letters}-${number}-${place}`,
    'Recorded at': days.instant(story.activeDay, Number(number) + place).toISOString(),
    Plan: plan,
    P: p,
    Text: says,
    Measure: measure,
    'Measured by': measuredBy ?? 'Stated by hand',
    Baseline: String(baseline),
    Target: String(target),
    'Due on': days.day(draw.between(100, 320)),
  }
}

interface ActionStart {
  readonly p: FourP
  readonly aim: string
  readonly text: string
  readonly number: number
}

function firstState(writing: Writing, start: ActionStart): FileRow {
  const { letters, number, plan, threat, story, days, draw, domain } = writing
  const officer = `officer.${draw.between(1, 9)}@${domain}`
  return {
    Reference: `A-${letters}-${number}-${start.number}`,
    'Recorded at': days.instant(story.activeDay + 1, Number(number) + start.number).toISOString(),
    Plan: plan,
    Aim: start.aim,
    P: start.p,
    Text: start.text,
    Person: draw.between(1, 3) === 1 && story.owner !== undefined ? story.owner : officer,
    Organisation: threat.organisation,
    'Due on': days.day(draw.between(9, 75)),
    Status: 'Open',
  }
}

function finished({ story, days, draw, number }: Writing, row: FileRow): FileRow {
  const day = Math.min(story.activeDay + draw.between(20, 70), -3)
  return {
    ...row,
    'Recorded at': days.instant(day, Number(number) + 9).toISOString(),
    'Due on': days.day(day + draw.between(0, 9)),
    Status: 'Done',
    'Done on': days.day(day),
    Outcome: draw.one(outcomes),
  }
}

function withFault({ days, draw }: Writing, row: FileRow, fault: ActionFault | undefined): FileRow {
  if (fault === undefined) return row
  const changes: Readonly<Record<ActionFault, FileRow>> = {
    overdue: { 'Due on': days.day(-draw.between(3, 60)) },
    'due soon': { 'Due on': days.day(draw.between(1, 5)) },
    unclear: { Text: draw.one(['Ongoing enforcement', 'Partners', 'Intelligence picture', 'As per previous plan', 'TBC with LRO']) },
    'no date': { 'Due on': '' },
    'no person': { Person: '', Organisation: '' },
  }
  return { ...row, ...changes[fault] }
}
