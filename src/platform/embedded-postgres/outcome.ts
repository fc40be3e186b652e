/** What a step of the launcher came to: its value, or one plain line that says what is wrong and what to do. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | Refusal

export interface Refusal {
  readonly ok: false
  readonly problem: string
}

/** Wraps the value of a step that succeeded. */
export function done<T>(value: T): Outcome<T> {
  return { ok: true, value }
}

/** Wraps the line that a person is to read. */
export function refuse(problem: string): Refusal {
  return { ok: false, problem }
}

/** The code of a system or PostgreSQL error ("ENOENT", "57P03"), or nothing when it has none. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}

/** The message of whatever was thrown. */
export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
