import { expect, it } from 'vitest'
import { lateness } from './lateness.ts'

const recorded = new Date('2022-03-01T09:00:00Z')
const after = (minutes: number) => new Date(recorded.getTime() + minutes * 60_000)

it.each([
  [-5, undefined],
  [0.9, undefined],
  [1, '1 minute'],
  [59, '59 minutes'],
  [60, '1 hour'],
  [24 * 60 - 1, '23 hours'],
  [24 * 60, '1 day'],
  [24 * 60 * 1500, '1,500 days'],
])('says how long after it was recorded a state was entered: %d minutes', (minutes, words) => {
  expect(lateness(recorded, after(minutes))).toBe(words)
})
