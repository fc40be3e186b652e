import type { SessionStore } from '@fastify/session'
import type { Transaction } from '#platform/database'
import type { Actor, Purpose } from './actor.ts'

/** One entry of the audit, as the house writes it for a request. */
export interface AuditedEvent {
  readonly requestId: string
  readonly actor: Actor | undefined
  readonly event: string
  readonly outcome: 'done' | 'refused'
  /** 'threats:CHE-00001', … */
  readonly shown?: readonly string[] | undefined
  readonly details?: Readonly<Record<string, unknown>> | undefined
  readonly reason?: string | undefined
  readonly asAt?: Date | undefined
}

/** Whom a program speaks for, and whether it may change anything. */
export interface Bearer {
  readonly personId: number
  /** As stated for the transaction; undefined when the person is gone or disabled. */
  readonly actor: Actor | undefined
  readonly scope: 'read' | 'write'
}

/** What the house needs of modules that it does not know: given by the module map. */
export interface Ports {
  /** States for whom the transaction acts; undefined when the person is gone or disabled. */
  readonly stateActor: (tx: Transaction, personId: number, purpose: Purpose) => Promise<Actor | undefined>
  /** Writes an entry in this transaction. */
  readonly writeAudit: (tx: Transaction, event: AuditedEvent) => Promise<void>
  /** States for whom the bearer of a token acts; undefined when it works no more. */
  readonly stateBearer: (tx: Transaction, token: string, present: Date) => Promise<Bearer | undefined>
  /** The permissions that a token which only reads does not carry. */
  readonly changingPermissions: ReadonlySet<string>
  /** Keeps a form that came in when its session had ended: where its person continues, or undefined when it has no open draft. */
  readonly keepDraft: (
    tx: Transaction,
    id: string,
    fields: Readonly<Record<string, string | readonly string[]>>,
  ) => Promise<string | undefined>
  /** Facts of this database that pages show: whether it holds invented data. */
  readonly holdsInventedData: (tx: Transaction) => Promise<boolean>
  readonly sessionStore: SessionStore
  /** In production the invented people of the sample are let in nowhere. */
  readonly refusesSamplePeople: boolean
}
