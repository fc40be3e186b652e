import { createHash, randomBytes } from 'node:crypto'

/** A new secret of 256 random bits, in letters that an address can hold. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** What is kept of a secret: SHA-256, hexadecimal. Enough for random ones; passwords are hashed slowly, by `hashPassword`. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}
