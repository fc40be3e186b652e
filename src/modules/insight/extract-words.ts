import { parseArgs } from 'node:util'
import type { AskedExtraction } from './extraction-request.ts'
import { type ExtractionFormat, extractionFormats } from './extraction-file.ts'

/** What the command line asked for: a new extraction, or a kept one again. */
export interface ExtractWords {
  readonly asked: AskedExtraction
  /** The id of a kept extraction to run again. */
  readonly again: string | undefined
  readonly format: ExtractionFormat
  readonly summary: boolean
  readonly out: string | undefined
  readonly as: string | undefined
}

const options = {
  'as-at': { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  'literal-dates': { type: 'boolean' },
  format: { type: 'string' },
  out: { type: 'string' },
  summary: { type: 'boolean' },
  as: { type: 'string' },
} as const

export const extractUsage = [
  'extract PRESET [--as-at DATE|INSTANT] [--from DATE --to DATE] [--literal-dates] [--format csv|json|xlsx] [--out FILE] [--summary] [--as EMAIL]',
  'extract again ID [--format csv|json|xlsx] [--out FILE] [--summary] [--as EMAIL]',
].join('\n')

/** Reads the words after `extract`, or says what is wrong with them. */
export function readExtractWords(words: readonly string[]): { readonly read: ExtractWords } | Problem {
  const parsed = parseWords(words)
  if ('problem' in parsed) return parsed
  const { values, positionals } = parsed
  const format = values.format ?? 'csv'
  const asked = {
    preset: positionals[0],
    asAt: values['as-at'],
    from: values.from,
    to: values.to,
    literalDates: values['literal-dates'],
  }
  const again = readAgain(positionals, asked)
  if ('problem' in again) return again
  if (!isFormat(format)) return { problem: formatProblem(format) }
  const { summary = false, out, as } = values
  return { read: { asked, again: again.id, format, summary, out, as } }
}

interface Problem {
  readonly problem: string
}

/** `again ID` runs a kept extraction again; any other first word is the preset of a new one. */
function readAgain(
  [first, second, ...rest]: readonly string[],
  asked: AskedExtraction,
): { readonly id: string | undefined } | Problem {
  const isAgain = first === 'again'
  const spare = isAgain ? rest : [...(second === undefined ? [] : [second]), ...rest]
  if (spare.length > 0) return { problem: `There is a word too many: ${spare.join(' ')}.` }
  if (!isAgain) return { id: undefined }
  if (second === undefined) return { problem: 'Say which extraction: fourfold extract again ID.' }
  const { asAt, from, to, literalDates } = asked
  if ([asAt, from, to, literalDates].every(word => word === undefined)) return { id: second }
  return { problem: 'A kept extraction is run again as it was asked: leave out days and dates.' }
}

/** Why a format can't be written, and what to ask for. */
export function formatProblem(format: string): string {
  return `There is no format ${JSON.stringify(format)}. Ask for csv, json or xlsx.`
}

function parseWords(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true, strict: true })
  } catch (fault) {
    return { problem: (fault as Error).message.split('. ')[0] ?? 'That can’t be read.' }
  }
}

function isFormat(text: string): text is ExtractionFormat {
  return (extractionFormats as readonly string[]).includes(text)
}
