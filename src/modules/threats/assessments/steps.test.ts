import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../../test/database.ts'
import { acts, actsIn, standings, stateAfter, states } from './steps.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

const all = (['first', 'second'] as const).flatMap(kind =>
  states.flatMap(state => acts.flatMap(act => standings.map(who => ({ kind, state, act, who })))),
)

describe('the table of steps', () => {
  it('lets the assessor’s side write, and only a moderator elsewhere judge', () => {
    const allowed = all.flatMap(({ kind, state, act, who }) => {
      const next = stateAfter(kind, state, act, who)
      return next === undefined ? [] : [`${kind} ${state}: ${who} may ${act} → ${next}`]
    })
    const side = ['assessor', 'colleague', 'moderator of the same'].flatMap(who =>
      [
        'Draft: WHO may save → Draft',
        'Draft: WHO may submit → Submitted',
        'Draft: WHO may withdraw → Withdrawn',
        'Submitted: WHO may take back → Draft',
        'Submitted: WHO may withdraw → Withdrawn',
        'Returned: WHO may save → Returned',
        'Returned: WHO may submit → Submitted',
        'Returned: WHO may withdraw → Withdrawn',
      ].map(step => `first ${step.replace('WHO', who)}`),
    )
    expect(allowed.toSorted()).toEqual(
      [
        ...side,
        'first Submitted: moderator may return → Returned',
        'first Submitted: moderator may moderate → Moderated',
        'second Draft: assessor may save → Draft',
        'second Draft: assessor may submit → Submitted',
        'second Draft: assessor may withdraw → Withdrawn',
      ].toSorted(),
    )
  })

  it('lets nobody change what is moderated or withdrawn', () => {
    for (const kind of ['first', 'second'] as const) {
      for (const who of standings) {
        expect(actsIn(kind, 'Moderated', who)).toEqual([])
        expect(actsIn(kind, 'Withdrawn', who)).toEqual([])
      }
    }
  })

  it('is the same in the database, for each of its combinations', async () => {
    expect(all).toHaveLength(2 * 5 * 6 * 5)
    for (const { kind, state, act, who } of all) {
      const known = who === 'moderator of the same' ? 'colleague' : who
      const { rows } = await sql<{ next: string | null }>`
        select threats.state_after(${state}, ${act}, ${known}, ${kind === 'second'}) as next`.execute(database.app)
      expect({ kind, state, act, who, next: rows[0]?.next ?? undefined }).toEqual({
        kind,
        state,
        act,
        who,
        next: stateAfter(kind, state, act, who),
      })
    }
  })
})
