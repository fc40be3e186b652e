import { parseArgs, type ParseArgsOptionsConfig } from 'node:util'

/**
 * Reads the words after a verb strictly: an unknown option, a missing value or a wrong number of plain words is a problem,
 * told in one line.
 */
export function readWords<const Options extends ParseArgsOptionsConfig>(
  words: readonly string[],
  options: Options,
  plainWords: number,
) {
  try {
    const read = parseArgs({ args: [...words], options, allowPositionals: true, strict: true })
    if (read.positionals.length === plainWords) return { values: read.values, plain: read.positionals }
    const extra = read.positionals[plainWords]
    return { problem: extra === undefined ? 'Something is missing.' : `${JSON.stringify(extra)} is one word too many.` }
  } catch (fault) {
    return { problem: (fault as Error).message }
  }
}
