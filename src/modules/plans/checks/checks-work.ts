import { sql } from 'kysely'
import type { Actor, Visit, WorkList, WorkOffer } from '#platform/http'
import { withheldHandlings } from '#platform/register-pages'
import { formatInstant } from '#ui'
import { allChecks } from './all-findings.ts'
import { findingsKeptAt } from './kept-findings-store.ts'

/** What the checks found in the plans that the actor owns, when they were last computed: for their work list. */
export const checksWork: WorkOffer = {
  name: 'plan-findings',
  heading: 'What an inspector would find in your plans',
  permission: 'plan.work',
  count: ({ actor }) => sql<number>`(select count(distinct k.plan_reference) from ${ownFindings(actor)})`,
  list: listFindings,
}

function ownFindings(actor: Actor) {
  return sql`plans.plan_state s join plans.kept_finding k on k.plan_reference = s.reference
    where s.recorded_to = 'infinity' and s.in_error is null
      and (s.owner_email = ${actor.email}
        or s.owner_email is null and s.kind = 'Strategic' and s.senior_responsible_officer = ${actor.email})`
}

interface Row {
  readonly reference: string
  readonly title: string
  readonly handling: string
  readonly checks: readonly string[]
}

/** The plans in which most is found first. */
async function listFindings(visit: Visit): Promise<WorkList> {
  const { rows } = await sql<Row>`
    select s.reference, s.title, (select p.handling from plans.plan p where p.id = s.record_id) as handling,
      array_agg(k.check_name) as checks
    from ${ownFindings(visit.actor)}
    group by s.reference, s.title, s.record_id order by count(*) desc, s.reference limit 50`.execute(visit.tx)
  if (rows.length === 0) return { items: [] }
  const at = await findingsKeptAt(visit.tx)
  const withheld = await withheldHandlings(visit)
  const fresh = at === undefined ? '' : `, as computed on ${formatInstant(at)}`
  return {
    items: rows.map(({ reference, title, handling, checks }) => ({
      title: withheld.includes(handling) ? reference : `${title} (${reference})`,
      href: `/plans/${encodeURIComponent(reference)}`,
      says: `${headingsOf(visit, checks)}${fresh}`,
    })),
    shown: { register: 'plans', references: rows.map(({ reference }) => reference) },
  }
}

function headingsOf({ house }: Visit, names: readonly string[]): string {
  return allChecks(house)
    .filter(({ name }) => names.includes(name))
    .map(({ heading }) => heading)
    .join('; ')
}
