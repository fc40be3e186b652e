import { parseArgs } from 'node:util'

/** What a run was asked for. */
export interface Asked {
  /** Sizes, each as many times today's England and Wales. */
  readonly factors: readonly number[]
  readonly rounds: number
  /** How long each measurement lasts. */
  readonly seconds: number
  /** Keys of operations; undefined for all. */
  readonly only: readonly string[] | undefined
  readonly seed: number
  readonly connections: number
  /** How long the mixed work lasts. */
  readonly mixedSeconds: number
  /** Where the raw figures go. */
  readonly json: string | undefined
  /** Where the data stays, so that the next run need not load it. */
  readonly keep: string | undefined
}

export const usage = `npm run bench [-- OPTIONS]
  --factor 1,10        sizes, in times today's England and Wales
  --rounds 10          rounds of each operation
  --seconds 2          seconds of each measurement
  --only read,list     these operations alone
  --connections 8      requests under way at once
  --mixed-seconds 300  length of the mixed work
  --seed 1             of the sample and of the order within rounds
  --json FILE          the raw figures
  --keep FOLDER        keeps the loaded data there for the next run`

const options = {
  factor: { type: 'string', default: '1' },
  rounds: { type: 'string', default: '10' },
  seconds: { type: 'string', default: '2' },
  only: { type: 'string' },
  connections: { type: 'string', default: '8' },
  'mixed-seconds': { type: 'string', default: '300' },
  seed: { type: 'string', default: '1' },
  json: { type: 'string' },
  keep: { type: 'string' },
} as const

/** Reads the words of the command line, or says in one line what is wrong with them. */
export function readAsked(words: readonly string[]): Asked | { readonly problem: string } {
  try {
    const { values } = parseArgs({ args: [...words], strict: true, options })
    return {
      factors: values.factor.split(',').map(text => atLeast(text, 0.001, '--factor')),
      rounds: whole(values.rounds, '--rounds'),
      seconds: whole(values.seconds, '--seconds'),
      only: values.only?.split(','),
      seed: whole(values.seed, '--seed'),
      connections: whole(values.connections, '--connections'),
      mixedSeconds: whole(values['mixed-seconds'], '--mixed-seconds'),
      json: values.json,
      keep: values.keep,
    }
  } catch (fault) {
    return { problem: (fault as Error).message }
  }
}

function whole(text: string, option: string): number {
  const number = atLeast(text, 1, option)
  if (!Number.isSafeInteger(number)) throw new Error(`${option} must be a whole number.`)
  return number
}

function atLeast(text: string, least: number, option: string): number {
  const number = Number(text)
  if (text.trim() === '' || !(number >= least)) throw new Error(`${option} must be a number of ${least} or more.`)
  return number
}
