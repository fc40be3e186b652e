import { afterEach, describe, expect, it, vi } from 'vitest'
import { countAnew, countedLately } from './index.ts'

describe('what was counted lately', () => {
  afterEach(() => vi.useRealTimers())

  const house = {}
  let counted = 0
  const told = (asker: number, what: readonly unknown[] = ['figures'], where: object = house) =>
    countedLately(where, what, asker, async () => (counted += 1))

  it('is told again for half a minute, to whom it was told', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 1_000_000 })
    expect([await told(1), await told(1), await told(2)]).toEqual([1, 1, 2])
    vi.setSystemTime(1_029_999)
    expect(await told(1)).toBe(1)
    vi.setSystemTime(1_030_000)
    expect(await told(1)).toBe(3)
  })

  it('is counted for each thing and each house apart', async () => {
    expect(await told(3)).toBe(4)
    expect(await told(3, ['figures', { region: 'North West' }])).toBe(5)
    expect(await told(3, ['figures'], {})).toBe(6)
    expect(await told(3)).toBe(4)
  })

  it('is counted anew for whom has changed something, also while it was being counted', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 2_000_000 })
    expect([await told(1), await told(2)]).toEqual([7, 8])
    const begun = countedLately(house, ['slow'], 1, async () => {
      vi.setSystemTime(2_000_001)
      countAnew(1)
      return (counted += 1)
    })
    expect(await begun).toBe(9)
    expect([await told(1), await told(1, ['slow']), await told(2)]).toEqual([10, 11, 8])
  })

  it('is not kept where counting failed', async () => {
    await expect(countedLately(house, ['broken'], 1, () => Promise.reject(new Error('No answer')))).rejects.toThrow(
      'No answer',
    )
    expect(await countedLately(house, ['broken'], 1, async () => 12)).toBe(12)
  })
})
