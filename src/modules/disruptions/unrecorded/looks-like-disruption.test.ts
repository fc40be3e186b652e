import { describe, expect, it } from 'vitest'
import { looksLikeDisruption } from './looks-like-disruption.ts'

const signs = { tactics: ['Search warrant'], words: ['arrest', 'school', 'moved to safety', 'drop-in', 'a.b', '…'] }
const action = (text: string, outcome?: string, tactic?: string) => ({ text, outcome, tactic })

describe('what looks like a disruption', () => {
  it.each([
    ['its tactic is on the list', action('Go there', 'Nobody in', 'Search warrant'), 'its tactic is “Search warrant”'],
    ['what came of it says so', action('Go there', 'Two ARRESTS made'), 'it says “ARRESTS”'],
    ['what was done says so', action('Visit both schools', 'Done'), 'it says “schools”'],
    [
      'words stand apart by any white space',
      action('Help her', 'She was moved\n to   safety'),
      'it says “moved\n to   safety”',
    ],
    ['signs of punctuation are taken as they are', action('Hold a drop-in', undefined), 'it says “drop-in”'],
    [
      'two words at most are named, each once',
      action('School, school', 'arrest, drop-in'),
      'it says “School” and “arrest”',
    ],
  ])('%s', (_case, one, because) => {
    expect(looksLikeDisruption(one, signs)).toBe(because)
  })

  it.each([
    ['nothing says so', action('Map the houses', 'Mapped', 'Own way')],
    ['a word only holds one', action('Unarrested preschooler', 'arresting')],
    ['a full stop is no other letter', action('acb', undefined)],
    ['only signs', action('…', '…')],
  ])('not when %s', (_case, one) => {
    expect(looksLikeDisruption(one, signs)).toBeUndefined()
    expect(looksLikeDisruption(one, { tactics: [], words: [] })).toBeUndefined()
  })
})
