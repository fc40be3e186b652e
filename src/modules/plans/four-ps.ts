/** The four Ps, in the order in which plans set them out. */
export const fourPs = ['Pursue', 'Prevent', 'Protect', 'Prepare'] as const
export type FourP = (typeof fourPs)[number]

/** What each P is for: the words of the government's strategies against serious and organised crime, put plainly. */
export const fourPMeanings: Readonly<Record<FourP, string>> = {
  Pursue: 'Prosecute and disrupt: arrests, warrants, seizures, orders',
  Prevent: 'Stop people engaging in it: warnings, diversion, work with young people and in prisons',
  Protect: 'Shield people, places and businesses from it: safeguarding, closing premises, advice',
  Prepare: 'Reduce its impact when it happens: training, exercises, help for a community afterwards',
}
