/** Collects the text of a cell from its runs, no more of it than a cell of ours can hold and a little over. */
export interface TextRun {
  readonly begin: () => void
  readonly add: (text: string) => void
  readonly end: () => string
}

/** @param most characters (UTF-16 code units) that are kept. */
export function textRun(most: number): TextRun {
  let collected = ''
  return {
    begin: () => {
      collected = ''
    },
    add: text => {
      if (collected.length < most) collected += collected.length + text.length > most ? text.slice(0, most) : text
    },
    end: () => {
      const text = collected
      collected = ''
      return text
    },
  }
}

/** So many code units hold more than a field may have, each written as an escape of seven. */
export function mostCollected(fieldCharacters: number): number {
  return (fieldCharacters + 1) * 2 * 7
}

/** A text cut to what shows that it is too long for a field, when it is. */
export function cutText(text: string, fieldCharacters: number): string {
  return text.slice(0, (fieldCharacters + 1) * 2)
}
