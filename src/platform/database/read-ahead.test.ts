import { expect, test } from 'vitest'
import { readAhead } from './read-ahead.ts'

/** Numbers as they are asked for, with what was asked so far and whether the source was ended. */
function numbers(failsAt = Infinity) {
  const log: (number | 'ended')[] = []
  const source = async function* (): AsyncGenerator<number> {
    try {
      for (let number = 1; number <= 4; number += 1) {
        log.push(number)
        if (number === failsAt) throw new Error(`no ${number}`)
        yield number
      }
    } finally {
      log.push('ended')
    }
  }
  return { log, source: source() }
}

test('gives all, in order, and ends the source', async () => {
  const { log, source } = numbers()
  const came: number[] = []
  for await (const number of readAhead(source)) came.push(number)
  expect(came).toEqual([1, 2, 3, 4])
  expect(log).toEqual([1, 2, 3, 4, 'ended'])
})

test('has asked for the next while one is worked on, and for no more', async () => {
  const { log, source } = numbers()
  const ahead = readAhead(source)
  await ahead.next()
  expect(log).toEqual([1, 2])
  await ahead.next()
  expect(log).toEqual([1, 2, 3])
  await ahead.return(undefined)
})

test('whoever stops early has the source ended', async () => {
  const { log, source } = numbers()
  for await (const number of readAhead(source)) if (number === 2) break
  expect(log).toEqual([1, 2, 3, 'ended'])
})

test('a failure is told after what came before it, also when nobody waited for it yet', async () => {
  const { source } = numbers(3)
  const came: number[] = []
  const reading = async () => {
    for await (const number of readAhead(source)) {
      came.push(number)
      await new Promise(done => setTimeout(done, 5))
    }
  }
  await expect(reading()).rejects.toThrow('no 3')
  expect(came).toEqual([1, 2])
})
