const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

interface Ending {
  /** Gives the server up; it is stopped when nobody else uses it. */
  readonly stop: () => Promise<void>
  /** The last chance, when the process exits without having called `stop`: nothing that takes time. */
  readonly atExit: () => void
}

const endings = new Set<Ending>()

/**
 * Sees to it that a process which ends without calling `stop` leaves no server behind: on a signal that nobody else
 * listens to, stops first and then lets the signal have its way. (Who listens is trusted to call `stop`.)
 *
 * @returns a function that takes the promise back.
 */
export function guardEnding(ending: Ending): () => void {
  if (endings.size === 0) {
    for (const signal of signals) process.on(signal, onSignal)
    process.on('exit', onExit)
  }
  endings.add(ending)
  return () => {
    endings.delete(ending)
    if (endings.size > 0) return
    for (const signal of signals) process.off(signal, onSignal)
    process.off('exit', onExit)
  }
}

function onSignal(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return
  void endBy(signal)
}

async function endBy(signal: NodeJS.Signals): Promise<void> {
  await Promise.allSettled([...endings].map(ending => ending.stop()))
  process.off(signal, onSignal)
  process.kill(process.pid, signal)
}

function onExit(): void {
  for (const ending of endings) ending.atExit()
}
