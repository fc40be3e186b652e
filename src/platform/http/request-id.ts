import { randomUUID } from 'node:crypto'

const form = /^[\w.-]{8,64}$/

/** The id of a request: the one a proxy gave it when that has the right form, else a new one. */
export function requestId(given: string | readonly string[] | undefined): string {
  return typeof given === 'string' && form.test(given) ? given : randomUUID()
}
