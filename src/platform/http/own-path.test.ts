import { expect, it } from 'vitest'
import { ownPath } from './own-path.ts'

it.each(['/threats', '/threats?tier=Tier+1&asAt=2023-01-04', '/people/12'])('goes on to %s', path => {
  expect(ownPath(path)).toBe(path)
})

it.each([
  undefined,
  '',
  'threats',
  'https://elsewhere.example/',
  '//elsewhere.example/',
  String.raw`/\elsewhere.example/`,
  '/\t/elsewhere.example/',
  '/.//elsewhere.example/',
  'javascript:alert(1)',
  '/sign-in',
  '/sign-out',
])('goes home instead of to %j', path => {
  expect(ownPath(path)).toBe('/')
})
