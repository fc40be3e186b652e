import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { recordCheckedPlans } from '../../../../test/checks-scene.ts'
import { testServer, type TestServer } from '../../../../test/server.ts'
import { actingFor } from '../../../../test/sightings.ts'

let site: TestServer
let system: number

beforeAll(async () => {
  site = await testServer()
  system = await recordCheckedPlans(site)
}, 60_000)
afterAll(() => site.close())

interface Told {
  readonly check: string
  readonly organisation?: string
  readonly register?: string
  readonly reference?: string | null
  readonly says: string
  readonly evidence: string
  readonly since: string | null
}

async function planFindings(email: string, reference: string, query = ''): Promise<readonly Told[]> {
  const program = site.program(await site.tokenOf(email))
  const { status, text } = await program.get(`/api/v1/plans/${reference}/checks${query}`)
  expect(status, text).toBe(200)
  return JSON.parse(text) as readonly Told[]
}

interface Listed {
  readonly asAt: string | null
  readonly organisations: readonly { organisation: string; checks: Readonly<Record<string, number | null>> }[]
  readonly findings: readonly Told[]
}

async function allChecksOf(email: string, query = ''): Promise<Listed> {
  const program = site.program(await site.tokenOf(email))
  const { status, text } = await program.get(`/api/v1/checks${query}`)
  expect(status, text).toBe(200)
  return JSON.parse(text) as Listed
}

const names = (told: readonly Told[]) => told.map(({ check }) => check)
const lancashire = 'analyst@lancashire.example'

describe('one plan', () => {
  it('has what the checks find, with references of its actions', async () => {
    const told = await planFindings('analyst@cheshire.example', 'P-CLEAN')
    expect(names(told)).toEqual(['action-without-owner', 'action-unclear', 'actions-overdue', 'no-partner'])
    expect(told[0]).toMatchObject({ says: '1 of 3 open actions names no person.', evidence: 'A-2' })
    expect(told[1]?.evidence).toBe('under 5 words: A-2; does not start with a verb that is known here: A-2')
    expect(told[2]).toMatchObject({ since: '2022-04-01' })
  })

  it('is found as it was known on a past day', async () => {
    const past = await planFindings('analyst@cheshire.example', 'P-CHANGED', '?asAt=2022-06-30')
    expect(names(past)).toEqual(
      expect.arrayContaining(['no-owner', 'out-of-date', 'never-reviewed', 'no-local-profile']),
    )
    expect(past.find(({ check }) => check === 'no-owner')?.since).toBe('2022-03-01')
    const now = names(await planFindings('analyst@cheshire.example', 'P-CHANGED'))
    expect(now).toEqual(expect.not.arrayContaining(['no-owner', 'out-of-date', 'no-local-profile']))
    // Active since before its owner was named: that is not counted anew.
    expect(
      (await planFindings('analyst@cheshire.example', 'P-CHANGED')).find(({ check }) => check === 'never-reviewed')
        ?.since,
    ).toBe('2022-03-01')
    const threshold = names(await planFindings('analyst@cheshire.example', 'P-CHANGED', '?asAt=2022-05-30'))
    expect(threshold).not.toContain('never-reviewed')
    expect(names(await planFindings('analyst@cheshire.example', 'P-CHANGED', '?asAt=2022-05-31'))).toContain(
      'never-reviewed',
    )
  })

  it('is not there for who may not see it', async () => {
    const program = site.program(await site.tokenOf(lancashire))
    expect((await program.get('/api/v1/plans/P-HIDDEN/checks')).status).toBe(404)
    expect((await program.get('/api/v1/plans/NO-SUCH/checks')).status).toBe(404)
    expect(
      (await site.program(await site.tokenOf('mayor@oversight.example')).get('/api/v1/plans/P-CLEAN/checks')).status,
    ).toBe(403)
  })

  it('names what it copies, where the reader may see that', async () => {
    const copy = async (email: string, reference: string) =>
      (await planFindings(email, reference)).find(({ check }) => check === 'generic-text')?.says
    expect(await copy(lancashire, 'P-COPY')).toContain('100% of its text is that of P-CLEAN')
    expect(await copy(lancashire, 'P-COPY-OF-HIDDEN')).toContain('that of a plan that you may not see')
    expect(await copy('analyst@cheshire.example', 'P-COPY-OF-HIDDEN')).toContain('that of P-HIDDEN')
    expect(await copy('analyst@cheshire.example', 'P-HIDDEN')).toBeUndefined()
    expect(await copy('analyst@cheshire.example', 'P-CLEAN')).toBeUndefined()
  })

  it('counts reviews, consultations and partners’ actions once they are there', async () => {
    const before = names(await planFindings(lancashire, 'P-COPY'))
    expect(before).toEqual(expect.arrayContaining(['no-partner', 'never-reviewed']))
    await sql`insert into plans.review (plan_id, number, held_on, at, person_id, by_owner, attended, changed, investigation)
      select id, 1, '2022-05-01', '2022-05-02T09:00:00Z', ${system}, false, 'Two', 'Nothing', null from plans.plan where reference = 'P-COPY'`.execute(
      site.database.owner,
    )
    await sql`insert into plans.consultation (plan_id, number, at, person_id, consulted_on, partner, said)
      select id, 1, '2022-06-02T09:00:00Z', ${system}, '2022-06-01', 'A school', 'Come' from plans.plan where reference = 'P-COPY'`.execute(
      site.database.owner,
    )
    const after = names(await planFindings(lancashire, 'P-COPY'))
    expect(after).toEqual(expect.arrayContaining(['not-reviewed-by-owner', 'investigation-apart']))
    expect(after).not.toContain('no-partner')
    expect(after).not.toContain('never-reviewed')
    const past = names(await planFindings(lancashire, 'P-COPY', '?asAt=2022-05-15'))
    expect(past).toEqual(expect.arrayContaining(['not-reviewed-by-owner', 'no-partner']))
    await sql`insert into plans.review (plan_id, number, held_on, at, person_id, by_owner, attended, changed, investigation)
      select id, 2, '2022-07-01', '2022-07-02T09:00:00Z', ${system}, true, 'Two', 'Nothing', 'They came' from plans.plan where reference = 'P-COPY'`.execute(
      site.database.owner,
    )
    const joined = names(await planFindings(lancashire, 'P-COPY'))
    expect(joined).not.toContain('not-reviewed-by-owner')
    expect(joined).not.toContain('investigation-apart')
  })

  it('has an owner who is active, disabled, or not known', async () => {
    const inactive = async () =>
      (await planFindings(lancashire, 'P-COPY-OF-HIDDEN')).find(({ check }) => check === 'owner-inactive')
    expect(await inactive()).toBeUndefined()
    await sql`update organisations.person set disabled_at = '2023-01-10T12:00:00Z' where email = 'lro@cheshire.example'`.execute(
      site.database.owner,
    )
    expect(await inactive()).toMatchObject({ since: '2023-01-10' })
    expect(names(await planFindings(lancashire, 'P-COPY-OF-HIDDEN', '?asAt=2023-01-09'))).not.toContain(
      'owner-inactive',
    )
    await sql`update organisations.person set disabled_at = null where email = 'lro@cheshire.example'`.execute(
      site.database.owner,
    )
  })
})

describe('threats without a plan', () => {
  it('are live, and no plan that is open names them, whoever may see it', async () => {
    const { findings } = await allChecksOf(lancashire)
    const without = findings.filter(({ check }) => check === 'threat-without-plan')
    expect(without.map(({ reference }) => reference)).toEqual(['T-CLOSED-PLAN', 'T-NONE', null, 'T-CUMBRIA'])
    expect(without.find(({ reference }) => reference === null)).toMatchObject({
      organisation: 'Cumbria Constabulary',
      register: null,
      says: 'Threat without a plan',
      evidence: '',
      since: null,
    })
    expect(without[0]).toMatchObject({ register: 'threats', since: '2022-03-01' })
    const past = await allChecksOf(lancashire, '?asAt=2022-02-01')
    expect(past.findings).toEqual([])
  })
})

describe('all plans of a scope', () => {
  it('are counted, and named only to who may see them', async () => {
    const { organisations, findings } = await allChecksOf(lancashire, '?organisation=07')
    expect(organisations.map(({ organisation }) => organisation)).toEqual(['Cheshire Constabulary'])
    expect(organisations[0]?.checks).toMatchObject({ 'no-owner': 1, 'threat-without-plan': 2, 'no-local-profile': 0 })
    expect(findings.find(({ check }) => check === 'no-owner')).toMatchObject({
      reference: null,
      says: 'No owner',
      evidence: '',
    })
    expect(JSON.stringify(findings)).not.toMatch(/P-HIDDEN|A-H/)
    const own = await allChecksOf('analyst@cheshire.example', '?organisation=Cheshire+Constabulary')
    expect(own.organisations).toEqual(organisations)
    expect(own.findings.find(({ check }) => check === 'no-owner')?.reference).toBe('P-HIDDEN')
  })

  it.each([
    [lancashire, false, false],
    ['rocta@nwrocu.example', false, false],
    ['tasking@nca.example', true, false],
    ['inspector@hmicfrs.example', true, true],
  ])('are those of the regions of %s, or all', async (email, beyond, hidden) => {
    const { organisations, findings } = await allChecksOf(email)
    const region = ['Cheshire Constabulary', 'Cumbria Constabulary', 'Lancashire Constabulary']
    expect(organisations.map(({ organisation }) => organisation)).toEqual(
      beyond ? [...region, 'West Mercia Police'] : region,
    )
    expect(findings.some(({ reference }) => reference === 'P-HIDDEN')).toBe(hidden)
    const west = await site.program(await site.tokenOf(email)).get('/api/v1/checks?organisation=West+Mercia+Police')
    expect(west.status).toBe(beyond ? 200 : 403)
  })

  it('are figures alone for oversight, and those under 5 are held back', async () => {
    const { organisations, findings } = await allChecksOf('mayor@oversight.example')
    expect(findings).toEqual([])
    expect(organisations.map(({ organisation }) => organisation)).toEqual([
      'Cheshire Constabulary',
      'Cumbria Constabulary',
      'Lancashire Constabulary',
    ])
    expect(
      organisations.flatMap(({ checks }) => Object.values(checks)).every(figure => figure === null || figure >= 5),
    ).toBe(true)
    const mayor = await site.signIn('mayor@oversight.example')
    const { text } = await mayor.get('/checks')
    expect(text).toContain('under 5')
    expect(text).not.toContain('/checks/findings')
    expect((await mayor.get('/checks/findings?organisation=07&check=no-owner')).status).toBe(403)
  })

  it('are nobody’s for a partner and an administrator', async () => {
    for (const email of ['housing@council.example', 'admin@fourfold.example']) {
      expect((await site.program(await site.tokenOf(email)).get('/api/v1/checks')).status).toBe(403)
      const { rows } = await sql<{ id: number }>`select id from organisations.person where email = ${email}`.execute(
        site.database.owner,
      )
      const told = await actingFor(
        site.database.app,
        rows[0]?.id ?? 0,
        'read',
        async tx =>
          (
            await sql`select from plans.check_facts('infinity', '2026-01-01', null, null)
              union all select from plans.check_facts('infinity', '2026-01-01', null, '{P-CLEAN}')
              union all select from plans.compared_texts('infinity', null, null, 50)
              union all select from plans.compared_texts('infinity', null, '{P-CLEAN}', 50)
              union all select from plans.all_texts()
              union all select from plans.changed_texts('1:1:')
              union all select from plans.plans_to_compare()`.execute(tx)
          ).rows.length,
      )
      expect(told).toBe(0)
    }
  })

  it('leave the database without words, and what is hidden without a name', async () => {
    const { rows: people } = await sql<{
      id: number
    }>`select id from organisations.person where email = ${lancashire}`.execute(site.database.owner)
    const rows = await actingFor(
      site.database.app,
      people[0]?.id ?? 0,
      'read',
      async tx =>
        (
          await sql<{
            facts: unknown
          }>`select facts from plans.check_facts('infinity', '2026-01-01', null, null)
            union all select to_jsonb(t) from plans.compared_texts('infinity', null, null, 50) t
            union all select to_jsonb(t) from plans.all_texts() t
            union all select to_jsonb(t) from plans.changed_texts('1:1:') t`.execute(tx)
        ).rows,
    )
    const text = JSON.stringify(rows)
    expect(rows.length).toBeGreaterThan(10)
    expect(text).not.toMatch(/P-HIDDEN|A-H0|T-SECRET|garages|rented|Plan P-/)
    expect(text).toContain('P-CLEAN')
  })

  it('refuse an organisation that nobody knows', async () => {
    const program = site.program(await site.tokenOf(lancashire))
    expect((await program.get('/api/v1/checks?organisation=Nowhere')).status).toBe(400)
  })
})
