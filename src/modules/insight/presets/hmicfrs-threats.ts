import { liveThreat, threat } from '#modules/threats'
import type { Preset } from '../preset.ts'

/** The SOC threats of the master list, as inspectors extract them. */
export const hmicfrsThreats: Preset = {
  name: 'hmicfrs-threats',
  version: 1,
  title: 'SOC threats, as the inspectorate extracts them',
  source:
    'HMICFRS, An inspection of the north-west regional response to serious and organised crime, 2023, appendix 2: Type is Tactical, Moderation status is Moderated, SOC is SOC, Tier isn’t Tier 5 and Phase not contains closed.',
  record: threat,
  columns: [
    'reference',
    'name',
    'owner',
    'threatType',
    'crimeCategory',
    'tier',
    'phase',
    'moderationStatus',
    'type',
    'soc',
    'leadResponsibleOfficer',
  ],
  condition: liveThreat,
  figures: { threats: 'Threats', vulnerabilities: 'Of these, vulnerabilities' },
  counts: values => (values['threatType'] === 'Vulnerability' ? ['threats', 'vulnerabilities'] : ['threats']),
  bars: [
    {
      key: 'others',
      label: 'Groups and individuals',
      tone: 'series-1',
      value: figures => (figures['threats'] ?? 0) - (figures['vulnerabilities'] ?? 0),
    },
    {
      key: 'vulnerabilities',
      label: 'Vulnerabilities',
      tone: 'series-2',
      value: figures => figures['vulnerabilities'] ?? 0,
    },
  ],
}
