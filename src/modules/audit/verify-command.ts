import type { Command, CommandContext, ExitCode } from '#platform/http'
import { headPath, type KnownHead, readHead } from './head-file.ts'
import { verifyAudit } from './verify-audit.ts'

/** `fourfold audit verify`: 0 and the count when whole, 1 and the first entry that does not fit, 2 when it can't be said. */
export const verifyCommand: Command = {
  verb: 'audit verify',
  usage: 'audit verify [--without-head]    check that no entry was changed, deleted, inserted, swapped or cut off',
  run: async (context, words) => {
    const unknown = words.find(word => word !== '--without-head')
    if (unknown !== undefined) {
      context.say(`"${unknown}" is not an option of fourfold audit verify. It takes --without-head.`)
      return 2
    }
    return verify(context, words.includes('--without-head'))
  },
}

async function verify(context: CommandContext, withoutHead: boolean): Promise<ExitCode> {
  const path = headPath(context.settings)
  const known: KnownHead = withoutHead ? { kind: 'missing' } : await readHead(path)
  const { count, unsealed, misfit } = await verifyAudit(context.database, known, {
    progress: (done, of) => context.progress(`Checked ${done} of ${of} entries`),
  })
  const problem = misfit ?? (withoutHead ? undefined : headProblem(known, count, path))
  if (problem !== undefined) {
    context.say(problem)
    context.out.write(`${count} entries sealed, not whole\n`)
    return 1
  }
  context.out.write(`${count} entries sealed and whole, ${unsealed} not yet sealed\n`)
  return 0
}

function headProblem(known: KnownHead, count: number, path: string): string | undefined {
  if (known.kind === 'known' || (known.kind === 'missing' && count === 0)) return undefined
  const what = known.kind === 'missing' ? 'is missing' : `can't be read (${known.problem})`
  return `no head: ${path} ${what}, so a cut tail would not show. The ${count} sealed entries that are there fit. Set FOURFOLD_AUDIT_HEAD to where the file is, or check without it by --without-head.`
}
