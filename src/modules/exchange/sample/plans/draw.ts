/** Draws that come out the same each time they are made for the same key. */
export interface Draw {
  /** A whole number from `from` to `to`, both included. */
  readonly between: (from: number, to: number) => number
  readonly one: <Item>(of: readonly Item[]) => Item
  /** So many different ones, in the order drawn. */
  readonly some: <Item>(of: readonly Item[], count: number) => readonly Item[]
}

/** Draws for a key: a 32-bit hash of it (FNV-1a) and a counter through a mixing function (Mulberry32). */
export function drawFor(key: string): Draw {
  let state = 0x811c9dc5
  for (let place = 0; place < key.length; place += 1) state = Math.imul(state ^ key.charCodeAt(place), 0x01000193)
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000
  }
  const between = (from: number, to: number) => from + Math.floor(next() * (to - from + 1))
  return {
    between,
    one: of => {
      const item = of[between(0, of.length - 1)]
      if (item === undefined) throw new Error('There is nothing to draw from.')
      return item
    },
    some: (of, count) => {
      const left = [...of]
      const drawn: typeof left = []
      while (drawn.length < count && left.length > 0) drawn.push(...left.splice(between(0, left.length - 1), 1))
      return drawn
    },
  }
}
