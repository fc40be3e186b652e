import { expect, it } from 'vitest'
import { hashPassword, passwordMatches } from './password.ts'

it('hashes with argon2id and its stated parameters, and a new salt each time', async () => {
  const [one, other] = await Promise.all([hashPassword('kettle violin harbour'), hashPassword('kettle violin harbour')])
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(one).not.toBe(other)
})

it('knows its own password only, however the keyboard composed it', async () => {
  const hash = await hashPassword('café kettle violin')
  expect(await passwordMatches(hash, 'cafe\u0301 kettle violin')).toBe(true)
  expect(await passwordMatches(hash, 'cafe kettle violin')).toBe(false)
})

it('lets nobody in where there is no password', async () => {
  expect(await passwordMatches(null, '')).toBe(false)
  expect(await passwordMatches(undefined, 'kettle violin harbour')).toBe(false)
})
