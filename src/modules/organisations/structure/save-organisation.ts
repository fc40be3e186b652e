import type { Transaction } from '#platform/database'
import { type FieldError, formatDay } from '#ui'
import { nameKey } from '../name-key.ts'
import {
  listOrganisations,
  type Organisation,
  organisationIndex,
  type OrganisationIndex,
  type OrganisationKind,
  organisationKinds,
} from '../organisation-store.ts'
import { endMembershipsOn, listMemberships } from './membership-store.ts'
import {
  aliasesOf,
  holdOrganisations,
  insertOrganisation,
  type OrganisationFacts,
  setAliases,
  updateOrganisation,
} from './organisation-change-store.ts'

const longestName = 200
const longestAbbreviation = 20
const codeForm = /^[0-9A-Z]{1,10}$/

export type Saved =
  { readonly id: number; readonly changed: readonly string[] } | { readonly errors: readonly FieldError[] }

/** Adds an organisation, or says what is wrong with it. */
export async function addOrganisation(
  tx: Transaction,
  facts: Pick<OrganisationFacts, 'name' | 'abbreviation' | 'code' | 'fromOn'>,
  kindText: string,
): Promise<Saved> {
  await holdOrganisations(tx)
  const kind = organisationKinds.find(one => one === kindText)
  const errors = nameErrors(facts, await organisationIndex(tx), undefined)
  if (kind === undefined)
    return { errors: [...errors, { field: 'kind', text: 'Select what kind of organisation it is' }] }
  if (errors.length > 0) return { errors }
  return { id: await insertOrganisation(tx, facts, kind), changed: Object.keys(facts) }
}

/**
 * Changes an organisation, or says what is wrong. A name it no longer has stays as one it is known by. When it ends, so do its
 * memberships; access is computed when it is asked for, so a successor inherits from that day by itself.
 */
export async function changeOrganisation(
  tx: Transaction,
  before: Organisation,
  facts: OrganisationFacts,
  aliases: readonly string[],
): Promise<Saved> {
  await holdOrganisations(tx)
  const index = await organisationIndex(tx)
  const errors = [
    ...nameErrors(facts, index, before.id),
    ...aliasErrors(aliases, index, before.id),
    ...(await dateErrors(tx, before, facts)),
    ...successorErrors(before, facts, await listOrganisations(tx)),
  ]
  if (errors.length > 0) return { errors }
  const changed = await changedFields(tx, before, facts, aliases)
  const kept = nameKey(before.name) === nameKey(facts.name) ? aliases : [...aliases, before.name]
  await updateOrganisation(tx, before.id, facts)
  await setAliases(
    tx,
    before.id,
    kept.filter(alias => nameKey(alias) !== nameKey(facts.name)),
  )
  if (facts.toOn !== undefined) await endMembershipsOn(tx, before.id, facts.toOn)
  return { id: before.id, changed }
}

function nameErrors(
  { name, abbreviation, code }: Pick<OrganisationFacts, 'name' | 'abbreviation' | 'code'>,
  index: OrganisationIndex,
  id: number | undefined,
): FieldError[] {
  const taken = (text: string) => {
    const other = index.find(text)
    return other === undefined || other.id === id ? undefined : other.name
  }
  const errors: FieldError[] = []
  if (name === '') errors.push({ field: 'name', text: 'Enter a name' })
  else if (name.length > longestName)
    errors.push({ field: 'name', text: `Name must be ${longestName} characters or fewer` })
  else if (taken(name)) errors.push({ field: 'name', text: `${taken(name)} is known by that name` })
  if (abbreviation !== undefined && abbreviation.length > longestAbbreviation) {
    errors.push({ field: 'abbreviation', text: `Abbreviation must be ${longestAbbreviation} characters or fewer` })
  } else if (abbreviation !== undefined && taken(abbreviation)) {
    errors.push({ field: 'abbreviation', text: `${taken(abbreviation)} is known by that abbreviation` })
  }
  if (code !== undefined && !codeForm.test(code)) {
    errors.push({ field: 'code', text: 'Code must be up to 10 digits or capital letters' })
  } else if (code !== undefined && taken(code)) {
    errors.push({ field: 'code', text: `${taken(code)} has that code` })
  }
  return errors
}

function aliasErrors(aliases: readonly string[], index: OrganisationIndex, id: number): FieldError[] {
  return aliases.flatMap(alias => {
    if (alias.length > longestName) {
      return [{ field: 'aliases', text: `Each other name must be ${longestName} characters or fewer` }]
    }
    const other = index.find(alias)
    if (other === undefined || other.id === id) return []
    return [{ field: 'aliases', text: `${other.name} is known as “${alias}”` }]
  })
}

async function dateErrors(
  tx: Transaction,
  before: Organisation,
  { fromOn, toOn }: OrganisationFacts,
): Promise<FieldError[]> {
  if (fromOn !== undefined && toOn !== undefined && fromOn >= toOn) {
    return [{ field: 'to', text: 'The day it ended must be after the day it began' }]
  }
  const memberships = await listMemberships(tx, before.id)
  const late = memberships.find(
    membership => toOn !== undefined && membership.fromOn !== null && membership.fromOn >= toOn,
  )
  if (late?.fromOn != null) {
    return [
      {
        field: 'to',
        text: `It is part of ${late.region} from ${formatDay(late.fromOn)}, so it must end after that day`,
      },
    ]
  }
  return []
}

function successorErrors(
  before: Organisation,
  { toOn, successorId }: OrganisationFacts,
  organisations: readonly Organisation[],
): FieldError[] {
  if (successorId === undefined) return []
  if (toOn === undefined) return [{ field: 'to', text: 'Enter the day it ended, from which the successor inherits' }]
  const byId = new Map(organisations.map(one => [one.id, one]))
  if (!byId.has(successorId)) return [{ field: 'successor', text: 'Select a successor from the list' }]
  for (let next: number | undefined = successorId; next !== undefined; next = byId.get(next)?.successorId) {
    if (next === before.id) {
      return [
        {
          field: 'successor',
          text: `${byId.get(successorId)?.name} is itself succeeded by ${before.name}. Select another`,
        },
      ]
    }
  }
  return []
}

async function changedFields(
  tx: Transaction,
  before: Organisation,
  facts: OrganisationFacts,
  aliases: readonly string[],
): Promise<readonly string[]> {
  const fields = ['name', 'abbreviation', 'code', 'fromOn', 'toOn', 'successorId'] as const
  const changed: string[] = fields.filter(field => before[field] !== facts[field])
  const known = new Set(await aliasesOf(tx, before.id))
  const same = known.size === new Set(aliases.map(nameKey)).size && aliases.every(alias => known.has(nameKey(alias)))
  return same ? changed : [...changed, 'aliases']
}

/** The kinds as choices of a form. */
export const kindChoices: readonly { readonly value: OrganisationKind; readonly text: string }[] =
  organisationKinds.map(kind => ({ value: kind, text: kind }))
