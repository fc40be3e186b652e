import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Transaction } from '#platform/database'
import { testDatabase, type TestDatabase } from '#test/database'
import { addSamplePeople } from '../people/sample-people.ts'
import { personIdByEmail, setDisabledAt } from '../person-store.ts'
import { hashPassword } from './password.ts'
import { removeOldFailures } from './sign-in-attempt-store.ts'
import { signIn, type SignInOutcome } from './sign-in.ts'

const email = 'analyst@cheshire.example'
const password = 'kettle violin harbour'
const noon = new Date('2026-11-22T12:00:00Z')
const after = (minutes: number) => new Date(noon.getTime() + minutes * 60_000)

let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase()
  const passwordHash = await hashPassword(password)
  await act(tx => addSamplePeople(tx, { passwordHash }))
})
beforeEach(() => sql`delete from organisations.sign_in_attempt`.execute(database.owner))
afterAll(() => database.close())

function act<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result> {
  return database.app.transaction().execute(work)
}

const attempt = (typed: string, present = noon, as = email): Promise<SignInOutcome> =>
  act(tx => signIn(tx, { email: as, password: typed, present, refusesSamplePeople: false }))

async function fail(times: number, present = noon, as = email): Promise<void> {
  for (let time = 0; time < times; time += 1) await attempt('wrong', present, as)
}

describe('signing in', () => {
  it('lets the right password in, whatever the letter case of the email', async () => {
    const outcome = await attempt(password, noon, '  Analyst@Cheshire.Example ')
    expect(outcome).toMatchObject({ actor: { email, name: 'Ashley Example', organisation: 'Cheshire Constabulary' } })
  })

  it('says the same of a wrong password, an unknown email and the system account', async () => {
    expect(await attempt('wrong')).toMatchObject({ refused: true, waitSeconds: undefined })
    expect(await attempt(password, noon, 'nobody@cheshire.example')).toEqual({
      refused: true,
      personId: undefined,
      waitSeconds: undefined,
    })
    expect(await attempt('', noon, 'system')).toMatchObject({ refused: true, waitSeconds: undefined })
    expect(await attempt(password, noon, 'analyst\0@cheshire')).toMatchObject({ refused: true })
  })

  it('refuses a disabled person', async () => {
    const personId = await act(tx => personIdByEmail(tx, email))
    await act(tx => setDisabledAt(tx, personId!, noon))
    expect(await attempt(password)).toMatchObject({ refused: true, waitSeconds: undefined })
    await act(tx => setDisabledAt(tx, personId!, null))
    expect(await attempt(password)).toHaveProperty('actor')
  })

  it('refuses the people of the sample where they are refused', async () => {
    const outcome = await act(tx => signIn(tx, { email, password, present: noon, refusesSamplePeople: true }))
    expect(outcome).toMatchObject({ refused: true, waitSeconds: undefined })
  })
})

describe('too many failures', () => {
  it('close the account for fifteen minutes, for the right password as well', async () => {
    await fail(5)
    expect(await attempt(password, after(1))).toMatchObject({ refused: true, waitSeconds: 14 * 60 })
    expect(await attempt(password, after(15))).toHaveProperty('actor')
  })

  it('do so for an email that nobody has', async () => {
    await fail(5, noon, 'nobody@cheshire.example')
    expect(await attempt('wrong', after(5), 'nobody@cheshire.example')).toMatchObject({ waitSeconds: 10 * 60 })
  })

  it('are of one account alone, and forgotten once someone signs in', async () => {
    await fail(4)
    expect(await attempt(password)).toHaveProperty('actor')
    await fail(4)
    expect(await attempt(password)).toHaveProperty('actor')
    await fail(5)
    expect(await attempt(password, noon, 'lro@cheshire.example')).toHaveProperty('actor')
  })

  it('are counted one after the other when they come together', async () => {
    const outcomes = await Promise.all(Array.from({ length: 12 }, () => attempt('wrong')))
    const told = outcomes.filter(outcome => 'refused' in outcome && outcome.waitSeconds === undefined)
    expect(told).toHaveLength(5)
  })

  it('keep no email, and are removed when they no longer count', async () => {
    await fail(1)
    const { rows } = await sql<{ row: string }>`select a::text as row from organisations.sign_in_attempt a`.execute(
      database.owner,
    )
    expect(rows).toHaveLength(1)
    expect(rows[0]!.row).not.toContain('cheshire')
    await act(tx => removeOldFailures(tx, after(15)))
    expect((await sql`select 1 from organisations.sign_in_attempt`.execute(database.owner)).rows).toEqual([])
  })
})
