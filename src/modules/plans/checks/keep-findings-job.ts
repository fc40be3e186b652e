import { stateActor, systemPersonId } from '#modules/organisations'
import type { Job, JobContext } from '#platform/http'
import { now } from '#platform/clock'
import { allFindings } from './all-findings.ts'
import { keepFindings, type KeptFinding } from './kept-findings-store.ts'

/** Computes what the checks find in all plans, so that work lists can count it without computing it on every page. */
export const keepFindingsJob: Job = {
  name: 'plans.keep-findings',
  everySeconds: 600,
  run: async context => {
    await keepAllFindings(context)
  },
}

/** @returns how many findings there are. Kept are names of checks and days: nothing of what was found. */
export async function keepAllFindings({ database, house, present }: JobContext): Promise<number> {
  return database.transaction().execute(async tx => {
    // As an import, which has to know of every record whoever may see it: a finding is kept for the plan's owner, too, of a plan
    // that nobody else may see.
    const actor = await stateActor(tx, await systemPersonId(tx), 'import')
    if (actor === undefined) throw new Error('The system account is disabled.')
    const at = present()
    const findings = await allFindings({ tx, actor, present: at, house }, { asAt: now })
    const kept = findings.flatMap(({ check, about, since }): readonly KeptFinding[] =>
      about?.register === 'plans' ? [{ plan: about.reference, check, since }] : [],
    )
    const once = new Map(kept.map(finding => [JSON.stringify([finding.plan, finding.check]), finding]))
    await keepFindings(tx, [...once.values()], at)
    return once.size
  })
}
