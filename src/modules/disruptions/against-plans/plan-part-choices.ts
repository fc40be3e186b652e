import { plan, planAction, aim } from '#modules/plans'
import type { Visit } from '#platform/http'
import { knownState, type RecordDeclaration, stateTable } from '#platform/record'
import type { Choice } from '#ui'
import { sql } from 'kysely'
import { namePart } from './named-part.ts'
import type { PlanPart } from './plan-part.ts'

const most = { actions: 60, aims: 30, characters: 80 } as const

/**
 * The actions and aims of the plans against a threat that the actor may see, for a question of a form: the actor's own actions
 * first, then what was done last and what is due next; then the aims. The one named already is among them. Of handlings that are
 * withheld only references are told.
 */
export async function planPartChoices(
  { tx, actor }: Pick<Visit, 'tx' | 'actor'>,
  threat: string,
  named: PlanPart | undefined,
  withheld: readonly string[],
): Promise<readonly Choice[]> {
  const known = (record: RecordDeclaration) => knownState({ asAt: { when: 'now' } }, stateTable(record))
  const plans = sql`select s.reference from plans.plan_state s
    where s.threat_reference = ${threat} and s.status <> 'Closed' and ${known(plan)}`
  const { rows } = await sql<OfferedPart>`
    (select 'action' as kind, s.reference, s.says as text, s.four_p as "fourP", a.handling from plans.action_state s
      join organisations.audience a on a.id = s.audience_id
      where s.plan_reference in (${plans}) and s.status <> 'Dropped' and ${known(planAction)}
      order by (s.person_email = ${actor.email}) desc nulls last, (s.status = 'Done') desc, s.done_on desc nulls last,
        s.due_on nulls last, s.reference limit ${most.actions})
    union all
    (select 'aim', s.reference, s.says, s.four_p, a.handling from plans.aim_state s
      join organisations.audience a on a.id = s.audience_id
      where s.plan_reference in (${plans}) and ${known(aim)} order by s.reference limit ${most.aims})`.execute(tx)
  const isMissing = named !== undefined && !rows.some(row => namePart(row) === namePart(named))
  return [...(isMissing ? [named] : []), ...rows].map(part => ({
    value: namePart(part),
    text: wordsOf(part, withheld),
  }))
}

type OfferedPart = Pick<PlanPart, 'kind' | 'reference' | 'text' | 'fourP'> & { readonly handling?: string }

function wordsOf({ kind, fourP, reference, text, handling = '' }: OfferedPart, withheld: readonly string[]): string {
  const says = withheld.includes(handling) ? reference : text
  const characters = Array.from(says)
  const short = characters.length <= most.characters ? says : `${characters.slice(0, most.characters - 1).join('')}…`
  return `${fourP}${kind === 'aim' ? ' aim' : ''}: ${short}`
}
