import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { copyFile, writeFile } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { writeAudit } from '#modules/audit'
import { personIdByEmail, stateActor, systemPersonId } from '#modules/organisations'
import type { Transaction } from '#platform/database'
import { removeSpooled } from '#platform/files'
import type { Actor, Command, CommandContext, ExitCode } from '#platform/http'
import { extractUsage, type ExtractWords, readExtractWords } from './extract-words.ts'
import { type ExtractionRequest, readExtractionRequest } from './extraction-request.ts'
import { type KeptExtraction, readExtraction } from './extraction-store.ts'
import { droppedText, summaryOf } from './extraction-words.ts'
import { problemOfFormat } from './extraction-file.ts'
import { type ExtractionFile, scopeOf, writeExtraction } from './run-again.ts'
import { runExtraction } from './run-extraction.ts'

/** `fourfold extract`: runs an extraction and keeps it, or runs a kept one again. */
export const extractCommand: Command = {
  verb: 'extract',
  usage: extractUsage,
  run: async (context, words) => {
    const read = readExtractWords(words)
    if ('problem' in read)
      return refuse(context, [read.problem, ...extractUsage.split('\n').map(line => `  fourfold ${line}`)])
    const asked = read.read.again === undefined ? readExtractionRequest(read.read.asked, context.present()) : undefined
    if (asked !== undefined && 'problems' in asked) {
      return refuse(
        context,
        asked.problems.map(({ problem }) => problem),
      )
    }
    const taken = await context.database.transaction().execute(tx => take(tx, read.read, asked?.request))
    if ('problem' in taken) return refuse(context, [taken.problem])
    return deliver(context, read.read, taken)
  },
}

interface Taken {
  readonly kept: KeptExtraction
  /** Undefined for a summary alone. */
  readonly file: ExtractionFile | undefined
}

type TakenOrProblem = Taken | { readonly problem: string }

async function take(
  tx: Transaction,
  words: ExtractWords,
  request: ExtractionRequest | undefined,
): Promise<TakenOrProblem> {
  const personId = words.as === undefined ? await systemPersonId(tx) : await personIdByEmail(tx, words.as)
  const actor = personId === undefined ? undefined : await stateActor(tx, personId, 'read')
  if (actor === undefined) return { problem: `Nobody here has the email ${words.as}. Check it, or leave --as out.` }
  if (!actor.permissions.has('extraction.run')) {
    return { problem: `${actor.email} may not run extractions: their part is ${actor.parts.join(', ')}.` }
  }
  const { kept, file: taken } = await keptOrTaken(tx, words, request, actor)
  if (kept === undefined) return { problem: `There is no extraction ${words.again} that ${actor.email} can see.` }
  const unwritable = words.summary ? undefined : problemOfFormat(kept, words.format)
  if (unwritable !== undefined) return { problem: `${unwritable}.` }
  const file = words.summary ? undefined : (taken ?? (await writeExtraction(tx, kept, words.format)))
  await audit(tx, actor, words, kept, file)
  return { kept, file }
}

async function keptOrTaken(
  tx: Transaction,
  { again, format, summary }: ExtractWords,
  request: ExtractionRequest | undefined,
  actor: Actor,
): Promise<{ readonly kept: KeptExtraction | undefined; readonly file?: ExtractionFile | undefined }> {
  if (request === undefined) return { kept: await readExtraction(tx, again ?? '') }
  return runExtraction(tx, request, actor, summary || format === 'xlsx' ? undefined : format)
}

async function audit(
  tx: Transaction,
  actor: Actor,
  words: ExtractWords,
  kept: KeptExtraction,
  file: ExtractionFile | undefined,
): Promise<void> {
  const { register } = scopeOf(kept).preset.record
  await writeAudit(tx, {
    requestId: `command-${randomUUID()}`,
    actor,
    event: words.again === undefined ? 'extraction.taken' : 'extraction.run-again',
    outcome: 'done',
    shown: file?.references.map(reference => `${register}:${reference}`),
    details: { extraction: kept.id, preset: kept.preset, rows: kept.rowCount, format: file ? words.format : 'summary' },
    asAt: kept.asAt,
  })
}

async function deliver(context: CommandContext, words: ExtractWords, { kept, file }: Taken): Promise<ExitCode> {
  try {
    if (file === undefined) await writeText(context, words.out, `${JSON.stringify(summaryOf(kept), undefined, 2)}\n`)
    else if (words.out !== undefined) await copyFile(file.path, words.out)
    else await pipeline(createReadStream(file.path), context.out, { end: false })
  } catch (fault) {
    if (words.out === undefined) throw fault
    return refuse(context, [`${words.out} can’t be written: ${(fault as Error).message}`])
  } finally {
    if (file !== undefined) await removeSpooled(file)
  }
  const dropped = droppedText(kept)
  if (dropped !== undefined) context.say(dropped)
  context.say(`Kept as extraction ${kept.id}: ${kept.rowCount} rows, SHA-256 ${kept.sha256}.`)
  if (file === undefined || file.isWhole) return 0
  context.say(
    'What was written is not the whole extraction: some of its rows can’t be seen, or have been erased or renamed since.',
  )
  return 1
}

async function writeText(context: CommandContext, out: string | undefined, text: string): Promise<void> {
  if (out === undefined) context.out.write(text)
  else await writeFile(out, text)
}

function refuse(context: CommandContext, lines: readonly string[]): ExitCode {
  for (const line of lines) context.say(line)
  return 2
}
