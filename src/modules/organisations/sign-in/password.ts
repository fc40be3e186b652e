import { hash, verify } from '@node-rs/argon2'

/** argon2id with the parameters of OWASP's Password Storage Cheat Sheet: 19 MiB, two passes, one lane. */
const parameters = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/** Of no password: verified for people who are unknown or have none, so that the time taken tells nothing. */
const nobodysHash = '$argon2id$v=19$m=19456,t=2,p=1$c2FsdG9mbm9ib2R5cw$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'

/** The hash of a password, with its salt and parameters. The same characters typed on another keyboard hash the same (NFKC). */
export async function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'), parameters)
}

/** Whether a password is the one of a hash. Takes as long, and gives false, when there is no hash. */
export async function passwordMatches(passwordHash: string | null | undefined, password: string): Promise<boolean> {
  return verify(passwordHash ?? nobodysHash, password.normalize('NFKC'))
}
