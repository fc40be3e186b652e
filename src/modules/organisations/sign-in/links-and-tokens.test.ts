import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Transaction } from '#platform/database'
import { testDatabase, type TestDatabase } from '#test/database'
import { addSamplePeople } from '../people/sample-people.ts'
import { personIdByEmail, setDisabledAt, systemPersonId } from '../person-store.ts'
import { holderOfLink, makeLink, useLink } from './sign-in-link-store.ts'
import { stateBearer } from '../state-asker.ts'
import { createToken, revokeToken, revokeTokensOf, tokensOf } from './token-store.ts'

const email = 'analyst@cheshire.example'
const noon = new Date('2026-11-22T12:00:00Z')
const after = (hours: number) => new Date(noon.getTime() + hours * 3_600_000)

let database: TestDatabase
let personId: number
let otherId: number
let systemId: number

beforeAll(async () => {
  database = await testDatabase()
  await act(async tx => {
    await addSamplePeople(tx, { passwordHash: 'none' })
    personId = (await personIdByEmail(tx, email))!
    otherId = (await personIdByEmail(tx, 'lro@cheshire.example'))!
    systemId = await systemPersonId(tx)
  })
})
afterAll(() => database.close())

function act<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result> {
  return database.app.transaction().execute(work)
}

describe('a one-time link', () => {
  const make = () => act(tx => makeLink(tx, { personId, madeBy: systemId, present: noon }))
  const holder = (token: string, present = noon) => act(tx => holderOfLink(tx, token, present))

  it('lets its person in for a day', async () => {
    const token = await make()
    expect(await holder(token)).toEqual({ personId, email, sample: true })
    expect(await holder(token, after(23.9))).toMatchObject({ personId })
    expect(await holder(token, after(24))).toBeUndefined()
  })

  it('works once, also when two use it at the same moment', async () => {
    const token = await make()
    const used = await Promise.all([1, 2, 3].map(() => act(tx => useLink(tx, token, noon))))
    expect(used.filter(Boolean)).toHaveLength(1)
    expect(await holder(token)).toBeUndefined()
  })

  it('stops when another is made, and for a disabled person', async () => {
    const [first, second] = [await make(), await make()]
    expect(await holder(first)).toBeUndefined()
    await act(tx => setDisabledAt(tx, personId, noon))
    expect(await holder(second)).toBeUndefined()
    await act(tx => setDisabledAt(tx, personId, null))
    expect(await holder(second)).toMatchObject({ personId })
  })

  it('is not kept, and nobody is let in by a made-up one', async () => {
    const token = await make()
    const { rows } = await sql<{ row: string }>`select l::text as row from organisations.sign_in_link l`.execute(
      database.owner,
    )
    expect(rows.map(({ row }) => row).join()).not.toContain(token)
    expect(await holder('made-up')).toBeUndefined()
  })
})

describe('a token', () => {
  const make = (hours = 24) => act(tx => createToken(tx, { personId, name: 'Nightly', expiresAt: after(hours) }))
  const whose = (token: string, present = noon) =>
    act(async tx => (await stateBearer(tx, token, present))?.actor.personId)

  it('speaks for its person until it ends', async () => {
    const token = await make()
    expect(await whose(token)).toBe(personId)
    expect(await whose(token, after(24))).toBeUndefined()
    expect(await whose(`${token}x`)).toBeUndefined()
  })

  it('is listed for its person, with when it was last used, and never shown again', async () => {
    await act(tx => revokeTokensOf(tx, personId, noon))
    const token = await make()
    await whose(token, after(1))
    const tokens = await act(tx => tokensOf(tx, personId, noon))
    expect(tokens).toMatchObject([{ name: 'Nightly', lastUsedAt: after(1), expiresAt: after(24) }])
    expect(JSON.stringify(tokens)).not.toContain(token)
    expect(await act(tx => tokensOf(tx, otherId, noon))).toEqual([])
  })

  it('is revoked by its person alone', async () => {
    await act(tx => revokeTokensOf(tx, personId, noon))
    const token = await make()
    const { id } = (await act(tx => tokensOf(tx, personId, noon)))[0]!
    expect(await act(tx => revokeToken(tx, otherId, id, noon))).toBe(false)
    expect(await whose(token)).toBe(personId)
    expect(await act(tx => revokeToken(tx, personId, id, noon))).toBe(true)
    expect(await act(tx => revokeToken(tx, personId, id, noon))).toBe(false)
    expect(await whose(token)).toBeUndefined()
  })

  it('can be used by many at once without one waiting for another', async () => {
    const token = await make()
    const first = await act(async tx => {
      await stateBearer(tx, token, after(2))
      return whose(token, after(2))
    })
    expect(first).toBe(personId)
  })
})

it('leaves the program unable to change whom a token or link is of, or a person’s email', async () => {
  for (const change of [
    sql`update organisations.token set person_id = ${otherId}`,
    sql`update organisations.sign_in_link set person_id = ${otherId}`,
    sql`update organisations.person set email = 'taken@over.example' where id = ${otherId}`,
    sql`update organisations.person set organisation_id = 1 where id = ${otherId}`,
    sql`delete from organisations.person where id = ${otherId}`,
  ]) {
    await expect(act(tx => change.execute(tx))).rejects.toThrow('permission denied')
  }
})
