import { describe, expect, it } from 'vitest'
import type { Asked, OpenAction, PlanCheck, PlanFacts, ThreatFacts } from './plan-check.ts'
import { checksOfPlans, threatChecks } from './registry.ts'

const thresholds: Readonly<Record<string, number>> = {
  'owner-overloaded': 10,
  'action-unclear': 5,
  'out-of-date': 0,
  'out-of-date-without-day': 180,
  'never-reviewed': 90,
  'not-reviewed-by-owner': 180,
  'generic-text': 50,
  'generic-text-words': 20,
  'actions-overdue': 0,
}
const asked: Asked = { day: '2026-06-30', threshold: name => thresholds[name] ?? Number.NaN }
const withThreshold = (name: string, value: number): Asked => ({
  ...asked,
  threshold: one => (one === name ? value : asked.threshold(one)),
})

/** In which no check finds anything. */
const clean: PlanFacts = {
  organisation: 'Cheshire Constabulary',
  seen: true,
  reference: 'P-1',
  kind: 'Tactical',
  status: 'Active',
  statusSince: '2026-01-05',
  owner: 'lro@example.com',
  ownerSince: '2026-01-05',
  ownerStanding: 'active',
  ownerDisabledOn: null,
  ownerPlans: 3,
  nextReviewOn: '2026-07-20',
  localProfile: true,
  whyNoLocalProfile: false,
  reasons: { Pursue: false, Prevent: false, Protect: false, Prepare: true },
  aims: { Pursue: 1, Prevent: 2, Protect: 1 },
  actions: 6,
  partnerActions: 0,
  openActions: 4,
  doubtful: [],
  reviews: 2,
  lastReviewOn: '2026-05-20',
  lastReviewByOwner: true,
  lastReviewJoined: true,
  ownerReviewOn: '2026-05-20',
  consultations: 1,
  learning: false,
  debrief: false,
  copyOf: undefined,
}
const action = (values: Partial<OpenAction>): OpenAction => ({
  reference: 'A-1',
  hasPerson: true,
  dueOn: '2026-07-10',
  words: 9,
  verbFirst: true,
  ...values,
})

interface Case {
  readonly check: string
  readonly plan: Partial<PlanFacts>
  readonly asked?: Asked
}

function find({ check, plan, asked: otherwise = asked }: Case) {
  const one = checksOfPlans.find(({ name }) => name === check)
  if (one === undefined) throw new Error(`There is no check ${check}`)
  return one.find({ ...clean, ...plan }, otherwise)
}

const joined = { reviews: 1, lastReviewOn: '2026-05-20' }
const unreviewed: Partial<PlanFacts> = {
  reviews: 0,
  lastReviewOn: null,
  lastReviewByOwner: null,
  lastReviewJoined: null,
  ownerReviewOn: null,
}

/** What is found, with words that its saying or evidence has. */
const faults: readonly (Case & { readonly tells: string; readonly since?: string })[] = [
  { check: 'no-owner', plan: { owner: null, ownerStanding: 'none' }, tells: 'Nobody', since: '2026-01-05' },
  { check: 'owner-inactive', plan: { ownerStanding: 'unknown' }, tells: 'lro@example.com', since: '2026-01-05' },
  {
    check: 'owner-inactive',
    plan: { ownerStanding: 'disabled', ownerDisabledOn: '2026-03-01' },
    tells: '1 March 2026',
    since: '2026-03-01',
  },
  {
    check: 'owner-inactive',
    plan: { ownerStanding: 'disabled', ownerDisabledOn: '2025-03-01' },
    tells: 'disabled',
    since: '2026-01-05',
  },
  { check: 'owner-overloaded', plan: { ownerPlans: 11 }, tells: 'more than 10' },
  { check: 'owner-overloaded', plan: { ownerPlans: 3 }, asked: withThreshold('owner-overloaded', 2), tells: '3 plans' },
  {
    check: 'action-without-owner',
    plan: { doubtful: [action({ hasPerson: false })] },
    tells: '1 of 4 open actions names',
  },
  {
    check: 'action-without-owner',
    plan: {
      openActions: 7,
      doubtful: ['1', '2', '3', '4', '5', '6'].map(n => action({ reference: `A-${n}`, hasPerson: false })),
    },
    tells: 'A-5 and 1 more',
  },
  { check: 'action-without-date', plan: { doubtful: [action({ dueOn: null })] }, tells: 'A-1' },
  {
    check: 'action-unclear',
    plan: { doubtful: [action({ verbFirst: false })] },
    tells: 'does not start with a verb that is known here: A-1',
  },
  { check: 'action-unclear', plan: { doubtful: [action({ words: 4 })] }, tells: 'under 5 words: A-1' },
  { check: 'out-of-date', plan: { nextReviewOn: '2026-06-29' }, tells: '29 June 2026', since: '2026-06-29' },
  {
    check: 'out-of-date',
    plan: { nextReviewOn: '2026-06-19' },
    asked: withThreshold('out-of-date', 10),
    tells: '19 June 2026',
    since: '2026-06-19',
  },
  {
    check: 'out-of-date',
    plan: { nextReviewOn: null, lastReviewOn: '2025-12-31' },
    asked: withThreshold('out-of-date-without-day', 175),
    tells: 'Last reviewed',
    since: '2026-01-05',
  },
  {
    check: 'never-reviewed',
    plan: { ...unreviewed, statusSince: '2026-03-31' },
    tells: 'Active since',
    since: '2026-03-31',
  },
  { check: 'not-reviewed-by-owner', plan: { lastReviewByOwner: false, ownerReviewOn: null }, tells: '2 reviews, none' },
  {
    check: 'not-reviewed-by-owner',
    plan: { lastReviewByOwner: false, ownerReviewOn: '2025-12-31' },
    tells: '31 December 2025',
    since: '2025-12-31',
  },
  {
    check: 'generic-text',
    plan: { copyOf: { reference: 'P-0', share: 50, words: 20 } },
    tells: '50% of its text is that of P-0',
  },
  {
    check: 'generic-text',
    plan: { copyOf: { reference: null, share: 99.9, words: 90 } },
    tells: '99% of its text is that of a plan that you may not see',
  },
  { check: 'no-partner', plan: { consultations: 0 }, tells: '0 consultations' },
  { check: 'no-local-profile', plan: { localProfile: false }, tells: 'no local profile' },
  { check: 'p-missing', plan: { aims: { Pursue: 3 } }, tells: 'Prevent, Protect: no aim' },
  {
    check: 'actions-overdue',
    plan: { doubtful: [action({ dueOn: '2026-06-29' })] },
    tells: '29 June 2026',
    since: '2026-06-29',
  },
  {
    check: 'actions-overdue',
    plan: { doubtful: [action({ dueOn: '2026-06-19' })] },
    asked: withThreshold('actions-overdue', 10),
    tells: 'A-1; the oldest',
    since: '2026-06-19',
  },
  {
    check: 'investigation-apart',
    plan: { ...joined, lastReviewJoined: false },
    tells: '20 May 2026',
    since: '2026-05-20',
  },
  {
    check: 'closed-without-learning',
    plan: { status: 'Closed', debrief: true },
    tells: 'with a debrief',
    since: '2026-01-05',
  },
]

/** At the threshold, and near misses. */
const none: readonly Case[] = [
  { check: 'no-owner', plan: { ownerStanding: 'unknown' } },
  { check: 'owner-inactive', plan: { owner: null, ownerStanding: 'none' } },
  { check: 'owner-overloaded', plan: { ownerPlans: 10 } },
  { check: 'owner-overloaded', plan: { ownerPlans: 11, ownerStanding: 'none' } },
  { check: 'action-without-owner', plan: { doubtful: [action({ dueOn: null })] } },
  { check: 'action-without-date', plan: { doubtful: [action({ hasPerson: false })] } },
  { check: 'action-unclear', plan: { doubtful: [action({ words: 5 })] } },
  { check: 'out-of-date', plan: { nextReviewOn: '2026-06-30' } },
  { check: 'out-of-date', plan: { nextReviewOn: '2026-06-20' }, asked: withThreshold('out-of-date', 10) },
  { check: 'out-of-date', plan: { nextReviewOn: null, ...unreviewed, statusSince: '2026-01-01' } },
  { check: 'out-of-date', plan: { nextReviewOn: null, status: 'Draft', statusSince: '2020-01-01', ...unreviewed } },
  { check: 'never-reviewed', plan: { ...unreviewed, statusSince: '2026-04-01' } },
  { check: 'never-reviewed', plan: { ...unreviewed, status: 'Draft', statusSince: '2020-01-01' } },
  { check: 'not-reviewed-by-owner', plan: { lastReviewByOwner: false, ownerReviewOn: '2026-01-01' } },
  { check: 'not-reviewed-by-owner', plan: { lastReviewByOwner: true, ownerReviewOn: '2020-01-01' } },
  { check: 'not-reviewed-by-owner', plan: unreviewed },
  { check: 'generic-text', plan: { copyOf: { reference: 'P-0', share: 49.9, words: 20 } } },
  { check: 'generic-text', plan: { copyOf: { reference: 'P-0', share: 50, words: 19 } } },
  { check: 'no-partner', plan: { consultations: 0, partnerActions: 1 } },
  { check: 'no-local-profile', plan: { localProfile: false, whyNoLocalProfile: true } },
  { check: 'no-local-profile', plan: { localProfile: false, kind: 'Strategic' } },
  { check: 'p-missing', plan: { aims: {}, reasons: { Pursue: true, Prevent: true, Protect: true, Prepare: true } } },
  { check: 'actions-overdue', plan: { doubtful: [action({ dueOn: '2026-06-30', hasPerson: false })] } },
  {
    check: 'actions-overdue',
    plan: { doubtful: [action({ dueOn: '2026-06-20' })] },
    asked: withThreshold('actions-overdue', 10),
  },
  { check: 'investigation-apart', plan: unreviewed },
  { check: 'investigation-apart', plan: { kind: 'Strategic', lastReviewJoined: false } },
  { check: 'closed-without-learning', plan: { status: 'Closed', learning: true } },
  { check: 'closed-without-learning', plan: {} },
]

const nameOf = (one: Case) => `${one.check} of ${JSON.stringify(one.plan)}`

describe('the checks of plans', () => {
  it('are each faulted here, and each found clean', () => {
    const names = checksOfPlans.map(({ name }) => name).toSorted()
    expect([...new Set(faults.map(({ check }) => check))].toSorted()).toEqual(names)
    expect([...new Set(none.map(({ check }) => check))].toSorted()).toEqual(names)
  })

  it('find nothing in a plan that has none of the faults', () => {
    expect(checksOfPlans.flatMap(one => one.find(clean, asked) ?? [])).toEqual([])
  })

  it.each(faults.map(one => [nameOf(one), one] as const))('find the fault: %s', (_, one) => {
    const found = find(one)
    expect(`${found?.says} ${found?.evidence}`).toContain(one.tells)
    expect(found?.since).toBe(one.since)
  })

  it.each(none.map(one => [nameOf(one), one] as const))('find nothing: %s', (_, one) => {
    expect(find(one)).toBeUndefined()
  })

  it('ask of a closed plan whether anything was learned, and no more', () => {
    const all = Object.assign({}, ...faults.map(({ plan }) => plan)) as Partial<PlanFacts>
    const found = checksOfPlans.filter((one: PlanCheck) => one.find({ ...clean, ...all, status: 'Closed' }, asked))
    expect(found.map(({ name }) => name)).toEqual(['closed-without-learning'])
  })

  it('say of what may not be seen no reference and no person', () => {
    for (const { check, plan, asked: by } of faults) {
      const doubtful = plan.doubtful?.map(one => ({ ...one, reference: null }))
      const unseen = { ...plan, reference: null, owner: null, ...(doubtful && { doubtful }) }
      const found = find({
        check,
        plan: { ...unseen, copyOf: plan.copyOf && { ...plan.copyOf, reference: null } },
        ...(by && { asked: by }),
      })
      expect(found, check).toBeDefined()
      expect(`${found?.says} ${found?.evidence}`).not.toMatch(/P-\d|A-\d|@/)
    }
  })
})

describe('the check of threats', () => {
  const threat: ThreatFacts = {
    organisation: 'Cumbria Constabulary',
    seen: true,
    reference: 'T-1',
    plans: 0,
    since: '2026-02-01',
  }

  it.each([
    [threat, 'Moderated since 1 February 2026, and not closed'],
    [{ ...threat, since: null }, 'Moderated, and not closed'],
    [{ ...threat, plans: 1 }, undefined],
  ])('finds those without a plan: %j', (one, evidence) => {
    expect(threatChecks[0]?.find(one, asked)?.evidence).toBe(evidence)
  })
})
