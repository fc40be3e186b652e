import { personIdByEmail, systemPersonId } from '#modules/organisations'
import type { FileProblem } from '#platform/files'
import type { Command, CommandContext, ExitCode, Register } from '#platform/http'
import { formatCount } from '#ui'
import { access, constants, copyFile, stat } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { counted } from './counted.ts'
import { runImport, type RunImportResult } from './run-import.ts'
import type { ImportMode, TakeOutcome } from './take-file.ts'

const usage =
  'import REGISTER FILE [--dry-run] [--accept-good-rows] [--as EMAIL]    takes a CSV or XLSX file into a register, whole or not at all'

/** `fourfold import`: the same import as on the page, from a file of this machine. */
export const importCommand: Command = {
  verb: 'import',
  usage,
  run: async (context, words) => {
    const asked = readWords(words)
    if ('problem' in asked) return refuse(context, asked.problem)
    const register = context.house.registers.get(asked.register)
    if (register === undefined) return refuse(context, unknownRegister(context, asked.register))
    const unreadable = await problemOfPath(asked.path)
    if (unreadable !== undefined) return refuse(context, unreadable)
    const personId = await personOf(context, asked.as)
    if (personId === undefined) return refuse(context, `Nobody here has the email ${asked.as}. Nothing was changed.`)
    return importFile(context, asked, register, personId)
  },
}

interface AskedImport {
  readonly register: string
  readonly path: string
  readonly mode: ImportMode
  readonly as: string | undefined
}

function readWords(words: readonly string[]): AskedImport | { readonly problem: string } {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      allowPositionals: true,
      strict: true,
      options: { 'dry-run': { type: 'boolean' }, 'accept-good-rows': { type: 'boolean' }, as: { type: 'string' } },
    })
    const [register, path, extra] = positionals
    if (register === undefined || path === undefined || extra !== undefined)
      return { problem: `Usage: fourfold ${usage}` }
    const taking = values['accept-good-rows'] ? 'accept-good' : 'accept'
    return { register, path, mode: values['dry-run'] ? 'check' : taking, as: values.as }
  } catch (fault) {
    return { problem: `${(fault as Error).message}. Usage: fourfold ${usage}` }
  }
}

async function importFile(
  context: CommandContext,
  asked: AskedImport,
  register: Register,
  personId: number,
): Promise<ExitCode> {
  const rejectedPath = `${asked.path}.rejected.csv`
  const result = await runImport({
    database: context.database,
    record: register.record,
    path: asked.path,
    mode: asked.mode,
    personId,
    present: context.present(),
    progress: rows => context.progress(`${counted(rows, 'row')} read`),
    onRejected: path => copyFile(path, rejectedPath),
  })
  context.progress('')
  if (result.kind === 'refused') return refuse(context, result.says)
  if (result.kind === 'superseded') return refuse(context, 'Another import of this file is under way.')
  sayProblems(context, asked.path, result)
  if (result.kind === 'not-taken') return refuse(context, `Nothing was taken of ${asked.path}. ${adviceFor(result)}`)
  context.out.write(`${summaryOf(result, register)}\n`)
  if (result.rejected !== undefined) context.say(`The rows that were not taken are in ${rejectedPath}.`)
  return result.counts.bad > 0 ? 1 : 0
}

function sayProblems(context: CommandContext, path: string, outcome: TakeOutcome): void {
  for (const warning of outcome.warnings) context.say(`${placed(path, warning)} (a warning)`)
  for (const problem of outcome.problems) context.say(placed(path, problem))
  const more = outcome.counts.problems - outcome.problems.length
  if (more > 0) context.say(`and ${formatCount(more)} more problems.`)
}

function placed(path: string, { line, column, problem }: FileProblem): string {
  return [line === undefined ? path : `${path}:${line}`, column, problem].filter(part => part !== undefined).join(': ')
}

function adviceFor(outcome: TakeOutcome): string {
  if (outcome.counts.good === 0) return 'Mend the file and send it again.'
  return 'Mend these rows and send the file again, or use --accept-good-rows.'
}

function summaryOf(result: RunImportResult & TakeOutcome, { record }: Register): string {
  const { rows, good, bad, newRecords, newStates, unchanged } = result.counts
  const found = `${formatCount(good)} good, ${formatCount(bad)} with problems`
  const read = `${counted(rows, 'row')}: ${found}, ${counted(result.warnings.length, 'warning')}`
  if (result.kind === 'checked') return `${read}. Nothing was taken: this was a dry run.`
  const states = counted(newStates, 'new state')
  return `${read}\nTaken as import ${result.number}: ${formatCount(newRecords)} new ${record.plural}, ${states}, ${formatCount(unchanged)} unchanged`
}

async function personOf(context: CommandContext, email: string | undefined): Promise<number | undefined> {
  return context.database
    .transaction()
    .execute(tx => (email === undefined ? systemPersonId(tx) : personIdByEmail(tx, email)))
}

async function problemOfPath(path: string): Promise<string | undefined> {
  try {
    await access(path, constants.R_OK)
    return (await stat(path)).isFile() ? undefined : `${path} is not a file. Name a CSV or XLSX file.`
  } catch {
    return `${path} can't be read. Check the name, and that you may read it.`
  }
}

function unknownRegister(context: CommandContext, name: string): string {
  return `There is no register "${name}". There are: ${[...context.house.registers.keys()].join(', ')}.`
}

function refuse(context: CommandContext, says: string): ExitCode {
  context.say(says)
  return 2
}
