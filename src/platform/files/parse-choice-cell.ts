import { foldLabel } from './fold-label.ts'
import { type CellResult, read, unread } from './problem.ts'
import { shown } from './show-value.ts'

/**
 * One of a list's choices from a cell, in the list's own writing. Letter case, spaces around it and runs of spaces don't
 * matter. The problem names every choice.
 */
export function parseChoiceCell<Choice extends string>(cell: string, choices: readonly Choice[]): CellResult<Choice> {
  const wanted = foldLabel(cell)
  const choice = choices.find(candidate => foldLabel(candidate) === wanted)
  if (choice !== undefined) return read(choice)
  return unread(`${shown(cell.trim())} is not a choice here. Enter ${inWords(choices)}`)
}

function inWords(choices: readonly string[]): string {
  if (choices.length < 2) return choices.join('')
  return `${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`
}
