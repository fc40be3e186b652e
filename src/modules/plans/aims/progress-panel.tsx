import type { Panel } from '#platform/http'
import { recordAddress } from '#platform/register-pages'
import {
  Button,
  type ChartRow,
  ChartWithTable,
  type Content,
  DataTable,
  formatDay,
  fourPTone,
  type FourPWord,
  SummaryList,
  Text,
} from '#ui'
import { planIdOf, readPlan } from '../plan-store.ts'
import { mayWorkOn } from '../steps/asked-plan.ts'
import { aimHref } from './measurement-form.tsx'
import { type Measurement, measurementsOf } from './measurement-store.ts'
import { numberIn } from './read-measurement.ts'

const mostDrawn = 24

/** On an aim's page: where it began, where it is to be, and what was measured since, as at the visit's day. */
export const progressPanel: Panel = {
  on: 'plan-aims',
  permission: 'record.read',
  show: async (visit, state) => {
    const plan = await readPlan(visit.tx, String(state.values['plan']), visit.asAt)
    const id = plan && (await planIdOf(visit.tx, plan.reference))
    const isOpen = plan !== undefined && id !== undefined && state.inError === undefined
    const { works } = isOpen ? await mayWorkOn(visit, id, plan) : { works: false }
    const measured = await measurementsOf(visit.tx, state.reference, visit.asAt)
    if (measured.length === 0 && !isStatedByHand(state.values['measuredBy'])) return undefined
    const [baseline, target] = [wordsOf(state.values['baseline']), wordsOf(state.values['target'])]
    const latest = measured.at(-1)
    const dueOn = wordsOf(state.values['dueOn'])
    return {
      heading: 'Progress, as measured by people',
      body: (
        <>
          <SummaryList
            columns
            rows={[
              { key: 'Baseline', value: baseline },
              { key: 'Measured last', value: latest === undefined ? 'Nothing yet' : lastWords(latest) },
              { key: 'Target', value: target },
              { key: 'By', value: dueOn === undefined ? undefined : formatDay(dueOn) },
            ]}
          />
          <Drawn p={state.values['p'] as FourPWord} measured={measured} baseline={baseline} target={target} />
          <Measured measured={measured} />
          {works ? (
            <Button
              text="Add a value"
              kind="secondary"
              small
              href={recordAddress(aimHref(state.reference, '/measure'), visit)}
            />
          ) : null}
        </>
      ),
    }
  },
}

/** What disruptions add to an aim by themselves is shown where they are: here only what people state. */
function isStatedByHand(measuredBy: unknown): boolean {
  return measuredBy === null || measuredBy === undefined || measuredBy === 'Stated by hand'
}

function wordsOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function lastWords({ value, measuredOn }: Measurement): string {
  return `${numberWords(value)} on ${formatDay(measuredOn)}`
}

const numbers = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 3 })

function numberWords(value: number): string {
  return numbers.format(value)
}

interface DrawnProps {
  readonly p: FourPWord
  readonly measured: readonly Measurement[]
  readonly baseline: string | undefined
  readonly target: string | undefined
}

/** From the baseline over what was measured to the target, where they are numbers that a bar can show. */
function Drawn({ p, measured, baseline, target }: DrawnProps): Content {
  const [from, to] = [numberIn(baseline ?? ''), numberIn(target ?? '')]
  const rows: readonly ChartRow[] = [
    ...(from === undefined ? [] : [bar('Baseline', from)]),
    ...measured.slice(-mostDrawn).map(one => bar(formatDay(one.measuredOn), one.value)),
    ...(to === undefined ? [] : [bar('Target', to)]),
  ]
  if (measured.length === 0 || rows.some(row => (row.values['value'] ?? 0) < 0)) return null
  return (
    <ChartWithTable
      id="progress"
      kind="bars"
      title="From the baseline to the target"
      description="One bar for the baseline, one for each value that was measured, one for the target"
      rowHeading="Day"
      series={[{ key: 'value', label: 'Value', tone: fourPTone(p) }]}
      rows={rows}
    />
  )
}

function bar(label: string, value: number): ChartRow {
  return { label, values: { value } }
}

function Measured({ measured }: Pick<DrawnProps, 'measured'>): Content {
  return (
    <DataTable
      caption="What was measured"
      emptyText="Nothing was measured by hand."
      columns={[
        { key: 'day', label: 'Day', keepTogether: true },
        { key: 'value', label: 'Value', align: 'right' },
        { key: 'says', label: 'What was said of it', wide: true },
        { key: 'by', label: 'By' },
      ]}
      rows={measured.toReversed().map(one => ({
        day: formatDay(one.measuredOn),
        value: numberWords(one.value),
        says: one.says === undefined ? '' : <Text value={one.says} lines />,
        by: one.person.name,
      }))}
    />
  )
}
