/** Who a request or command acts for, as the database stated it at the start of the transaction. */
export interface Actor {
  readonly personId: number
  readonly email: string
  readonly name: string
  readonly organisationId: number
  readonly organisation: string
  readonly parts: readonly string[]
  /** One of the invented people of the sample. */
  readonly sample: boolean
  readonly permissions: ReadonlySet<string>
  /** Permissions that a token which only reads withholds, whatever the person's part. */
  readonly withheld?: ReadonlySet<string>
  /** Handlings of which a record is shown only once a reason was given. */
  readonly reasonDemandedFor: readonly string[]
  /** Organisations for which the actor may record, by id. */
  readonly recordsFor: readonly number[]
}

/** What an actor is stated for: to read, or to import, when every reference that a file names has to be looked at. */
export type Purpose = 'read' | 'import'
