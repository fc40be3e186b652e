import { shownValues } from '#modules/reference'
import { ownersRegion } from '#modules/threats'
import type { RegisterPages } from '#platform/register-pages'
import { disruption } from './disruption.ts'
import { disruptionMarkers, fourPMark } from './disruption-marks.tsx'
import { disruptionWrites } from './disruption-writes.ts'
import { howLate, onlyCounted } from './narrowings.ts'
import { againstTheStandard } from './standards/standard-narrowing.ts'

/** What the register's pages say of disruptions beside their declaration. */
export const disruptionOptions = {
  narrowings: [ownersRegion, onlyCounted, howLate, againstTheStandard],
  shows: { fourP: fourPMark },
  markers: disruptionMarkers,
  links: {
    threatReference: 'threats',
    eventReference: 'disruptions',
    planAction: 'plan-actions',
    aim: 'plan-aims',
  },
  writes: disruptionWrites,
  usualValues: shownValues,
} satisfies Omit<RegisterPages<keyof typeof disruption.fields>, 'record'>

/** The register's pages, as what records in it takes them. */
export const disruptionPages = { ...disruptionOptions, record: disruption } as unknown as RegisterPages
