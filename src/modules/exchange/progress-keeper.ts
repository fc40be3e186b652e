const betweenWrites = 500

export interface ProgressKeeper {
  /** Tells how far the work has come. Kept now and then, without holding the work up. */
  readonly tell: (rows: number) => void
  /** Waits for what is being kept, and keeps no more. */
  readonly settle: () => Promise<void>
}

/** Keeps progress twice a second at most. A failure to keep it is no failure of the work. */
export function progressKeeper(keep: (rows: number) => Promise<void>): ProgressKeeper {
  let lastBegun = 0
  let isSettled = false
  let writing: Promise<void> | undefined
  return {
    tell: rows => {
      const at = performance.now()
      if (isSettled || writing !== undefined || at - lastBegun < betweenWrites) return
      lastBegun = at
      writing = keep(rows)
        .catch(() => undefined)
        .finally(() => {
          writing = undefined
        })
    },
    settle: async () => {
      isSettled = true
      await writing
    },
  }
}
