import { aimsOf, type AimState, checkDay, type FourP, fourPs, mixFields } from '#modules/plans'
import type { Panel, Visit } from '#platform/http'
import { recordAddress } from '#platform/register-pages'
import type { RecordState } from '#platform/record'
import { type Content, DataTable, Text } from '#ui'
import { DisruptionLines, shownLines, withheldFrom } from '../disruption-lines.tsx'
import { fourPMark } from '../disruption-marks.tsx'
import { achievedOf, againstPlan, type AgainstPlan, latestAgainstPlan, type MonthAchieved } from './achieved-store.ts'
import { measuredBy, total } from './measured.ts'

const mostLines = 5

/** On a plan's page: the disruptions against it by aim, its intended mix against what was recorded, and the latest. */
export const plansDisruptions: Panel = {
  on: 'plans',
  permission: 'record.read',
  show: async (visit, state) => {
    const { tx, asAt } = visit
    const threat = state.values['threat'] ?? null
    const of = { plan: state.reference, threat: typeof threat === 'string' ? threat : null }
    const against = await againstPlan(tx, of, asAt, checkDay(asAt, visit.present))
    const heading = 'Disruptions against this plan'
    if (against.length === 0) {
      return { heading, body: <p class="govuk-body">None that you may see names it, or its threat.</p> }
    }
    const aims = await aimsOf(tx, state.reference, asAt)
    const achieved = await achievedOf(
      tx,
      aims.map(({ reference }) => reference),
      asAt,
    )
    const latest = await latestAgainstPlan(tx, of, asAt, mostLines)
    const withheld = await withheldFrom(visit, latest)
    const body = (
      <>
        <ByAim visit={visit} aims={aims} against={against} achieved={achieved} />
        <Mix plan={state} against={against} />
        <h3 class="govuk-heading-s">Latest</h3>
        <DisruptionLines
          visit={visit}
          lines={latest}
          caption="Latest disruptions against this plan"
          withheld={withheld}
        />
      </>
    )
    return { heading, body, shown: shownLines(latest) }
  },
}

interface ByAimProps {
  readonly visit: Visit
  readonly aims: readonly AimState[]
  readonly against: readonly AgainstPlan[]
  readonly achieved: readonly MonthAchieved[]
}

function ByAim({ visit, aims, against, achieved }: ByAimProps): Content {
  const rows = aims.map(aim => aimRow(visit, aim, achieved))
  const others = [
    otherRow(
      'An action without an aim',
      against.filter(one => one.named && one.aim === null),
    ),
    otherRow(
      'Neither action nor aim: only the threat',
      against.filter(one => !one.named),
    ),
  ]
  return (
    <DataTable
      caption="By aim"
      columns={[
        { key: 'aim', label: 'Aim', wide: true },
        { key: 'p', label: 'P' },
        { key: 'achieved', label: 'Achieved' },
        { key: 'target', label: 'Target' },
        { key: 'lead', label: 'Lead', align: 'right' },
        { key: 'support', label: 'Support', align: 'right' },
      ]}
      rows={[...rows, ...others.flat()]}
    />
  )
}

function aimRow(visit: Visit, { reference, values }: AimState, achieved: readonly MonthAchieved[]) {
  const own = achieved.filter(({ aim }) => aim === reference)
  const measured = measuredBy(values.measuredBy)
  const href = recordAddress(`/plan-aims/${encodeURIComponent(reference)}`, visit)
  return {
    aim: (
      <a class="govuk-link" href={href}>
        <Text value={String(values.text)} />
      </a>
    ),
    p: fourPMark(String(values.p)),
    achieved: measured.besideOnly ? '' : `${measured.label}: ${measured.shown(total(own, measured.of))}`,
    target: String(values.target ?? ''),
    lead: String(total(own, ({ disruptions }) => disruptions)),
    support: String(total(own, ({ supports }) => supports)),
  }
}

/** Of disruptions that name no aim; left out where there are none. */
function otherRow(name: string, against: readonly AgainstPlan[]) {
  const lead = against.reduce((sum, { disruptions }) => sum + disruptions, 0)
  const support = against.reduce((sum, { supports }) => sum + supports, 0)
  return lead + support === 0 ? [] : [{ aim: name, lead: String(lead), support: String(support) }]
}

/** The intended mix against what was recorded in the last year: lead disruptions that inspectors count. */
function Mix({ plan, against }: { readonly plan: RecordState; readonly against: readonly AgainstPlan[] }): Content {
  const ofP = (p: FourP) => against.filter(({ fourP }) => fourP === p).reduce((sum, { ofYear }) => sum + ofYear, 0)
  const all = fourPs.reduce((sum, p) => sum + ofP(p), 0)
  return (
    <DataTable
      caption="The mix: intended, and recorded in the last year"
      columns={[
        { key: 'p', label: 'P' },
        { key: 'intended', label: 'Intended', align: 'right' },
        { key: 'share', label: 'Recorded', align: 'right' },
        { key: 'recorded', label: 'Lead disruptions', align: 'right' },
      ]}
      rows={fourPs.map(p => ({
        p: fourPMark(p),
        intended: percentOf(plan.values[mixFields[p]]),
        share: all === 0 ? '' : `${Math.round((100 * ofP(p)) / all)}%`,
        recorded: String(ofP(p)),
      }))}
    />
  )
}

function percentOf(share: unknown): string {
  return typeof share === 'number' ? `${share}%` : 'Not stated'
}
