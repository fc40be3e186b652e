import { listInWords } from './list-in-words.ts'
import type { Standing } from './access-store.ts'
import type { Holding } from './handling-store.ts'

/** What the answer rests on. The grounds are those on which the database lets the person see it; none means it does not. */
export interface AccessQuestion {
  readonly person: Standing
  readonly holding: Holding
  /** The owner as it is today, and its regions. */
  readonly owner: { readonly name: string; readonly regions: readonly string[] }
  readonly grounds: readonly string[]
}

const lawEnforcement = ['Police force', 'Regional organised crime unit', 'National agency']
const readers = ['analyst', 'lead responsible officer', 'moderator', 'tasking manager', 'offender manager']

/** Why a person can or can't see a record, in sentences: the first begins with Yes or No. */
export function explainAccess(question: AccessQuestion): readonly string[] {
  const { person, grounds } = question
  if (grounds.length === 0) return [`No, ${person.name} can’t see it.`, ...whatIsMissing(question)]
  return [`Yes, ${person.name} can see it.`, ...grounds.map(ground => groundInWords(ground, question))]
}

function groundInWords(ground: string, { person, holding, owner }: AccessQuestion): string {
  const of = `${person.name} is of ${person.organisation}`
  const handled = `the record’s handling is ${holding.handling}`
  switch (ground) {
    case 'shared with all law enforcement':
      return `${of}, which is law enforcement, and ${handled}.`
    case "of the owner's region":
      return `${of}, which is in the region of the record’s owner, ${owner.name} (${listInWords(owner.regions)}), and ${handled}.`
    case 'of the owner':
      return `${of}, which owns the record, and ${handled}.`
    case 'named':
      return `${person.name} is one of the people it is shared with by name.`
    case 'shared with the organisation':
      return `${of}, with which the record is shared.`
    case 'inspector':
      return `${person.name} is an inspector, who sees all records but those of handling Named, and ${handled}.`
    case 'system':
      return `${person.name} is the command line’s own account, which sees all records but those of handling Named, and ${handled}.`
    default:
      return `The ground is: ${ground}.`
  }
}

function whatIsMissing(question: AccessQuestion): readonly string[] {
  const { person, holding } = question
  if (person.disabled) return [`The account is disabled.`]
  const parts = listInWords(person.parts)
  const notShared = `It is not shared with ${person.organisation}, nor with ${person.name} by name.`
  if (person.parts.includes('inspector')) {
    return [`Inspectors see all records but those of handling Named, and this one’s is ${holding.handling}.`, notShared]
  }
  if (person.parts.includes('partner')) {
    return [`${person.organisation} is a partner: its people see only what was shared with them.`, notShared]
  }
  if (!lawEnforcement.includes(person.kind) || !person.parts.some(part => readers.includes(part))) {
    return [`${person.name}’s part (${parts}) does not include seeing records.`]
  }
  return [missingByHandling(question), notShared]
}

function missingByHandling({ person, holding, owner }: AccessQuestion): string {
  if (holding.handling === 'Region') {
    const theirs = person.regions.length === 0 ? 'of no region' : `of the region ${listInWords(person.regions)}`
    const owners = owner.regions.length === 0 ? 'is of no region' : `is of the region ${listInWords(owner.regions)}`
    return `Its handling is Region, and its owner, ${owner.name}, ${owners}; ${person.name} is of ${person.organisation}, which is ${theirs}.`
  }
  if (holding.handling === 'Named') return `Its handling is Named, and ${person.name} is not one of the named people.`
  return `Its handling is ${holding.handling}: only people of its owner, ${owner.name}, see it, and ${person.name} is of ${person.organisation}.`
}
