const plain = /^[ -~]*$/

/** A name as it is compared: letter case, accents and punctuation make no difference. */
export function foldName(name: string): string {
  if (plain.test(name))
    return name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, ' ')
      .trim()
  return name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

/**
 * How much two folded names differ: 0 for the same words in any order, 1 or 2 for as many letters added, left out or changed;
 * undefined when they are not alike. Short names are alike only with fewer differences: of three letters two would be nearly all.
 * Names with different numbers are never alike: a number is not mistyped, it tells one from the next.
 */
export function likeness(a: string, b: string): number | undefined {
  const most = mostEdits(Math.min(a.length, b.length))
  if (Math.abs(a.length - b.length) > most || a === '' || b === '') return undefined
  if (numbersIn(a) !== numbersIn(b) || lettersApart(a, b) > most) return undefined
  if (a === b || inOrder(a) === inOrder(b)) return 0
  const edits = Math.min(editsBetween(a, b, most), editsBetween(inOrder(a), inOrder(b), most))
  return edits <= most ? edits : undefined
}

/** Most letters in which names of this length may differ and still be alike. */
function mostEdits(length: number): number {
  if (length < 4) return 0
  return length < 8 ? 1 : 2
}

function numbersIn(name: string): string {
  return (
    name
      .match(/\p{N}+/gu)
      ?.toSorted()
      .join(' ') ?? ''
  )
}

const letters = new Int16Array(256)

/**
 * How many letters one of the two has that the other lacks, wherever they stand: names differ in no fewer. It is quickly known,
 * and spares nearly all names of a long list the exact comparison. Rare letters may share a place, which only counts too few.
 */
function lettersApart(a: string, b: string): number {
  letters.fill(0)
  count(a, 1)
  count(b, -1)
  let [more, fewer] = [0, 0]
  for (const left of letters) {
    if (left > 0) more += left
    else fewer -= left
  }
  return Math.max(more, fewer)
}

function count(name: string, one: 1 | -1): void {
  for (let place = 0; place < name.length; place++) {
    const at = name.charCodeAt(place) & 255
    letters[at] = (letters[at] ?? 0) + one
  }
}

function inOrder(name: string): string {
  return name.split(' ').toSorted().join(' ')
}

/** Levenshtein's distance, two letters that changed places counted as one; more than `most` as soon as that is certain. */
function editsBetween(a: string, b: string, most: number): number {
  let before: readonly number[] = []
  let above: readonly number[] = Array.from({ length: b.length + 1 }, (_, place) => place)
  for (let row = 1; row <= a.length; row++) {
    const current = nextRow({ a, b, row, before, above })
    if (Math.min(...current) > most) return most + 1
    before = above
    above = current
  }
  return above[b.length] ?? most + 1
}

interface Rows {
  readonly a: string
  readonly b: string
  readonly row: number
  /** The two rows before this one. */
  readonly before: readonly number[]
  readonly above: readonly number[]
}

function nextRow({ a, b, row, before, above }: Rows): readonly number[] {
  const current = [row]
  for (let place = 1; place <= b.length; place++) {
    const isSame = a[row - 1] === b[place - 1]
    const kept = (above[place - 1] ?? row) + (isSame ? 0 : 1)
    const moved = Math.min(above[place] ?? row, current[place - 1] ?? row) + 1
    const isSwapped = !isSame && a[row - 1] === b[place - 2] && a[row - 2] === b[place - 1]
    current.push(Math.min(kept, moved, isSwapped ? (before[place - 2] ?? row) + 1 : Infinity))
  }
  return current
}
