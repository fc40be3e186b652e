import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { personIdByEmail, stateActor } from '#modules/organisations'
import { collect, type Finding } from '#platform/http'
import { testServer, type TestServer } from '#test/server'
import { modules } from '../../../app.ts'
import { allFindings, type CheckHouse } from './all-findings.ts'
import { genericText } from './generic-text.ts'
import { allGenericTexts } from './plan-checks.ts'

const house = collect(modules)
const checks = [genericText.name]
let site: TestServer

beforeAll(async () => {
  site = await testServer({ sample: true })
}, 240_000)
afterAll(() => site.close())

const asAt = { when: 'now' } as const

function asInspector<Result>(act: (asker: CheckHouse) => Promise<Result>): Promise<Result> {
  return site.database.app.transaction().execute(async tx => {
    const actor = await stateActor(tx, (await personIdByEmail(tx, 'inspector@hmicfrs.example')) ?? 0, 'read')
    if (actor === undefined) throw new Error('There is no inspector.')
    return act({ tx, actor, house, present: new Date() })
  })
}

function copies(plans?: readonly string[]): Promise<readonly Finding[]> {
  return asInspector(asker => allFindings(asker, { asAt, checks, ...(plans && { plans }) }))
}

/** One in so many of the sample's plans that the inspector sees. */
async function somePlans(): Promise<readonly string[]> {
  const { rows } = await sql<{ reference: string }>`
    select reference from plans.plan where handling <> 'Named' order by reference`.execute(site.database.owner)
  return rows.flatMap(({ reference }, place) => (place % 25 === 0 ? [reference] : []))
}

describe.each([
  ['before the database has statistics of the texts', sql`select 1`],
  ['when it has', sql`analyze plans.plan_state, plans.aim_state, plans.action_state`],
])('copies, %s', (_, first) => {
  it('are the same in one plan, in some and among all', async () => {
    await first.execute(site.database.owner)
    const plans = await somePlans()
    const amongAll = (await copies()).filter(({ about }) => plans.includes(about?.reference ?? ''))
    expect(amongAll.length).toBeGreaterThan(0)
    expect(amongAll.length).toBeLessThan(plans.length)
    expect(await copies(plans)).toEqual(amongAll)
    const oneByOne: Finding[] = []
    for (const plan of plans) oneByOne.push(...(await copies([plan])))
    expect(oneByOne.toSorted(inOrder)).toEqual(amongAll.toSorted(inOrder))
    const factsOfCopiesAlone = await asInspector(asker => allGenericTexts(asker, asAt))
    const seen = (await copies()).filter(({ about }) => about !== undefined)
    expect(factsOfCopiesAlone.toSorted(inOrder)).toEqual(seen.toSorted(inOrder))
  }, 240_000)
})

function inOrder(a: Finding, b: Finding): number {
  return (a.about?.reference ?? '').localeCompare(b.about?.reference ?? '')
}
