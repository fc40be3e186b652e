/** Whether one text becomes the other by at most so many added, left out or changed characters (Levenshtein's distance). */
export function isWithinEdits(left: string, right: string, most: number): boolean {
  if (Math.abs(left.length - right.length) > most) return false
  let above = Array.from({ length: right.length + 1 }, (_, place) => place)
  for (let row = 1; row <= left.length; row++) {
    above = nextRow(above, row, place => left[row - 1] === right[place - 1])
  }
  return (above.at(-1) ?? Infinity) <= most
}

function nextRow(above: readonly number[], row: number, isSame: (place: number) => boolean): number[] {
  const current = [row]
  for (let place = 1; place < above.length; place++) {
    const changed = (above[place - 1] ?? 0) + (isSame(place) ? 0 : 1)
    current.push(Math.min(changed, (above[place] ?? 0) + 1, (current[place - 1] ?? 0) + 1))
  }
  return current
}
