/** What one measurement of something under load found. */
export interface Measured {
  /** Done a second: requests, transactions, rows, or runs. */
  readonly perSecond: number
  readonly done: number
  /** Answers that were none of 2xx, and what went wrong on the way. */
  readonly errors: number
  /** Time of an answer at percentiles, in milliseconds. */
  readonly times?: Percentiles
  /** Processor time for one, in milliseconds. */
  readonly processor?: ProcessorTime
  /** Of limits of its own, how much it used of the one that it came nearest to: 1 is all of it. */
  readonly ofBudget?: number
  /** What else is to be known, for a line beneath the table. */
  readonly note?: string
}

export interface Percentiles {
  readonly p50: number
  readonly p95: number
  readonly p99: number
}

export interface ProcessorTime {
  /** Of the process that serves. */
  readonly server: number
  /** Of the processes of PostgreSQL that work for it. */
  readonly database: number
}
