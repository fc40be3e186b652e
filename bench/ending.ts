const controller = new AbortController()

/** Aborted when the run is told to end: what runs is killed, what waits is woken, and every `finally` puts things away. */
export const ending: AbortSignal = controller.signal

/** From now on a signal ends the run in order; whoever sends a second one has waited long enough. */
export function endOnSignals(): void {
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      if (ending.aborted) process.exit(130)
      controller.abort(new Error(`Ended by ${name}.`))
    })
  }
}
