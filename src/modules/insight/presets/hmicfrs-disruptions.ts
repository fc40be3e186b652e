import { countedDisruption, disruption, fourPs } from '#modules/disruptions'
import { fourPTone } from '#ui'
import type { Preset } from '../preset.ts'

/** The lead disruptions of some days, as inspectors extract them. */
export const hmicfrsDisruptions: Preset = {
  name: 'hmicfrs-disruptions',
  version: 1,
  title: 'Lead disruptions, as the inspectorate extracts them',
  source:
    'HMICFRS, An inspection of the north-west regional response to serious and organised crime, 2023, appendix 2: Disruption type is Lead Disruption, Record date within the year, and Assessment Category is Major, Minor and Moderate.',
  record: disruption,
  columns: [
    'reference',
    'recordDate',
    'title',
    'fourP',
    'assessmentCategory',
    'disruptionType',
    'leadOrganisation',
    'supportedOrganisation',
    'threatReference',
    'arrests',
    'cashSeizedPence',
    'eventReference',
  ],
  dateField: 'recordDate',
  condition: countedDisruption,
  figures: { total: 'Disruptions', ...Object.fromEntries(fourPs.map(word => [word, word])) },
  counts: values => ['total', String(values['fourP'])],
  shares: { pursuePercent: { label: 'Pursue share', part: 'Pursue', whole: 'total' } },
  bars: fourPs.map(word => ({ key: word, label: word, tone: fourPTone(word), value: figures => figures[word] ?? 0 })),
}
