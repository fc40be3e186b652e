import type { Transaction } from '#platform/database'
import type { Actor } from '#platform/http'
import { passwordMatches } from './password.ts'
import { credentialsOf } from '../person-store.ts'
import { forgetFailures, holdAttempts, noteFailure, secondsToWait } from './sign-in-attempt-store.ts'
import { stateActor } from '../state-actor.ts'

export interface SignInAttempt {
  readonly email: string
  readonly password: string
  readonly present: Date
  readonly refusesSamplePeople: boolean
}

/** Someone let in; or not, with the person that the email is of, for the audit alone, and how long to wait after too many. */
export type SignInOutcome =
  | { readonly actor: Actor }
  | { readonly refused: true; readonly personId: number | undefined; readonly waitSeconds: number | undefined }

/**
 * Checks an email and a password. The outcome for an unknown email, a wrong password, a disabled person, and a person of the
 * sample where those are refused is the same, and takes as long. The password is verified before the attempts are counted, so
 * that the lock of counting is short; once there were too many, nothing is told of it.
 */
export async function signIn(tx: Transaction, attempt: SignInAttempt): Promise<SignInOutcome> {
  const { email, password, present } = attempt
  const credentials = await credentialsOf(tx, email)
  const refusal = { refused: true, personId: credentials?.personId } as const
  const early = await secondsToWait(tx, email, present)
  if (early !== undefined) return { ...refusal, waitSeconds: early }
  const matches = await passwordMatches(credentials?.passwordHash, password)
  await holdAttempts(tx, email)
  const waitSeconds = await secondsToWait(tx, email, present)
  if (waitSeconds !== undefined) return { ...refusal, waitSeconds }
  const known = credentials !== undefined && credentials.passwordHash !== null && matches
  const actor =
    known && !(credentials.sample && attempt.refusesSamplePeople)
      ? await stateActor(tx, credentials.personId, 'read')
      : undefined
  if (actor === undefined) {
    await noteFailure(tx, email, present)
    return { ...refusal, waitSeconds: undefined }
  }
  await forgetFailures(tx, email)
  return { actor }
}
