import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { plan } from '#modules/plans'

import {
  analyst,
  csvOf as file,
  planFilesScene,
  type PlanFilesScene,
  planHeader,
  planRow,
} from '#test/plan-files-scene'

const cheshire = 'Cheshire Constabulary'
let scene: PlanFilesScene
beforeAll(async () => {
  scene = await planFilesScene()
})
afterAll(() => scene.close())
beforeEach(() => scene.clear())

describe('a file of plans with the contract’s columns alone', () => {
  it('is taken: the title is said by the threat, and the organisation is the threat’s', async () => {
    await scene.taken(plan, file(planHeader, planRow('P-1', { owner: 'LRO@Cheshire.example' })))
    const { rows } =
      await sql`select s.title, s.owner_email, s.status, s.next_review_on::text as next, o.name as organisation
      from plans.plan_state s join organisations.organisation o on o.id = s.owner_id`.execute(scene.database.owner)
    expect(rows).toEqual([
      {
        title: 'Plan against T-CHE',
        owner_email: 'lro@cheshire.example',
        status: 'Active',
        next: '2026-12-01',
        organisation: cheshire,
      },
    ])
  })

  it.each([
    ['the threat’s, before the owner’s', 'system', planRow('P-1', { owner: 'lro@merseyside.example' }), cheshire],
    [
      'the owner’s, where the threat is not known here',
      'system',
      planRow('P-1', { threat: 'T-ELSEWHERE', owner: 'lro@merseyside.example' }),
      'Merseyside Police',
    ],
    ['the importer’s, where neither is known', analyst, planRow('P-1', { threat: 'T-ELSEWHERE' }), cheshire],
    [
      'the importer’s, where the threat is another force’s',
      analyst,
      planRow('P-1', { threat: 'T-LAN', owner: 'lro@merseyside.example' }),
      cheshire,
    ],
  ])('the organisation is %s', async (_case, as, row, owner) => {
    await scene.taken(plan, file(planHeader, row), as)
    expect(await scene.standing('plan')).toMatchObject([{ owner, stateOwners: [owner] }])
  })

  it('says so where no organisation follows', async () => {
    expect(
      await scene.problemsOf(
        plan,
        file(planHeader, planRow('P-1', { threat: 'T-ELSEWHERE' })),
        'admin@fourfold.example',
      ),
    ).toEqual(['2: Organisation: There is no value, and none follows from the rest of the row. Enter it'])
  })

  it('is refused for an organisation that the importer does not record for', async () => {
    const row = `${planRow('P-1')},Lancashire Constabulary`
    expect(await scene.problemsOf(plan, file(`${planHeader},Organisation`, row), analyst)).toEqual([
      '2: Organisation: You may not record for Lancashire Constabulary. Leave the row out, or ask them to send it',
    ])
  })

  it('changes nothing the second time, even when the threat, the owner or the plan has moved since', async () => {
    const text = file(planHeader, planRow('P-1', { threat: 'T-ELSEWHERE', owner: 'lro@merseyside.example' }))
    await scene.taken(plan, text)
    await sql`update organisations.person set organisation_id = (select id from organisations.organisation where name = ${cheshire})
      where email = 'lro@merseyside.example'`.execute(scene.database.owner)
    const before = await scene.everything()
    const again = await scene.taken(plan, text)
    await sql`update organisations.person set organisation_id = (select id from organisations.organisation where name = 'Merseyside Police')
      where email = 'lro@merseyside.example'`.execute(scene.database.owner)
    expect(again.counts).toMatchObject({ newRecords: 0, newStates: 0, unchanged: 1 })
    expect(await scene.everything()).toBe(before)
  })

  it('keeps the organisation that a plan has, where a later row says none', async () => {
    await scene.taken(plan, file(`${planHeader},Organisation`, `${planRow('P-1')},Merseyside Police`))
    await scene.taken(plan, file(planHeader, planRow('P-1', { at: '2026-04-01T10:00:00Z' })))
    expect(await scene.standing('plan')).toMatchObject([
      { owner: 'Merseyside Police', stateOwners: ['Merseyside Police', 'Merseyside Police'] },
    ])
  })

  it('takes older history to its place', async () => {
    await scene.taken(plan, file(planHeader, planRow('P-1', { at: '2026-05-01T10:00:00Z' })))
    await scene.taken(plan, file(planHeader, planRow('P-1', { at: '2025-05-01T10:00:00Z', status: 'Draft' })))
    const { rows } =
      await sql`select status, recorded_to = 'infinity' as now from plans.plan_state order by recorded_from`.execute(
        scene.database.owner,
      )
    expect(rows).toEqual([
      { status: 'Draft', now: false },
      { status: 'Active', now: true },
    ])
  })

  it('refuses a tactical plan against nothing, and shares that do not add up', async () => {
    const text = file(
      `${planHeader},Pursue intended (%)`,
      `${planRow('P-1')},40`,
      `${planRow('P-2').replace('T-CHE', '')},`,
    )
    expect(await scene.problemsOf(plan, text, 'system')).toEqual([
      '2: Pursue intended (%): The intended shares add up to 40%. Make them 100%, or leave all four empty',
      '3: Threat: A tactical plan is against one threat. Enter its reference, or make it a strategic plan',
    ])
  })
})
