import { actAsSystem } from '#modules/organisations'
import { now } from '#platform/clock'
import type { Finding, Job, JobContext } from '#platform/http'
import { allChecks, allFindings, type CheckHouse } from './all-findings.ts'
import { plansAtOnce } from './facts-store.ts'
import { genericText } from './generic-text.ts'
import {
  allowLong,
  forgetFindingsOfNone,
  keepFindings,
  type KeptFinding,
  nextPlans,
  noteFindingsKept,
  noteTextsCompared,
  plansToCompare,
} from './kept-findings-store.ts'
import { allGenericTexts } from './plan-checks.ts'
import { readMark } from './texts-store.ts'

/** Computes what the checks find in all plans, so that work lists can count it without computing it on every page. */
export const keepFindingsJob: Job = {
  name: 'plans.keep-findings',
  everySeconds: 600,
  run: async context => {
    await keepAllFindings(context)
  },
}

/** Up to so many texts are compared each with those like it; more of them, all with all at once. */
const mostComparedByThemselves = 20

/**
 * Goes through all plans, some at a time. Texts are compared again only when some were recorded since they last were.
 *
 * @returns how many findings are kept: names of checks and days, nothing of what was found; undefined when the server stops before.
 */
export async function keepAllFindings(context: JobContext): Promise<number | undefined> {
  const present = context.present()
  let after: string | undefined = ''
  while (after !== undefined) {
    if (context.stopping.aborted) return undefined
    const from: string = after
    after = await asEveryone(context, asker => keepSome(asker, from))
  }
  await asEveryone(context, keepCopies)
  return actAsSystem(context, async tx => {
    await forgetFindingsOfNone(tx)
    return noteFindingsKept(tx, present)
  })
}

/**
 * For the system as an import, which has to know of every record whoever may see it: a finding is kept for the plan's owner, too,
 * of a plan that nobody else may see.
 */
function asEveryone<Result>(context: JobContext, act: (asker: CheckHouse) => Promise<Result>): Promise<Result> {
  const asking = { present: context.present(), house: context.house }
  return actAsSystem(context, (tx, actor) => act({ ...asking, tx, actor }), 'import')
}

/** All checks but that of copies. @returns the reference of the last plan; undefined when there are no more. */
async function keepSome(asker: CheckHouse, after: string): Promise<string | undefined> {
  const plans = await nextPlans(asker.tx, after, plansAtOnce)
  if (plans.length === 0) return undefined
  const checks = allChecks(asker.house).flatMap(({ name }) => (name === genericText.name ? [] : [name]))
  await keepFindings(asker.tx, keptOf(await allFindings(asker, { asAt: now, plans, checks })), { plans, checks })
  return plans.at(-1)
}

async function keepCopies(asker: CheckHouse): Promise<void> {
  await allowLong(asker.tx)
  const mark = await readMark(asker.tx)
  const changed = await plansToCompare(asker.tx)
  if (changed.length === 0) return
  const plans = changed.length > mostComparedByThemselves ? undefined : changed
  const checks = [genericText.name]
  const findings =
    plans === undefined ? await allGenericTexts(asker, now) : await allFindings(asker, { asAt: now, checks, plans })
  await keepFindings(asker.tx, keptOf(findings), { plans, checks })
  await noteTextsCompared(asker.tx, mark, asker.present)
}

/** Each check once a plan. */
function keptOf(findings: readonly Finding[]): readonly KeptFinding[] {
  const kept = findings.flatMap(({ check, about, since }): readonly KeptFinding[] =>
    about?.register === 'plans' ? [{ plan: about.reference, check, since }] : [],
  )
  return [...new Map(kept.map(finding => [JSON.stringify([finding.plan, finding.check]), finding])).values()]
}
