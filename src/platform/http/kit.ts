import type { Database } from '#platform/database'
import type { Replica } from '#platform/replica'
import type { House } from './house.ts'
import type { Ports } from './ports.ts'

/** Requests a minute of one token, counted on each server by itself. */
export interface ProgramLimits {
  readonly readsAMinute: number
  readonly writesAMinute: number
}

/** All a server works with. */
export interface Kit {
  readonly database: Database
  /** From which answers that only read may come. */
  readonly replica?: Replica | undefined
  readonly house: House
  readonly ports: Ports
  readonly present: () => Date
  readonly version: string
  /** Where people reach the server, without a slash at its end. */
  readonly address: string
  /** Cookies are sent over HTTPS only. */
  readonly secure: boolean
  /** Addresses of proxies whose word on the client's address is taken; none when left out. */
  readonly trustedProxies?: readonly string[] | undefined
  /** Of programs; none are counted when left out. */
  readonly limits?: ProgramLimits | undefined
  /** So many requests may wait for a connection before others are refused; 300 when left out. */
  readonly mostWaiting?: number | undefined
  /** Signs the session cookie: at least 32 characters. */
  readonly sessionSecret: string
  /** Told of faults: fields, never values. */
  readonly logFault: (fault: unknown, about: Readonly<Record<string, string>>) => void
}
