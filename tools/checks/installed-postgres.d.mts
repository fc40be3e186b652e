/** The folder of programs of the oldest PostgreSQL that Debian has installed here and we support; undefined when there is none. */
export function installedPostgres(): string | undefined

export interface StartInstalledOptions {
  /** Where its data is kept; without one a temporary folder, removed when it is stopped. */
  readonly folder?: string
  /** Settings of the server in the place of those for speed. */
  readonly settings?: Readonly<Record<string, string>>
  /** The address of the server, as a superuser, that it is to be a streaming replica of. */
  readonly replicaOf?: string
}

export interface InstalledServer {
  /** The address as a superuser. */
  readonly url: string
  /** To all of its processes at once. */
  readonly signal: (name: NodeJS.Signals) => void
  /** Starts it once more, after it was killed. */
  readonly startAgain: () => Promise<void>
  readonly stop: () => Promise<void>
}

/** Starts it. */
export function startInstalled(programs: string, options?: StartInstalledOptions): Promise<InstalledServer>
