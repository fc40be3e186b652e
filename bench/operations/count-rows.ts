import type { Measured } from '../measured.ts'
import type { Scene } from '../scene.ts'

/** Looks whether a table gained a row for each that a measurement says was written. */
export async function countRows({ client }: Scene, table: string) {
  const count = async (): Promise<number> => {
    const { rows } = await client.query<{ count: string }>(`select count(*) from ${table}`)
    return Number(rows[0]?.count)
  }
  return {
    /** @throws Error when fewer rows were written than are told. */
    during: async (measure: () => Promise<Measured>): Promise<Measured> => {
      const before = await count()
      const measured = await measure()
      const written = (await count()) - before
      if (written < measured.done - measured.errors) {
        throw new Error(`${measured.done} were counted, and ${written} rows written to ${table}.`)
      }
      return measured
    },
  }
}
