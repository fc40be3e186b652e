import type { AsAt } from '#platform/clock'
import type { Transaction } from '#platform/database'
import type { RecordDeclaration, RecordState } from '#platform/record'
import type { Content } from '#ui'
import type { Actor } from './actor.ts'
import type { Shown } from './answer.ts'
import type { RouteFacts } from './route-facts.ts'

/** One request under way: everything a handler may use. Its transaction has the actor stated and ends after the answer. */
export interface Visit {
  readonly tx: Transaction
  readonly actor: Actor
  /** The moment the site, or this address, is put on. */
  readonly asAt: AsAt
  readonly present: Date
  readonly requestId: string
  readonly csrfToken: string
  /** The address without its query. */
  readonly path: string
  /** The path of our own page that led here, if the browser said so. */
  readonly cameFrom: string | undefined
  readonly query: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly memory: VisitMemory
  readonly signing: Signing
  readonly house: Offers
  /** Where people reach the server, without a slash at its end: for a link that is sent to someone. */
  readonly address: string
  /** The invented people of the sample are let in nowhere. */
  readonly refusesSamplePeople: boolean
}

/** What the session remembers between requests. Never records, nor anything drawn from them. */
export interface VisitMemory {
  readonly get: (name: string) => string | undefined
  /** Undefined forgets. */
  readonly set: (name: string, value: string | undefined) => void
}

/** How a person's visit begins and ends, once the answer is settled: answer with a redirect, or it does neither. */
export interface Signing {
  readonly begin: (personId: number) => void
  readonly end: () => void
}

/** A visit before anyone has signed in. */
export type AnonymousVisit = Omit<Visit, 'actor' | 'asAt'>

/** A file that came with a request, already whole on disk; removed when the request ends. */
export interface UploadedFile {
  readonly path: string
  readonly name: string
  readonly bytes: number
}

/** A kind of record that lists, files, extractions and the API can serve. */
export interface Register {
  readonly record: RecordDeclaration
  /** The address of one record's page. */
  readonly href: (reference: string) => string
}

/** What a module adds to another record's page. */
export interface Panel {
  /** The register whose page it is added to. */
  readonly on: string
  readonly permission: string
  /** Stands beside the record rather than beneath it: about the record's keeping, not its matter. */
  readonly beside?: boolean
  readonly show: (visit: Visit, state: RecordState) => Promise<PanelContent | undefined>
}

export interface PanelContent {
  readonly heading: string
  readonly body: Content
  readonly shown?: Shown
}

export interface NavigationItem {
  /** Stands before what the modules before offer: where people begin. */
  readonly first?: boolean
  readonly label: string
  readonly href: string
  readonly permission: string
}

/** What the imports that states came from are called, by id: of those the actor may know of. */
export type ProvenanceLabels = (tx: Transaction, importIds: readonly string[]) => Promise<ReadonlyMap<string, string>>

/** What the modules offer that a page may draw on. */
export interface Offers {
  readonly registers: ReadonlyMap<string, Register>
  readonly navigation: readonly NavigationItem[]
  readonly panelsOn: (register: string) => readonly Panel[]
  readonly provenance: ProvenanceLabels
  readonly routes: readonly RouteFacts[]
}
