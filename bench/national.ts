// How quick Fourfold is at national scale: against the database's own limit, and from today's size to ten times.
import { writeFile } from 'node:fs/promises'
import { type Asked, readAsked, usage } from './asked.ts'
import { ending, endOnSignals } from './ending.ts'
import { describeMachine, type Machine, machineInWords } from './machine.ts'
import { withClient } from './national-database.ts'
import { operations } from './operations/all.ts'
import { type BenchPostgres, startPostgres } from './postgres.ts'
import { findPrograms, type Programs } from './programs.ts'
import { runSize, type SizeResult } from './run-size.ts'
import { tableOf } from './table.ts'
import { withWorkFolder } from './work-folder.ts'

const say = (line: string): void => console.log(line)

async function main(words: readonly string[]): Promise<number> {
  const asked = readAsked(words)
  if ('problem' in asked) return refuse([asked.problem, usage])
  const unknown = asked.only?.filter(key => !operations.some(operation => operation.key === key)) ?? []
  const keys = operations.map(({ key }) => key).join(', ')
  if (unknown.length > 0) return refuse([`There is no operation ${unknown.join(', ')}. These there are: ${keys}.`])
  const programs = findPrograms()
  if ('problems' in programs) return refuse(programs.problems)
  endOnSignals()
  await withWorkFolder(asked.keep, async folder => {
    const postgres = await startPostgres(programs, folder)
    try {
      await runSizes(asked, programs, postgres, folder)
    } finally {
      await postgres.stop()
    }
  })
  return 0
}

async function runSizes(asked: Asked, programs: Programs, postgres: BenchPostgres, folder: string): Promise<void> {
  const machine = await withClient(postgres.url, client => describeMachine(client, postgres.settings))
  for (const line of machineInWords(machine)) say(line)
  const { rounds, seconds, connections } = asked
  say(`${rounds} rounds, ${seconds} s each, ${connections} requests under way at once.`)
  const results: SizeResult[] = []
  for (const factor of asked.factors) {
    const keep = async (found: SizeResult): Promise<void> => {
      if (asked.json !== undefined) await keepFigures(asked.json, { machine, asked, results: [...results, found] })
    }
    const result = await runSize({ asked, programs, postgres, folder, factor, say, keep })
    const [first] = results
    results.push(result)
    say(`\nFactor ${factor}\n`)
    say(tableOf(result.rows, first && { rows: first.rows, times: factor / first.factor }))
  }
}

/** A run that is cut short has left what it found. */
async function keepFigures(
  path: string,
  found: { readonly machine: Machine; readonly asked: Asked; readonly results: readonly SizeResult[] },
): Promise<void> {
  await writeFile(path, `${JSON.stringify({ at: new Date().toISOString(), ...found }, undefined, 2)}\n`)
}

function refuse(lines: readonly string[]): 2 {
  for (const line of lines) console.error(line)
  return 2
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (fault) {
  if (!ending.aborted) throw fault
  console.error('Ended before its end. Nothing is left running.')
  process.exitCode = 130
}
