import { checkDay } from '#modules/plans'
import type { Panel } from '#platform/http'
import type { RecordState } from '#platform/record'
import { ChartWithTable, type Content, formatMonth, SERIES_TONES, SummaryList } from '#ui'
import { achievedOf, type MonthAchieved } from './achieved-store.ts'
import { type Measured, measuredBy, total } from './measured.ts'
import { monthsUpTo } from './months.ts'

/** On an aim's page: what disruptions achieved for it, month by month, as at the visit's moment. */
export const aimsDisruptions: Panel = {
  on: 'plan-aims',
  permission: 'record.read',
  show: async (visit, state) => {
    const achieved = await achievedOf(visit.tx, [state.reference], visit.asAt)
    const measured = measuredBy(state.values['measuredBy'])
    const day = checkDay(visit.asAt, visit.present)
    return {
      heading: 'What disruptions achieved',
      body:
        achieved.length === 0 ? (
          <p class="govuk-body">No disruption that you may see names this aim, or an action for it.</p>
        ) : (
          <Achieved aim={state} achieved={achieved} measured={measured} day={day} />
        ),
    }
  },
}

interface AchievedProps {
  readonly aim: RecordState
  readonly achieved: readonly MonthAchieved[]
  readonly measured: Measured
  readonly day: string
}

function Achieved(props: AchievedProps): Content {
  const { aim, achieved, measured, day } = props
  const { label, of, shown } = measured
  const months = monthsUpTo(achieved, of, day.slice(0, 7))
  return (
    <>
      <SummaryList rows={summary(props)} />
      <ChartWithTable
        id={`achieved-${aim.reference}`}
        kind="columns"
        title={`${label} by month`}
        description={`${label} in each month, by the disruptions that name this aim or an action for it.`}
        rowHeading="Month"
        remarkHeading="So far"
        series={[{ key: 'value', label, tone: SERIES_TONES[0] ?? 'series-other' }]}
        rows={months.map(({ month, value, soFar }) => ({
          label: formatMonth(month, 'short'),
          values: { value: Math.round(value) },
          remark: shown(soFar),
        }))}
      />
      <p class="govuk-body">
        By the day of the event, and only disruptions that you may see. Results are those of leads: support is counted
        beside them and never twice.
      </p>
    </>
  )
}

function summary({ aim, achieved, measured }: AchievedProps) {
  const { label, of, shown, besideOnly } = measured
  const stated = (name: string) => String(aim.values[name] ?? '')
  const supports = total(achieved, one => one.supports)
  const own = [
    ...(stated('baseline') === '' ? [] : [{ key: 'Baseline', value: stated('baseline') }]),
    ...(stated('target') === '' ? [] : [{ key: 'Target', value: stated('target') }]),
  ]
  return [
    { key: label, value: shown(total(achieved, of)) },
    ...(besideOnly ? [] : own),
    ...(label === 'Disruptions'
      ? []
      : [{ key: 'Lead disruptions', value: String(total(achieved, one => one.disruptions)) }]),
    ...(supports === 0 ? [] : [{ key: 'Support disruptions', value: String(supports) }]),
  ]
}
