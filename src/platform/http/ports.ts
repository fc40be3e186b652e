import type { SessionStore } from '@fastify/session'
import type { Transaction } from '#platform/database'
import type { Actor } from './actor.ts'

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

/** Whom a transaction acts for, as the database has stated it. */
export interface Stated {
  readonly actor: Actor
  /** Whether a program that speaks for the person may change anything. */
  readonly scope: 'read' | 'write'
  /** What the database said: by this it is held to say the same again. */
  readonly said: string
}

/** What the house needs of modules that it does not know: given by the module map. */
export interface Ports {
  /**
   * States for whom the transaction acts; undefined when the person is gone or disabled. What is expected is given back unasked, and
   * the next statement fails, as `isStatedOtherwise` tells, where the database states anything else.
   */
  readonly statePerson: (tx: Transaction, personId: number, expected?: Stated) => Promise<Stated | undefined>
  /** The same for the bearer of a token; undefined also when it works no more. */
  readonly stateBearer: (
    tx: Transaction,
    token: string,
    present: Date,
    expected?: Stated,
  ) => Promise<Stated | undefined>
  /** Writes an entry in this transaction. */
  readonly writeAudit: (tx: Transaction, event: AuditedEvent) => Promise<void>
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
