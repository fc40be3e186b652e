import { expect, it } from 'vitest'
import { passwordProblem } from './password-rule.ts'

const email = 'ashley@cheshire.example'

it('takes a long password that is not obvious', () => {
  expect(passwordProblem('kettle violin harbour', email)).toBeUndefined()
  expect(passwordProblem('x7#Qm!vR2$kL', email)).toBeUndefined()
})

it.each([
  ['', 'Enter a password'],
  ['elevenchars', 'Password must have 12 characters or more'],
  ['kettle'.repeat(40), 'Password must have 200 characters or fewer'],
  ['Ashley@Cheshire.example', 'Password must not contain your email address'],
  ['violin-ashley-harbour', 'Password must not contain your email address'],
  ['fourfold-sample', 'Password must not contain “fourfold”: choose three words that only you would put together'],
  ['F.o.u.r.f.o.l.d 2026', 'Password must not contain “fourfold”: choose three words that only you would put together'],
  ['My Password is good', 'Password must not contain “password”: choose three words that only you would put together'],
  ['abababababab', 'Password must have at least 5 different letters or digits'],
  ['            ', 'Password must have at least 5 different letters or digits'],
])('refuses %j', (password, problem) => {
  expect(passwordProblem(password, email)).toBe(problem)
})
