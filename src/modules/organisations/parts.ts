import type { OrganisationKind } from './organisation-store.ts'

/** The parts a person can be given. `system` is the command line's own account and is never given to a person. */
export const parts = [
  'analyst',
  'lead responsible officer',
  'moderator',
  'tasking manager',
  'offender manager',
  'partner',
  'inspector',
  'oversight',
  'administrator',
] as const
export type Part = (typeof parts)[number]

const readers: readonly Part[] = [
  'analyst',
  'lead responsible officer',
  'moderator',
  'tasking manager',
  'offender manager',
  'partner',
  'inspector',
]

/** Which parts give which permission: the one table of it. */
export const partsWith: Readonly<Record<string, readonly Part[]>> = {
  'record.read': readers,
  'record.export': readers,
  'record.write': ['analyst', 'lead responsible officer', 'moderator'],
  // Whoever leads a plan or was given an action may come from a partner; what they may add to is theirs alone.
  'plan.work': ['analyst', 'lead responsible officer', 'moderator', 'tasking manager', 'offender manager', 'partner'],
  'checks.read': ['analyst', 'lead responsible officer', 'moderator', 'tasking manager', 'inspector', 'oversight'],
  'handling.change': ['analyst'],
  'assessment.record': ['analyst', 'moderator'],
  'assessment.moderate': ['moderator'],
  'audit.read': ['analyst', 'moderator', 'inspector'],
  'figures.read': ['analyst', 'lead responsible officer', 'moderator', 'tasking manager', 'inspector', 'oversight'],
  'extraction.run': ['analyst', 'moderator', 'tasking manager', 'inspector'],
  'import.run': ['analyst', 'moderator', 'administrator'],
  'person.manage': ['administrator'],
  'organisation.manage': ['administrator'],
  'reference.manage': ['administrator'],
}

/**
 * What a token that only reads does not carry. An extraction is kept, and yet no more than a list that was read: it stays with
 * those who read.
 */
export const changingPermissions: ReadonlySet<string> = new Set([
  'record.write',
  'plan.work',
  'handling.change',
  'assessment.record',
  'assessment.moderate',
  'import.run',
  'person.manage',
  'organisation.manage',
  'reference.manage',
])

/** All that a person of these parts may do. The system account may do everything that has a permission. */
export function permissionsOf(given: readonly string[]): ReadonlySet<string> {
  const permissions = Object.keys(partsWith)
  if (given.includes('system')) return new Set(permissions)
  return new Set(permissions.filter(permission => partsWith[permission]?.some(part => given.includes(part))))
}

const lawEnforcementParts: readonly Part[] = [
  'analyst',
  'lead responsible officer',
  'moderator',
  'tasking manager',
  'offender manager',
  'administrator',
]

const partsByKind: Readonly<Record<OrganisationKind, readonly Part[]>> = {
  'Police force': lawEnforcementParts,
  'Regional organised crime unit': lawEnforcementParts,
  'National agency': lawEnforcementParts,
  Partner: ['partner'],
  Inspectorate: ['inspector'],
  Oversight: ['oversight'],
  Administration: ['administrator'],
}

/**
 * The parts that people of a kind of organisation can have: partners see only what was shared with them, oversight sees
 * figures, the inspectorate reads and changes nothing, so none of them can have a part that would let them do more.
 */
export function partsFor(kind: OrganisationKind): readonly Part[] {
  return partsByKind[kind]
}

/** What is wrong with giving these parts to a person of an organisation of this kind; undefined when nothing is. */
export function partsProblem(kind: OrganisationKind, given: readonly string[]): string | undefined {
  const allowed: readonly string[] = partsFor(kind)
  if (given.length === 0) return 'Select at least one part'
  const wrong = given.find(part => !allowed.includes(part))
  if (wrong === undefined) return undefined
  return `${wrong} is not a part for people of this kind of organisation (${kind}). Select from: ${allowed.join(', ')}`
}
