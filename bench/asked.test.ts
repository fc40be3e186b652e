import { expect, it } from 'vitest'
import { readAsked } from './asked.ts'

it('reads sizes and operations as lists', () => {
  expect(readAsked(['--factor', '0.1,1', '--only', 'read,list', '--rounds', '3'])).toMatchObject({
    factors: [0.1, 1],
    only: ['read', 'list'],
    rounds: 3,
    seconds: 2,
    keep: undefined,
  })
})

it.each([
  [['--factor', '1,'], '--factor must be a number of 0.001 or more.'],
  [['--rounds', '2.5'], '--rounds must be a whole number.'],
  [['--seconds', '0'], '--seconds must be a number of 1 or more.'],
  [['--fast'], "Unknown option '--fast'"],
])('refuses %j in one line', (words, problem) => {
  expect(readAsked(words)).toEqual({ problem: expect.stringContaining(problem) })
})
