import type { Command, CommandContext } from '#platform/http'
import { formatCount } from '#ui'
import { parseArgs } from 'node:util'
import { loadNational } from './load-national.ts'

const usage = 'sample national [--factor N] [--seed N]    fills an empty database with invented data at national scale'
const mostFactor = 20

/** `fourfold sample national`: for benchmarks and for trying things at size. */
export const nationalCommand: Command = {
  verb: 'sample national',
  usage,
  run: async (context, words) => {
    const asked = readWords(words)
    if ('problem' in asked) return refuse(context, asked.problem)
    if (context.ownerUrl === undefined) return refuse(context, 'Only the command line itself can load a sample.')
    if (context.settings['NODE_ENV'] === 'production') {
      return refuse(context, 'NODE_ENV is production: invented data and its people are refused. Nothing was changed.')
    }
    const result = await loadNational({
      ...asked,
      ownerUrl: context.ownerUrl,
      present: startOfDay(context.present()),
      progress: context.progress,
    })
    context.progress('')
    if ('problem' in result) return refuse(context, result.problem)
    for (const [what, figure] of Object.entries(result.loaded)) context.out.write(`${formatCount(figure)} ${what}\n`)
    return 0
  },
}

function readWords(
  words: readonly string[],
): { readonly factor: number; readonly seed: number } | { readonly problem: string } {
  try {
    const { values } = parseArgs({
      args: [...words],
      strict: true,
      options: { factor: { type: 'string', default: '1' }, seed: { type: 'string', default: '1' } },
    })
    const [factor, seed] = [Number(values.factor), Number(values.seed)]
    if (!(factor > 0 && factor <= mostFactor)) {
      return { problem: `--factor must be a number above 0, at most ${mostFactor}. Usage: fourfold ${usage}` }
    }
    if (!Number.isSafeInteger(seed) || seed < 0 || seed > 1_000_000) {
      return { problem: `--seed must be a whole number from 0 to 1,000,000. Usage: fourfold ${usage}` }
    }
    return { factor, seed }
  } catch (fault) {
    return { problem: `${(fault as Error).message}. Usage: fourfold ${usage}` }
  }
}

/** The same all day, so that a load on the same day gives the same rows. */
function startOfDay(present: Date): Date {
  return new Date(`${present.toISOString().slice(0, 10)}T00:00:00Z`)
}

function refuse(context: CommandContext, says: string): 2 {
  context.say(says)
  return 2
}
