/** Does something for each, some at once, and gives what came of each in their order. */
export async function forEachOf<Item, Result>(
  items: readonly Item[],
  act: (item: Item, index: number) => Promise<Result>,
  atOnce = 5,
): Promise<readonly Result[]> {
  const results: Result[] = []
  let next = 0
  const work = async () => {
    while (next < items.length) {
      const index = next
      next += 1
      results[index] = await act(items[index]!, index)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return results
}
