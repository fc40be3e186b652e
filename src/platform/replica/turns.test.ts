import { expect, it } from 'vitest'
import { takeTurns } from './turns.ts'

/** A clock that goes when it is told to. */
function standing() {
  let at = 0
  const said: string[] = []
  const turns = takeTurns(
    line => said.push((JSON.parse(line) as { replica: string }).replica),
    () => at,
  )
  return { turns, said, wait: (milliseconds: number) => (at += milliseconds) }
}

/** How long it is left alone after one more fault. */
function restOf({ turns, wait }: ReturnType<typeof standing>): number {
  turns.leaveAlone('a fault')
  let rested = 0
  for (; turns.isResting(); rested += 1000) wait(1000)
  return rested
}

it('a replica is not used before it was found fit, and is looked at straight away', () => {
  const { turns, said } = standing()
  expect([turns.isInUse(), turns.isResting(), said]).toEqual([false, false, []])
  turns.use()
  turns.use()
  expect([turns.isInUse(), said]).toEqual([true, ['in use']])
})

it('one that fails is left alone longer each time, up to a minute', () => {
  const one = standing()
  one.turns.use()
  expect(Array.from({ length: 6 }, () => restOf(one))).toEqual([4000, 8000, 16_000, 32_000, 60_000, 60_000])
  expect(one.turns.isInUse()).toBe(false)
})

it('one that comes and goes is left alone longer each time too, until it has been used for a minute', () => {
  const one = standing()
  const rests = [1000, 1000, 60_000].map(used => {
    one.turns.use()
    one.wait(used)
    return restOf(one)
  })
  expect(rests).toEqual([4000, 8000, 4000])
})

it('the fault that many requests meet at once counts once, and each change is said once', () => {
  const one = standing()
  one.turns.use()
  for (let request = 0; request < 20; request += 1) one.turns.leaveAlone('the same fault')
  expect(restOf(one)).toBe(4000)
  expect(restOf(one)).toBe(8000)
  one.turns.use()
  expect(one.said).toEqual(['in use', 'left alone', 'in use'])
})
