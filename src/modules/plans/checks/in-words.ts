import type { OpenAction } from './plan-check.ts'

const mostNamed = 5

/** "1 day", "9 days". */
export function countOf(figure: number, one: string, more = `${one}s`): string {
  return `${figure} ${figure === 1 ? one : more}`
}

/** References of actions, so many of them that the list stays short; of those that may not be seen, none. */
export function namedActions(actions: readonly OpenAction[]): string {
  const named = actions.flatMap(({ reference }) => reference ?? [])
  const beyond = named.length - mostNamed
  return beyond > 0 ? `${named.slice(0, mostNamed).join(', ')} and ${beyond} more` : named.join(', ')
}

/** "1 of 7 open actions has", "2 of 7 open actions have". */
export function ofOpenActions(figure: number, all: number, one: string, more: string): string {
  return `${figure} of ${countOf(all, 'open action')} ${figure === 1 ? one : more}`
}
