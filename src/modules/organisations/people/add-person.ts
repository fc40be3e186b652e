import { londonToday } from '#platform/clock'
import type { Transaction } from '#platform/database'
import type { FieldError } from '#ui'
import type { Organisation } from '../organisation-store.ts'
import { partsProblem } from '../parts.ts'
import { asEmail, insertPerson } from '../person-store.ts'
import { makeLink } from '../sign-in/sign-in-link-store.ts'

const mostCharacters = 200
const emailForm = /^[\w.!#$%&'*+/=?^`{|}~-]+@[a-z0-9-]+(\.[a-z0-9-]+)+$/

export interface PersonToAdd {
  readonly email: string
  readonly name: string
  readonly organisation: Organisation | undefined
  readonly parts: readonly string[]
  /** Who adds them, by id. */
  readonly addedBy: number
  readonly present: Date
}

/** A person and the token of the one-time link with which they choose a password; or what is wrong, by field. */
export type AddedPerson =
  { readonly personId: number; readonly linkToken: string } | { readonly errors: readonly FieldError[] }

/** Adds a person who has no password yet, and makes their one-time link. */
export async function addPerson(tx: Transaction, person: PersonToAdd): Promise<AddedPerson> {
  const { organisation, addedBy, present } = person
  const errors = personErrors(person)
  if (errors.length > 0 || organisation === undefined) return { errors }
  const personId = await insertPerson(tx, {
    email: person.email,
    name: person.name.trim(),
    organisationId: organisation.id,
    parts: person.parts,
  })
  if (personId === undefined) {
    return { errors: [{ field: 'email', text: 'There is a person with this email address already' }] }
  }
  return { personId, linkToken: await makeLink(tx, { personId, madeBy: addedBy, present }) }
}

function personErrors(person: PersonToAdd): readonly FieldError[] {
  const { organisation, present } = person
  const errors: FieldError[] = []
  const note = (field: string, text: string | undefined): void => {
    if (text !== undefined) errors.push({ field, text })
  }
  note('email', emailProblem(asEmail(person.email)))
  note('name', nameProblem(person.name.trim()))
  note('organisation', organisationProblem(organisation, present))
  note('parts', organisation === undefined ? noParts(person.parts) : partsProblem(organisation.kind, person.parts))
  return errors
}

function emailProblem(email: string): string | undefined {
  if (email === '') return 'Enter an email address'
  if (email.length > mostCharacters) return `Email address must have ${mostCharacters} characters or fewer`
  return emailForm.test(email) ? undefined : 'Enter an email address in the correct format, like name@example.com'
}

function nameProblem(name: string): string | undefined {
  if (name === '') return 'Enter a name'
  if (name.length > mostCharacters) return `Name must have ${mostCharacters} characters or fewer`
  return /\p{Cc}/u.test(name) ? 'Name must not contain line breaks or control characters' : undefined
}

function noParts(parts: readonly string[]): string | undefined {
  return parts.length === 0 ? 'Select at least one part' : undefined
}

function organisationProblem(organisation: Organisation | undefined, present: Date): string | undefined {
  if (organisation === undefined) return 'Select an organisation'
  const ended = organisation.toOn !== undefined && organisation.toOn <= londonToday(present)
  return ended ? `${organisation.name} has ended: select the organisation that took over from it` : undefined
}
