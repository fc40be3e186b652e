/** The folder of programs of the oldest PostgreSQL that Debian has installed here and we support; undefined when there is none. */
export function installedPostgres(): string | undefined

export interface StartInstalledOptions {
  /** Where its data is kept; without one a temporary folder, removed when it is stopped. */
  readonly folder?: string
  /** Settings of the server in the place of those for speed. */
  readonly settings?: Readonly<Record<string, string>>
}

/** Starts it. `url` is the address as a superuser. */
export function startInstalled(
  programs: string,
  options?: StartInstalledOptions,
): Promise<{ readonly url: string; readonly stop: () => Promise<void> }>
