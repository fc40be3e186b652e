import { countsAsClosed } from '#modules/reference'
import { liveThreat } from '#modules/threats'
import { addDays, londonToday, now } from '#platform/clock'
import type { Actor, Visit, WorkAsker, WorkItem, WorkList, WorkOffer } from '#platform/http'
import { withheldHandlings } from '#platform/register-pages'
import { type RawBuilder, sql } from 'kysely'
import { weekFrom } from './actions/due.ts'
import { actionHref } from './actions/asked-action.ts'
import { underOpenPlan } from './actions/my-actions-store.ts'
import { planHref } from './steps/asked-plan.ts'

/** A review comes up so many days before it is due. */
const daysBeforeReview = 14

/** What waits for people in planning: plans that are handed to them, actions, reviews, plans that were begun, threats without one. */
export const plansWork: readonly WorkOffer[] = [
  {
    name: 'plans-handed-over',
    heading: 'Plans that are handed over to you',
    permission: 'plan.work',
    count: () => sql<number>`(select count(*) from plans.handed_to_actor())`,
    list: listHandedOver,
  },
  offer({
    name: 'plan-actions-due',
    heading: 'Actions of yours that are overdue or due this week',
    permission: 'plan.work',
    register: 'plan-actions',
    rows: ({ actor, present }) => sql`
      select s.reference, s.says as title, s.audience_id, s.due_on::text as due from plans.action_state s
      where s.recorded_to = 'infinity' and s.in_error is null and s.status = 'Open' and s.person_email = ${actor.email}
        and s.due_on <= ${weekFrom(londonToday(present))}::date and ${underOpenPlan(now)}`,
    item: row => ({ href: actionHref(row.reference), says: 'Given to you' }),
  }),
  offer({
    name: 'plan-reviews-due',
    heading: 'Reviews of your plans that are due',
    permission: 'plan.work',
    register: 'plans',
    rows: ({ present }) => sql`
      select s.reference, s.title, s.audience_id, s.next_review_on::text as due from plans.plan_state s
      where s.recorded_to = 'infinity' and s.in_error is null and s.status <> 'Closed'
        and s.next_review_on <= ${addDays(londonToday(present), daysBeforeReview)}::date and s.id in (select plans.led_by_actor())`,
    item: row => ({ href: planHref(row.reference, '/review'), says: 'You own the plan or are its deputy' }),
  }),
  offer({
    name: 'plans-in-draft',
    heading: 'Plans of yours that are drafts',
    permission: 'plan.work',
    register: 'plans',
    rows: ({ actor }) => sql`
      select s.reference, s.title, s.audience_id, null as due from plans.plan_state s
      where s.recorded_to = 'infinity' and s.in_error is null and s.status = 'Draft' and s.owner_email = ${actor.email}`,
    item: row => ({ href: planHref(row.reference), says: 'Finish it and make it active' }),
  }),
  offer({
    name: 'threats-without-plan',
    heading: 'Threats without a plan',
    permission: 'record.write',
    register: 'threats',
    rows: ({ actor }) => sql`
      with theirs as materialized (
        select s.reference, s.name as title, s.audience_id, null as due from threats.threat_state s
        where s.recorded_to = 'infinity' and s.in_error is null and ${isTheirs(actor)}
          and ${liveThreat} and not ${countsAsClosed(sql`s.phase`)}
      )
      select theirs.* from theirs
      where theirs.reference not in (
        select planned.threat_reference from plans.planned_among(array(select theirs.reference from theirs)) planned)`,
    item: (row, actor) => ({
      href: `/plans/new?threat=${encodeURIComponent(row.reference)}`,
      says: isAnalyst(actor) ? 'Of your organisation' : 'You are its lead responsible officer',
    }),
  }),
]

interface WorkRow {
  readonly reference: string
  readonly title: string
  readonly handling: string
  readonly due: string | null
}

interface Offered extends Pick<WorkOffer, 'name' | 'heading' | 'permission'> {
  /** Of the records that are named. */
  readonly register: string
  /** The records that wait: `reference`, `title`, `audience_id`, `due`. */
  readonly rows: (asker: Pick<WorkAsker, 'actor' | 'present'>) => RawBuilder<unknown>
  readonly item: (row: WorkRow, actor: Actor) => Pick<WorkItem, 'href' | 'says'>
}

/** A record whose handling demands a reason is named by its reference alone until one was given. */
function offer({ rows, item, register, ...named }: Offered): WorkOffer {
  return {
    ...named,
    count: asker => sql<number>`(select count(*) from (${rows(asker)}) waiting)`,
    list: async visit => {
      const found = await sql<WorkRow>`
        select waiting.reference, waiting.title, audience.handling, waiting.due
        from (${rows(visit)}) waiting left join organisations.audience audience on audience.id = waiting.audience_id
        order by waiting.due nulls last, waiting.reference limit 50`.execute(visit.tx)
      const withheld = await withheldHandlings(visit)
      return {
        items: found.rows.map(row => ({
          title: withheld.includes(row.handling) ? row.reference : `${row.title} (${row.reference})`,
          ...(row.due === null ? {} : { due: row.due }),
          ...item(row, visit.actor),
        })),
        shown: { register, references: found.rows.map(({ reference }) => reference) },
      }
    },
  }
}

async function listHandedOver(visit: Visit): Promise<WorkList> {
  const { rows } = await sql<{ id: number; reference: string; name: string; since: Date }>`
    select mine.hand_over_id as id, mine.plan_reference as reference, p.name, h.at as since
    from plans.handed_to_actor() mine join plans.hand_over h on h.id = mine.hand_over_id
    join organisations.person p on p.id = h.offered_by order by h.at, h.id limit 50`.execute(visit.tx)
  return {
    items: rows.map(({ id, reference, name, since }) => ({
      title: `Plan ${reference}`,
      href: `/hand-overs/${id}`,
      says: `${name} offers it to you. Accept it, or say why not`,
      since,
    })),
    shown: { register: 'plans', references: rows.map(({ reference }) => reference) },
  }
}

/** A threat's state `s` is an analyst's when their organisation owns it, else when they lead it. */
function isTheirs(actor: Actor): RawBuilder<boolean> {
  return isAnalyst(actor)
    ? sql<boolean>`s.owner_id = any (${actor.recordsFor}::integer[])`
    : sql<boolean>`s.lead_responsible_officer = ${actor.email}`
}

function isAnalyst(actor: Actor): boolean {
  return actor.parts.includes('analyst')
}
