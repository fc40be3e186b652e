import type { AsAt } from '#platform/clock'
import type { Transaction } from '#platform/database'
import type { RecordDeclaration, RecordState } from '#platform/record'
import type { Content } from '#ui'
import type { RawBuilder } from 'kysely'
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
  /** Something may be changed: what is looked at for that is held until the transaction ends. Else nothing is written or locked. */
  readonly mayChange: boolean
  readonly csrfToken: string
  /** The address without its query. */
  readonly path: string
  /** The path of our own page that led here, if the browser said so. */
  readonly cameFrom: string | undefined
  readonly query: Readonly<Record<string, string | readonly string[] | undefined>>
  /** The version that a program's change is for. */
  readonly ifMatch: string | undefined
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
  readonly shown?: Shown | readonly Shown[]
}

export interface NavigationItem {
  /** Stands before what the modules before offer: where people begin. */
  readonly first?: boolean
  readonly label: string
  readonly href: string
  readonly permission: string
  /** The address of the page that it is offered on, instead of the bar at the top of every page. */
  readonly under?: string
  /** What is there, in a line. */
  readonly says?: string
  /** Carries the number of things that wait for the person; shown only to those to whom a module offers any. */
  readonly countsWork?: boolean
}

/** A place beside the person's name, with a count of what is new there. */
export interface AccountLink {
  readonly label: string
  readonly href: string
  /** As in `WorkOffer`. */
  readonly count: (asker: WorkAsker) => RawBuilder<number>
  /** What the count is of: "unread". */
  readonly counted: string
}

/** Something that may wait for people, as a module offers it for their work list. */
export interface WorkOffer {
  /** Once in the house: 'drafts'. */
  readonly name: string
  /** Over the list, in digests and in mail too: nothing of any record may be in it. */
  readonly heading: string
  readonly permission: string
  /**
   * How many wait, as an SQL expression under the actor's own authority. All offers are counted in one statement, on every page,
   * and its plan is kept: what differs between people belongs in its parameters, not in its text.
   */
  readonly count: (asker: WorkAsker) => RawBuilder<number>
  /** The first fifty of them, the most pressing first. */
  readonly list: (visit: Visit) => Promise<WorkList>
}

/** For whom work is counted. */
export interface WorkAsker {
  readonly tx: Transaction
  readonly actor: Actor
  readonly present: Date
}

export interface WorkList {
  readonly items: readonly WorkItem[]
  readonly shown?: Shown | readonly Shown[]
}

/** One thing that waits. */
export interface WorkItem {
  readonly title: Content
  readonly href: string
  /** Why it is here, in a line. */
  readonly says?: string
  readonly since?: Date
  /** A day, 'YYYY-MM-DD'. */
  readonly due?: string
}

/** Something that an inspector would find: computed from the records as at a moment, never ticked by anyone. */
export interface Check {
  /** Once in the house: 'no-owner'. */
  readonly name: string
  /** In a few words: 'No owner'. */
  readonly heading: string
  /** Why it matters, in a sentence. */
  readonly why: string
  /** Which published finding, law or default it comes from. */
  readonly source: string
  /** What to do about it. */
  readonly todo: string
}

/** Checks that a module offers, with how they are computed. */
export interface CheckOffer {
  readonly checks: readonly Check[]
  /** Over every record of the scope, whether the actor sees it or not. */
  readonly find: (asker: WorkAsker, scope: CheckScope) => Promise<readonly Finding[]>
}

export interface CheckScope {
  readonly asAt: AsAt
  /** Some plans alone, by their references: those of them that the actor sees. */
  readonly plans?: readonly string[]
  /** Of these organisations, by id; else of all that the actor may have figures of. */
  readonly organisations?: readonly number[]
  /** No more than these checks are asked for, by their names: what only the others need may be left undone. */
  readonly checks?: readonly string[]
}

/** What a check found of one record. */
export interface Finding {
  readonly check: string
  /** Whose record it is, by name. */
  readonly organisation: string
  /** The plan or threat that it is about; undefined where the actor may not see it. */
  readonly about: { readonly register: string; readonly reference: string } | undefined
  /** What is wrong, in a sentence; of what may not be seen, no more than the check's heading. */
  readonly says: string
  /** What shows it: counts, days, references that the actor may see. */
  readonly evidence: string
  /** Since which day, 'YYYY-MM-DD', where that can be told. */
  readonly since: string | undefined
}

/** What the imports that states came from are called, by id: of those the actor may know of. */
export type ProvenanceLabels = (tx: Transaction, importIds: readonly string[]) => Promise<ReadonlyMap<string, string>>

/** What the modules offer that a page may draw on. */
export interface Offers {
  readonly registers: ReadonlyMap<string, Register>
  readonly navigation: readonly NavigationItem[]
  /** The places that modules offer on a page of another's, by its address. */
  readonly placesUnder: (href: string) => readonly NavigationItem[]
  readonly accountLinks: readonly AccountLink[]
  readonly work: readonly WorkOffer[]
  readonly checks: readonly CheckOffer[]
  readonly panelsOn: (register: string) => readonly Panel[]
  readonly provenance: ProvenanceLabels
  readonly routes: readonly RouteFacts[]
}
