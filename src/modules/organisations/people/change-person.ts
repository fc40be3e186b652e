import type { Transaction } from '#platform/database'
import { partsProblem } from '../parts.ts'
import { holdAdministrators, type Person, setDisabledAt, setParts, setPasswordHash } from '../person-store.ts'
import { endSessionsOf } from '../sign-in/session-store.ts'
import { makeLink } from '../sign-in/sign-in-link-store.ts'
import { revokeTokensOf } from '../sign-in/token-store.ts'

export interface ChangeOfPerson {
  readonly person: Person
  /** Who changes it, by id. */
  readonly by: number
  readonly present: Date
}

/** Done, or why not and what to do. */
export type Changed = { readonly ok: true } | { readonly problem: string }

const done: Changed = { ok: true }

/** Gives a person other parts. They hold from the person's next request. */
export async function changeParts(tx: Transaction, change: ChangeOfPerson, parts: readonly string[]): Promise<Changed> {
  const { person } = change
  const problem = partsProblem(person.organisationKind, parts)
  if (problem !== undefined) return { problem }
  const stripped = person.parts.includes('administrator') && !parts.includes('administrator')
  if (stripped && (await isLastAdministrator(tx, person))) return { problem: lastAdministrator }
  await setParts(tx, person.id, parts)
  return done
}

/** Disables a person: their next request is refused, their sessions are ended and their tokens revoked. */
export async function disablePerson(tx: Transaction, { person, by, present }: ChangeOfPerson): Promise<Changed> {
  if (person.id === by) return { problem: 'You can’t disable yourself. Ask another administrator to do it.' }
  if (person.parts.includes('administrator') && (await isLastAdministrator(tx, person))) {
    return { problem: lastAdministrator }
  }
  if (person.disabledAt === null) await setDisabledAt(tx, person.id, present)
  await endSessionsOf(tx, person.id, present)
  await revokeTokensOf(tx, person.id, present)
  return done
}

/** Lets a disabled person sign in again, with the password they had. */
export async function enablePerson(tx: Transaction, { person }: ChangeOfPerson): Promise<Changed> {
  await setDisabledAt(tx, person.id, null)
  return done
}

/** The token of a one-time link, or why there is none. */
export type Reset = { readonly linkToken: string } | { readonly problem: string }

/** Takes a person's password away, ends their sessions, and makes a one-time link to choose another. */
export async function resetPerson(tx: Transaction, { person, by, present }: ChangeOfPerson): Promise<Reset> {
  if (person.id === by) return { problem: 'You can’t reset yourself. Change your password on your account page.' }
  if (person.disabledAt !== null) return { problem: 'This person is disabled. Enable them first.' }
  await setPasswordHash(tx, person.id, null)
  await endSessionsOf(tx, person.id, present)
  return { linkToken: await makeLink(tx, { personId: person.id, madeBy: by, present }) }
}

const lastAdministrator =
  'This is the last administrator who can sign in. Give the part to someone else first, and let them sign in once.'

async function isLastAdministrator(tx: Transaction, person: Person): Promise<boolean> {
  const administrators = await holdAdministrators(tx)
  return administrators.every(id => id === person.id)
}
