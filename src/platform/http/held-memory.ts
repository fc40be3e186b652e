import type { VisitMemory } from './visit.ts'

/** A session's memory, to which nothing is written before it is settled. */
export interface HeldMemory extends VisitMemory {
  readonly settle: () => void
}

/** Holds back what a visit remembers and forgets: it may yet be run again, and must find the session as it was. */
export function holdMemory(memory: VisitMemory): HeldMemory {
  const held = new Map<string, string | undefined>()
  return {
    get: name => (held.has(name) ? held.get(name) : memory.get(name)),
    set: (name, value) => void held.set(name, value),
    settle: () => held.forEach((value, name) => memory.set(name, value)),
  }
}
