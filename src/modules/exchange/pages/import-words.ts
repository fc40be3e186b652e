import type { TagColour } from '#ui'
import type { ImportState } from '../import-store.ts'

/** What the state of an import is called on pages, and its colour. */
export const stateWords: Readonly<Record<ImportState, { readonly text: string; readonly colour: TagColour }>> = {
  waiting: { text: 'Waiting', colour: 'grey' },
  checking: { text: 'Being checked', colour: 'blue' },
  checked: { text: 'Checked', colour: 'yellow' },
  accepting: { text: 'Being taken', colour: 'blue' },
  done: { text: 'Taken', colour: 'green' },
  failed: { text: 'Not taken', colour: 'red' },
  withdrawn: { text: 'Withdrawn', colour: 'grey' },
}

/** Whether work on an import is still under way. */
export function isUnderWay(state: ImportState): boolean {
  return state === 'waiting' || state === 'checking' || state === 'accepting'
}

/** A register's name at the start of a line: "Threats". */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
