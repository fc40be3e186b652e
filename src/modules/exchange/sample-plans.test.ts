import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { personIdByEmail, samplePeople, stateActor } from '#modules/organisations'
import { allFindings } from '#modules/plans'
import type { Transaction } from '#platform/database'
import { type Actor, collect, type Finding } from '#platform/http'
import type { TestDatabase } from '#test/database'
import { testServer, type TestServer } from '../../../test/server.ts'
import { modules } from '../../app.ts'
import { drawFor } from './sample/plans/draw.ts'
import { daysAround } from './sample/plans/sample-days.ts'
import { writeDisruptions } from './sample/plans/write-disruptions.ts'
import { writeRegion } from './sample/plans/write-region.ts'
import { listPlanThreats } from './sample/plans/plan-threats-store.ts'

const house = collect(modules)
const officer = 'lro@cheshire.example'
let site: TestServer
let database: TestDatabase

beforeAll(async () => {
  site = await testServer({ sample: true })
  database = site.database
}, 240_000)
afterAll(() => site.close())

function acting<Result>(email: string, act: (tx: Transaction, actor: Actor) => Promise<Result>): Promise<Result> {
  return database.app.transaction().execute(async tx => {
    const actor = await stateActor(tx, (await personIdByEmail(tx, email)) ?? 0, 'read')
    if (actor === undefined) throw new Error(`There is no ${email}.`)
    return act(tx, actor)
  })
}

const findings = (email: string): Promise<readonly Finding[]> =>
  acting(email, (tx, actor) => allFindings({ tx, actor, house, present: new Date() }, { asAt: { when: 'now' } }))

describe('what an inspector finds in the sample’s plans', () => {
  let found: readonly Finding[]
  let plans: ReadonlyMap<string, number>
  const count = (organisation: string, ...checks: readonly string[]) =>
    found.filter(one => one.organisation === organisation && checks.includes(one.check)).length
  const shareOf = (organisation: string, check: string) => count(organisation, check) / (plans.get(organisation) ?? 0)

  beforeAll(async () => {
    found = await findings('inspector@hmicfrs.example')
    const { rows } = await sql<{ name: string; plans: number }>`
      select o.name, count(*)::integer as plans from plans.plan p join organisations.organisation o on o.id = p.owner_id
      group by o.name`.execute(database.owner)
    plans = new Map(rows.map(({ name, plans: many }) => [name, many]))
  }, 60_000)

  it('in Lancashire is nothing: every group has a plan, kept up and made for it', () => {
    expect(plans.get('Lancashire Constabulary')).toBeGreaterThan(220)
    expect(found.filter(({ organisation }) => organisation === 'Lancashire Constabulary')).toEqual([])
  })

  it('in North Wales are generic texts, and plans that were never reviewed by those who own them', () => {
    const force = 'North Wales Police'
    expect(shareOf(force, 'generic-text')).toBeGreaterThan(0.6)
    expect(shareOf(force, 'never-reviewed')).toBeGreaterThan(0.6)
    expect(shareOf(force, 'no-partner')).toBeGreaterThan(0.6)
    expect(shareOf(force, 'no-local-profile')).toBeGreaterThan(0.6)
    expect(count(force, 'never-reviewed', 'not-reviewed-by-owner')).toBeGreaterThan(40)
    expect(count(force, 'closed-without-learning')).toBeGreaterThan(2)
  })

  it('is, of disruptions, that Cheshire’s name no aim, and that Greater Manchester only pursues', () => {
    const of = (check: string) =>
      found.filter(one => one.check === check).map(({ organisation, about }) => [organisation, about?.reference])
    const force = (name: string, letters: string, numbers: readonly string[]) =>
      numbers.map(number => [name, `P-${letters}-${number}`])
    expect(of('disruption-without-aim')).toEqual(
      force('Cheshire Constabulary', 'CHE', ['0087', '0088', '0089', '0090', '0091']),
    )
    expect(of('pursue-heavy')).toEqual(
      force('Greater Manchester Police', 'GMP', ['0001', '0003', '0004', '0005', '0006', '0007']),
    )
  })

  it('is that nothing was done for the aims of generic plans', () => {
    const force = 'North Wales Police'
    expect(shareOf(force, 'aim-without-activity')).toBeGreaterThan(0.6)
    const generic = found.filter(({ check }) => check === 'generic-text').map(({ about }) => about?.reference)
    const idle = found.filter(({ check, organisation }) => check === 'aim-without-activity' && organisation === force)
    expect(idle.filter(({ about }) => !generic.includes(about?.reference)).length).toBeLessThan(4)
    expect(count('Cheshire Constabulary', 'aim-without-activity')).toBeGreaterThan(5)
    expect(count('Merseyside Police', 'aim-without-activity')).toBe(0)
  })

  it('in Cheshire are plans without owners, out of date, unclear, and some generic ones', () => {
    const force = 'Cheshire Constabulary'
    expect(shareOf(force, 'no-owner')).toBeGreaterThan(0.35)
    expect(shareOf(force, 'out-of-date')).toBeGreaterThan(0.35)
    expect(count(force, 'action-unclear')).toBeGreaterThan(5)
    expect(shareOf(force, 'generic-text')).toBeGreaterThan(0.05)
    expect(shareOf(force, 'generic-text')).toBeLessThan(0.3)
  })

  it('in Cumbria are threats without a plan, and no local profiles', () => {
    const force = 'Cumbria Constabulary'
    expect(count(force, 'threat-without-plan')).toBeGreaterThan(2 * (count(force, 'no-local-profile') + 5))
    expect(count(force, 'no-local-profile')).toBeGreaterThan(3)
  })

  it('in Greater Manchester are plans that leave out a P; in Merseyside little', () => {
    expect(shareOf('Greater Manchester Police', 'p-missing')).toBeGreaterThan(0.5)
    const merseyside = found.filter(({ organisation }) => organisation === 'Merseyside Police')
    expect(merseyside.filter(({ check }) => check !== 'threat-without-plan').length).toBeLessThan(60)
  })
})

describe('the day of Cheshire’s lead responsible officer', () => {
  const today = () => new Date().toISOString().slice(0, 10)

  it('has plans to review, one late and one this week, a draft, and a plan that waits to be taken over', async () => {
    await acting(officer, async tx => {
      const { rows } = await sql<{ status: string; late: boolean; soon: boolean }>`
        select status, next_review_on < ${today()} as late,
          next_review_on between ${today()} and (${today()}::date + 7) as soon
        from plans.plan_state where owner_email = ${officer} and recorded_to = 'infinity'`.execute(tx)
      expect(rows).toHaveLength(7)
      expect(rows.filter(({ late }) => late)).toHaveLength(1)
      expect(rows.filter(({ soon }) => soon)).toHaveLength(1)
      expect(rows.filter(({ status }) => status === 'Draft')).toHaveLength(1)
      const offered = await sql`select from plans.hand_over where to_email = ${officer} and answer is null`.execute(tx)
      expect(offered.rows).toHaveLength(1)
    })
  })

  it('has actions overdue and due, and one finished that nobody recorded as a disruption', async () => {
    await acting(officer, async tx => {
      const { rows } = await sql<{ overdue: number; soon: number; done: number }>`
        select count(*) filter (where status = 'Open' and due_on < ${today()})::integer as overdue,
          count(*) filter (where status = 'Open' and due_on between ${today()} and (${today()}::date + 7))::integer as soon,
          count(*) filter (where status = 'Done' and tactic = 'Cease and desist visit')::integer as done
        from plans.action_state where person_email = ${officer} and recorded_to = 'infinity'`.execute(tx)
      expect(rows[0]).toMatchObject({ overdue: 1, done: 1 })
      expect(rows[0]?.soon).toBeGreaterThan(0)
    })
  })

  it('is offered that one as a disruption, and no other: the rest are recorded', async () => {
    const { text } = await (await site.signIn(officer)).get('/work')
    const offered = [...text.matchAll(/\/disruptions\/new\?action=([\w-]+)/g)].map(([, reference]) => reference)
    expect([...new Set(offered)]).toEqual(['A-CHE-0004-8'])
  })

  it('has a partner in it, who sees that plan and no other', async () => {
    await acting('housing@council.example', async tx => {
      const plans = await sql`select from plans.plan`.execute(tx)
      expect(plans.rows).toHaveLength(1)
      const { rows } = await sql`select status from plans.action_state
        where person_email = 'housing@council.example' and recorded_to = 'infinity'`.execute(tx)
      expect(rows).toEqual([{ status: 'Open' }])
    })
  })
})

describe('the disruptions against the sample’s plans', () => {
  it('are of the last eleven months, recorded within days and before they are loaded', async () => {
    const { rows } = await sql`
      select count(*)::integer as recorded,
        count(*) filter (where d.record_date < (now() - interval '11 months')::date)::integer as old,
        count(*) filter (where d.recorded_from > d.record_date + interval '5 days')::integer as slow,
        count(*) filter (where d.recorded_from > d.entered_at)::integer as ahead
      from ${againstPlans}`.execute(database.owner)
    expect(rows).toEqual([{ recorded: 245, old: 0, slow: 0, ahead: 0 }])
  })

  it('name actions that were done that day, aims of their P, and the threat of their plan', async () => {
    const { rows } = await sql`
      select count(d.plan_action_reference)::integer as actions, count(d.aim_reference)::integer as aims,
        count(*) filter (where d.plan_action_reference is not null and (a.reference is null or a.status <> 'Done'
          or a.done_on <> d.record_date or a.recorded_from > d.recorded_from or a.four_p <> d.four_p
          or a.aim_reference <> d.aim_reference))::integer as wrong_actions,
        count(*) filter (where d.aim_reference is not null and (m.reference is null or m.four_p <> d.four_p
          or m.recorded_from > d.recorded_from or p.threat_reference <> d.threat_reference
          or p.owner_id <> d.owner_id))::integer as wrong_aims
      from ${againstPlans}
      left join plans.action_state a on a.reference = d.plan_action_reference and a.recorded_to = 'infinity'
      left join plans.aim_state m on m.reference = d.aim_reference and m.recorded_to = 'infinity'
      left join plans.plan_state p on p.reference = m.plan_reference and p.recorded_to = 'infinity'`.execute(
      database.owner,
    )
    expect(rows).toEqual([{ actions: 205, aims: 240, wrong_actions: 0, wrong_aims: 0 }])
  })

  it('are of all four Ps where plans are good, and not in Greater Manchester', async () => {
    const { rows } = await sql<{ name: string; pursue: number; least: number }>`
      select o.name, (count(*) filter (where d.four_p = 'Pursue'))::float / count(*) as pursue,
        least(count(*) filter (where d.four_p = 'Prevent'), count(*) filter (where d.four_p = 'Protect'),
          count(*) filter (where d.four_p = 'Prepare'))::integer as least
      from ${againstPlans} join organisations.organisation o on o.id = d.owner_id group by o.name`.execute(
      database.owner,
    )
    const of = (name: string) => rows.find(row => row.name === name) ?? { pursue: 0, least: 0 }
    for (const name of ['Lancashire Constabulary', 'Merseyside Police', 'Cheshire Constabulary']) {
      expect(of(name).pursue).toBeLessThan(0.4)
      expect(of(name).least).toBeGreaterThan(7)
    }
    expect(of('Greater Manchester Police').pursue).toBeGreaterThan(0.7)
    expect(rows).toHaveLength(7)
  })

  it('add up to what an aim has achieved', async () => {
    const person = await site.signIn(officer)
    const [safe, charged] = [await person.get('/plan-aims/M-CHE-0001-3'), await person.get('/plan-aims/M-GMP-0001-1')]
    expect(achievedIn(safe.text)).toEqual({
      'People safeguarded': '3',
      Baseline: '0',
      Target: '2',
      'Lead disruptions': '1',
    })
    expect(achievedIn(charged.text)).toEqual({ Charges: '11', Baseline: '0', Target: '6', 'Lead disruptions': '6' })
  })
})

/** What the summary of an aim's achievements says, by its headings. */
function achievedIn(page: string): Readonly<Record<string, string>> {
  const panel = page.slice(page.indexOf('What disruptions achieved'))
  const list = panel.slice(0, panel.indexOf('</dl>'))
  const words = (html: string | undefined) => (html ?? '').replaceAll(/<[^>]*>/g, '').trim()
  const rows = [...list.matchAll(/<dt[^>]*>(.*?)<\/dt>\s*<dd[^>]*>(.*?)<\/dd>/gs)]
  return Object.fromEntries(rows.map(([, key, value]) => [words(key), words(value)]))
}

/** Those of the sample's file were recorded in 2023 and before. */
const againstPlans = sql`(select * from disruptions.disruption_state
  where recorded_to = 'infinity' and recorded_from > now() - interval '1 year') d`

describe('the sample’s plans', () => {
  it('have aims that go where their measure should: up or down, from none where disruptions count', async () => {
    const { rows } = await sql<{ measured: string; aims: number; up: number; down: number; fromNone: number }>`
      select case measured_by when 'Stated by hand' then 'by hand' else 'by disruptions' end as measured,
        count(*)::integer as aims, count(*) filter (where target::integer > baseline::integer)::integer as up,
        count(*) filter (where target::integer < baseline::integer)::integer as down,
        count(*) filter (where baseline = '0')::integer as "fromNone"
      from plans.aim_state where recorded_to = 'infinity' group by 1`.execute(database.owner)
    const hand = rows.find(({ measured }) => measured === 'by hand')
    expect((hand?.up ?? 0) + (hand?.down ?? 0)).toBe(hand?.aims)
    expect(hand?.down).toBeGreaterThan(100)
    const counted = rows.find(({ measured }) => measured === 'by disruptions')
    expect(counted).toMatchObject({ up: counted?.aims, down: 0, fromNone: counted?.aims })
    const { rows: fewer } = await sql`select measure, bool_and(target::integer < baseline::integer) as falls
      from plans.aim_state where measure in ('Employers signed up', 'Thefts from the depot') group by 1 order by 1`.execute(
      database.owner,
    )
    expect(fewer).toEqual([
      { measure: 'Employers signed up', falls: false },
      { measure: 'Thefts from the depot', falls: true },
    ])
  })

  it('have measurements between the two, of aims that are stated by hand', async () => {
    const { rows } = await sql<{ measurements: number; outside: number }>`
      select count(*)::integer as measurements, count(*) filter (where a.measured_by <> 'Stated by hand'
        or m.value not between least(a.baseline::integer, a.target::integer)
          and greatest(a.baseline::integer, a.target::integer))::integer as outside
      from plans.measurement m join plans.aim_state a on a.record_id = m.aim_id and a.recorded_to = 'infinity'`.execute(
      database.owner,
    )
    expect(rows[0]?.measurements).toBeGreaterThan(50)
    expect(rows[0]?.outside).toBe(0)
  })

  it('are the same each time, but for their days', async () => {
    const threats = await acting('inspector@hmicfrs.example', tx => listPlanThreats(tx))
    const written = (day: string) => {
      const days = daysAround(new Date(day))
      const plans = writeRegion(threats, days)
      return JSON.stringify([plans, writeDisruptions(plans, threats, days)])
    }
    expect(written('2026-11-22T12:00:00Z')).toBe(written('2026-11-22T12:00:00Z'))
    const undated = (text: string) => text.replaceAll(/\d{4}-\d\d-\d\d/g, '')
    expect(undated(written('2026-11-22T12:00:00Z'))).toBe(undated(written('2027-02-28T12:00:00Z')))
    expect(
      drawFor('a')
        .some([1, 2, 3, 4], 4)
        .toSorted((a, b) => a - b),
    ).toEqual([1, 2, 3, 4])
  })

  it('are recorded before they are loaded, and reviewed under the reviewers’ own names', async () => {
    const { rows } = await sql<{ late: number; reviewers: number }>`
      select (select count(*) from plans.plan_state where recorded_from > entered_at)::integer
        + (select count(*) from plans.action_state where recorded_from > entered_at)::integer as late,
        (select count(distinct person_id) from plans.review)::integer as reviewers`.execute(database.owner)
    expect(rows[0]?.late).toBe(0)
    expect(rows[0]?.reviewers).toBeGreaterThan(50)
  })

  it('have owners who can’t sign in, but for the sample people', async () => {
    const { rows } = await sql<{ email: string }>`
      select email from organisations.person where password_hash is not null order by email`.execute(database.owner)
    expect(rows.map(({ email }) => email)).toEqual(samplePeople.map(({ email }) => email).toSorted())
    const unmarked =
      await sql`select from organisations.person where not sample and not parts && array['system']`.execute(
        database.owner,
      )
    expect(unmarked.rows).toEqual([])
  })
})
