import type { Database } from '#platform/database'
import type { Route } from './route.ts'
import type {
  AccountLink,
  CheckOffer,
  NavigationItem,
  Offers,
  Panel,
  ProvenanceLabels,
  Register,
  WorkOffer,
} from './visit.ts'

/** What a module offers. The house collects it; no module knows who uses its offers. */
export interface Module {
  readonly name: string
  readonly registers?: readonly Register[]
  readonly routes?: readonly Route[]
  readonly panels?: readonly Panel[]
  readonly navigation?: readonly NavigationItem[]
  readonly accountLinks?: readonly AccountLink[]
  readonly work?: readonly WorkOffer[]
  readonly checks?: readonly CheckOffer[]
  readonly commands?: readonly Command[]
  readonly jobs?: readonly Job[]
  readonly provenance?: ProvenanceLabels
}

/** A verb of the command line. Results go to `out`, everything else to `say`. */
export interface Command {
  readonly verb: string
  readonly usage: string
  readonly run: (context: CommandContext, words: readonly string[]) => Promise<ExitCode>
}

/** 0 done; 1 done, but some rows or checks failed; 2 not done, and why. */
export type ExitCode = 0 | 1 | 2

export interface CommandContext {
  readonly database: Database
  /** The address of the tables' owner. Only the command line has it; what needs it refuses without. */
  readonly ownerUrl?: string
  readonly house: House
  readonly present: () => Date
  readonly out: NodeJS.WritableStream
  readonly say: (line: string) => void
  /** A line that is written over while standard error is a terminal. */
  readonly progress: (line: string) => void
  readonly settings: Readonly<Record<string, string | undefined>>
}

/** Work done outside requests, queued in the transaction that asks for it. */
export interface Job {
  readonly name: string
  readonly run: (context: JobContext, content: unknown) => Promise<void>
  /** Run again and again, so many seconds apart, on one server at a time. */
  readonly everySeconds?: number
}

export interface JobContext {
  readonly database: Database
  readonly house: House
  readonly present: () => Date
  readonly say: (line: string) => void
  readonly settings: Readonly<Record<string, string | undefined>>
  /** Once the server is told to stop. A run that goes through many things ends then before the next of them. */
  readonly stopping: AbortSignal
}

/** All that the modules offer, in the order of the map. */
export interface House extends Offers {
  readonly modules: readonly Module[]
  readonly routes: readonly Route[]
  readonly commands: readonly Command[]
  readonly jobs: readonly Job[]
}

/** Collects what the modules offer. */
export function collect(modules: readonly Module[]): House {
  const navigation = modules.flatMap(module => module.navigation ?? [])
  const inBar = navigation.filter(({ under }) => under === undefined)
  const panels = modules.flatMap(module => module.panels ?? [])
  return {
    modules,
    registers: new Map(
      modules.flatMap(module => module.registers ?? []).map(register => [register.record.register, register]),
    ),
    routes: modules.flatMap(module => module.routes ?? []),
    navigation: [...inBar.filter(item => item.first), ...inBar.filter(item => !item.first)],
    placesUnder: href => navigation.filter(({ under }) => under === href),
    accountLinks: modules.flatMap(module => module.accountLinks ?? []),
    work: modules.flatMap(module => module.work ?? []),
    checks: modules.flatMap(module => module.checks ?? []),
    commands: modules.flatMap(module => module.commands ?? []),
    jobs: modules.flatMap(module => module.jobs ?? []),
    panelsOn: register => panels.filter(panel => panel.on === register),
    provenance: modules.find(module => module.provenance !== undefined)?.provenance ?? (async () => new Map()),
  }
}
