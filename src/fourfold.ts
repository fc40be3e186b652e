import { readSettings } from '#platform/config'
import { type Command, collect, type ExitCode } from '#platform/http'
import { modules } from './app.ts'
import { openHouse } from './open-house.ts'

const say = (line: string): void => void process.stderr.write(`${line}\n`)

const migrateCommand: Command = {
  verb: 'migrate',
  usage: 'migrate    bring the database to this version (also done at start)',
  run: async ({ say: tell }) => {
    tell('The database is at this version.')
    return 0
  },
}

/** The command line: finds the verb, opens the house beside a running server or by itself, and runs it. */
async function main(words: readonly string[]): Promise<ExitCode> {
  const commands = [migrateCommand, ...collect(modules).commands]
  const command = commands
    .filter(({ verb }) => verb.split(' ').every((word, index) => words[index] === word))
    .toSorted((a, b) => b.verb.length - a.verb.length)[0]
  if (command === undefined) return explain(words, commands)
  const read = readSettings(process.env)
  if ('problems' in read) return refuse(read.problems)
  const opened = await openHouse({ settings: read.settings, purpose: 'attach', say })
  if ('problem' in opened) return refuse([opened.problem])
  try {
    const { database, house, ownerUrl } = opened.open
    const context = {
      database,
      ownerUrl,
      house,
      present: () => new Date(),
      out: process.stdout,
      say,
      progress,
      settings: process.env,
    }
    return await command.run(context, words.slice(command.verb.split(' ').length))
  } finally {
    await opened.open.close()
  }
}

function explain(words: readonly string[], commands: readonly Command[]): ExitCode {
  const asked = words.length > 0 && !['help', '--help', '-h'].includes(words[0] ?? '')
  if (asked) say(`There is no "fourfold ${words.join(' ')}". These there are:`)
  for (const { usage } of commands) for (const line of usage.split('\n')) say(`  fourfold ${line}`)
  return asked ? 2 : 0
}

function progress(line: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${line}\u001B[K`)
}

function refuse(problems: readonly string[]): ExitCode {
  for (const problem of problems) say(problem)
  return 2
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (fault) {
  say(fault instanceof Error ? fault.message : String(fault))
  process.exitCode = 2
}
