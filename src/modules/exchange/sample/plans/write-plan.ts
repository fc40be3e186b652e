import { fourPs } from '#modules/plans'
import { drawFor } from './draw.ts'
import { genericTexts, tailoredTexts } from './plan-texts.ts'
import type { FileRow, PlanStory, SamplePlan } from './sample-plan.ts'
import { writeAims } from './write-aims.ts'
import { writeSteps } from './write-steps.ts'
import type { PlanToWrite, Writing } from './writing.ts'

/** Writes one invented plan after its story: the same each time, but for the days, which count from the loading. */
export function writePlan(one: PlanToWrite): SamplePlan {
  const { letters, number, threat, story } = one
  const plan = `P-${letters}-${number}`
  const draw = drawFor(plan)
  const texts = story.text === 'tailored' ? tailoredTexts(threat, draw) : genericTexts(story.text, draw)
  const writing: Writing = { ...one, plan, texts, draw }
  const parts = writeAims(writing)
  return { reference: plan, rows: { plans: planRows(writing), ...parts }, steps: writeSteps(writing, parts.aims) }
}

/** A plan's states: as it was drafted, made active, after each review, and closed. */
function planRows(writing: Writing): readonly FileRow[] {
  const { story, days } = writing
  const minute = Number(writing.number)
  const after = new Map<number, Readonly<Record<string, string>>>()
  after.set(story.activeDay - 14, { Status: 'Draft' })
  if (story.status === 'Draft') return rowsOf(writing, after, minute)
  const first = story.reviewDays[0] ?? nextOf(story)
  after.set(story.activeDay, { Status: 'Active', 'Next review on': first === undefined ? '' : days.day(first) })
  story.reviewDays.forEach((day, at) => {
    const next = story.reviewDays[at + 1] ?? nextOf(story)
    after.set(day, { 'Next review on': next === undefined ? '' : days.day(next) })
  })
  if (story.status === 'Closed') after.set(closedDay(story), { Status: 'Closed', ...closing(story) })
  return rowsOf(writing, after, minute)
}

const nextOf = (story: PlanStory): number | undefined => (story.status === 'Closed' ? closedDay(story) : story.nextReviewDay)

/** The day on which a closed plan was closed. */
export function closedDay(story: PlanStory): number {
  return (story.reviewDays.at(-1) ?? story.activeDay) + 12
}

function closing({ learning }: PlanStory): Readonly<Record<string, string>> {
  if (!learning) return {}
  return {
    'Exit criteria': 'Nobody has been seen at the addresses for a quarter, and the tenants’ group agrees',
    Learning: 'Begin with the housing visits: what tenants said shaped the warrants, and the other way round it would not have',
    Debrief: 'Held with the SIO, housing and the youth team: all but one of the criteria were met, the last is watched for a year',
  }
}

function rowsOf(writing: Writing, states: ReadonlyMap<number, FileRow>, minute: number): readonly FileRow[] {
  let standing: FileRow = firstValues(writing)
  return [...states]
    .toSorted(([a], [b]) => a - b)
    .map(([day, changes]) => {
      standing = { ...standing, ...changes, 'Recorded at': writing.days.instant(day, minute).toISOString() }
      return standing
    })
}

function firstValues({ plan, threat, story, texts, draw, priority }: Writing): FileRow {
  const [pursue, prevent, protect, prepare] = (story.mix ?? [40, 25, 20, 15]).map(String)
  const reasons = fourPs
    .filter(p => story.reasons && story.emptyPs.includes(p))
    .map(p => [`Why no ${p} aim`, `${p} is the region’s work on this threat: see the unit’s strategic plan`])
  const quarter = draw.between(1, 4)
  return {
    Reference: plan,
    Title: `Plan against ${threat.name}`.slice(0, 200),
    Kind: 'Tactical',
    Threat: threat.reference,
    Organisation: threat.organisation,
    Owner: story.owner ?? '',
    Objective: texts.objective,
    'Local profile': story.profile === 'used' ? `Local profile of serious and organised crime, quarter ${quarter}` : '',
    'Why no local profile': story.profile === 'reason' ? 'The county has not written its profiles yet' : '',
    'Pursue intended (%)': pursue ?? '',
    'Prevent intended (%)': prevent ?? '',
    'Protect intended (%)': protect ?? '',
    'Prepare intended (%)': prepare ?? '',
    ...Object.fromEntries(reasons),
    ...(priority === undefined ? {} : strategic(priority, story.owner)),
  }
}

function strategic(priority: string, officer: string | undefined): FileRow {
  return {
    Title: `Strategic plan: ${priority.toLowerCase()}`,
    Kind: 'Strategic',
    Threat: '',
    Priority: priority,
    'Senior responsible officer': officer ?? '',
    Objective: `Lead the region against ${priority.toLowerCase()}: what no force can do alone, and what each does for the others`,
  }
}
