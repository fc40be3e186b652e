import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Transaction } from '#platform/database'
import { testDatabase, type TestDatabase } from '#test/database'
import { organisationIndex } from '../organisation-store.ts'
import { personIdByEmail, readPerson, readPersonByEmail, setPasswordHash, systemPersonId } from '../person-store.ts'
import { holderOfLink } from '../sign-in/sign-in-link-store.ts'
import { createToken } from '../sign-in/token-store.ts'
import { stateBearer } from '../state-asker.ts'
import { stateActor } from '../state-actor.ts'
import { addPerson } from './add-person.ts'
import { changeParts, disablePerson, enablePerson, resetPerson } from './change-person.ts'
import { listPeople } from './people-list-store.ts'
import { addSamplePeople, samplePeople } from './sample-people.ts'

const present = new Date('2026-11-22T12:00:00Z')

let database: TestDatabase
let systemId: number

beforeAll(async () => {
  database = await testDatabase()
  await act(async tx => {
    await addSamplePeople(tx, { passwordHash: 'none' })
    systemId = await systemPersonId(tx)
  })
})
afterAll(() => database.close())

function act<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result> {
  return database.app.transaction().execute(work)
}

async function add(email: string, organisation: string, ...parts: readonly string[]) {
  return act(async tx => {
    const found = (await organisationIndex(tx)).find(organisation)
    return addPerson(tx, { email, name: 'Someone', organisation: found, parts, addedBy: systemId, present })
  })
}

const readByEmail = async (email: string) => (await act(tx => readPersonByEmail(tx, email)))!
const changeOf = async (email: string, by = systemId) => ({ person: await readByEmail(email), by, present })

describe('the people of the sample', () => {
  it('each have a part that people of their organisation can have', async () => {
    for (const sample of samplePeople) {
      const person = await readByEmail(sample.email)
      expect(person).toMatchObject({ organisation: sample.organisation, parts: sample.parts, sample: true })
    }
  })

  it('stay as they are when they are added again', async () => {
    const before = await readByEmail('admin@fourfold.example')
    await act(tx => addSamplePeople(tx, { passwordHash: 'another' }))
    expect(await readByEmail('admin@fourfold.example')).toEqual(before)
  })
})

describe('adding a person', () => {
  it('gives them a link and no password', async () => {
    const added = await add('New.Analyst@Merseyside.example', 'merseyside police', 'analyst')
    if ('errors' in added) throw new Error(JSON.stringify(added.errors))
    const person = await act(tx => readPerson(tx, added.personId))
    expect(person).toMatchObject({ email: 'new.analyst@merseyside.example', hasPassword: false, sample: false })
    const holder = await act(tx => holderOfLink(tx, added.linkToken, present))
    expect(holder).toMatchObject({ personId: added.personId })
  })

  it.each([
    ['', 'HMICFRS', ['inspector'], 'email', 'Enter an email address'],
    [
      'not an email',
      'HMICFRS',
      ['inspector'],
      'email',
      'Enter an email address in the correct format, like name@example.com',
    ],
    [
      'system',
      'HMICFRS',
      ['inspector'],
      'email',
      'Enter an email address in the correct format, like name@example.com',
    ],
    ['a@b.example', 'Nowhere Police', ['analyst'], 'organisation', 'Select an organisation'],
    ['a@b.example', 'HMICFRS', [], 'parts', 'Select at least one part'],
    ['admin@fourfold.example', 'HMICFRS', ['inspector'], 'email', 'There is a person with this email address already'],
  ])('refuses %j of %s as %j', async (email, organisation, parts, field, text) => {
    expect(await add(email, organisation, ...parts)).toEqual({ errors: [{ field, text }] })
  })

  it('refuses a part that the kind of organisation does not have', async () => {
    const added = await add('a@b.example', 'Halton Borough Council', 'partner', 'analyst')
    expect(added).toMatchObject({ errors: [{ field: 'parts' }] })
    expect(await act(tx => personIdByEmail(tx, 'a@b.example'))).toBeUndefined()
  })
})

describe('changing a person', () => {
  it('gives other parts, which hold at once', async () => {
    const change = await changeOf('analyst@lancashire.example')
    expect(await act(tx => changeParts(tx, change, ['lead responsible officer']))).toEqual({ ok: true })
    const actor = await act(tx => stateActor(tx, change.person.id, 'read'))
    expect(actor?.parts).toEqual(['lead responsible officer'])
    expect(actor?.permissions).not.toContain('handling.change')
  })

  it('refuses parts of another kind of organisation', async () => {
    const change = await changeOf('mayor@oversight.example')
    expect(await act(tx => changeParts(tx, change, ['analyst']))).toHaveProperty('problem')
    expect((await readByEmail('mayor@oversight.example')).parts).toEqual(['oversight'])
  })

  it('disables with sessions and tokens, and enables without giving the tokens back', async () => {
    const change = await changeOf('lro@merseyside.example')
    const expiresAt = new Date('2026-12-22T12:00:00Z')
    const token = await act(tx => createToken(tx, { personId: change.person.id, name: 'a', expiresAt }))
    await act(tx => disablePerson(tx, change))
    expect(await act(tx => stateActor(tx, change.person.id, 'read'))).toBeUndefined()
    expect(await act(tx => stateBearer(tx, token, present))).toBeUndefined()
    await act(tx => enablePerson(tx, change))
    expect(await act(tx => stateActor(tx, change.person.id, 'read'))).toMatchObject({ email: 'lro@merseyside.example' })
    expect(await act(tx => stateBearer(tx, token, present))).toBeUndefined()
  })

  it('resets to no password and a new link; not a disabled person, not oneself', async () => {
    const change = await changeOf('lro@merseyside.example')
    const result = await act(tx => resetPerson(tx, change))
    expect(result).toHaveProperty('linkToken')
    expect((await readByEmail('lro@merseyside.example')).hasPassword).toBe(false)
    expect(await act(tx => resetPerson(tx, { ...change, by: change.person.id }))).toHaveProperty('problem')
    await act(tx => disablePerson(tx, change))
    const again = await changeOf('lro@merseyside.example')
    expect(await act(tx => resetPerson(tx, again))).toHaveProperty('problem')
  })
})

describe('the last administrator', () => {
  const first = 'admin@fourfold.example'
  const second = 'second@fourfold.example'

  it('keeps the part and stays enabled until another can sign in', async () => {
    const change = await changeOf(first)
    expect(await act(tx => disablePerson(tx, change))).toHaveProperty('problem')
    expect(await act(tx => disablePerson(tx, { ...change, by: change.person.id }))).toHaveProperty('problem')
    await add(second, 'Cheshire Constabulary', 'administrator', 'analyst')
    const other = await changeOf(second)
    expect(await act(tx => disablePerson(tx, change)), 'the other has no password yet').toHaveProperty('problem')
    await act(tx => setPasswordHash(tx, other.person.id, 'some'))
    expect(await act(tx => changeParts(tx, other, ['analyst']))).toEqual({ ok: true })
    expect(await act(tx => changeParts(tx, other, ['administrator']))).toEqual({ ok: true })
  })

  it('is left when two take the part from each other at the same moment', async () => {
    const [one, other] = [await changeOf(first), await changeOf(second)]
    const outcomes = await Promise.all([
      act(tx => disablePerson(tx, { ...one, by: other.person.id })),
      act(tx => disablePerson(tx, { ...other, by: one.person.id })),
    ])
    expect(outcomes.filter(outcome => 'ok' in outcome)).toHaveLength(1)
  })
})

describe('the list', () => {
  const everyone = { organisationId: undefined, state: undefined, text: undefined }

  it('holds everyone but the system, by name, and filters', async () => {
    const { people, total } = await act(tx => listPeople(tx, everyone, undefined))
    expect(people).toHaveLength(total)
    expect(people.map(person => person.email)).not.toContain('system')
    const found = await act(tx => listPeople(tx, { ...everyone, text: 'NWROCU.example' }, undefined))
    expect(found.people.map(person => person.email).sort()).toEqual(['rocta@nwrocu.example', 'tasking@nwrocu.example'])
    const waiting = await act(tx => listPeople(tx, { ...everyone, state: 'waiting' }, undefined))
    expect(waiting.people.map(person => person.email)).toEqual(['new.analyst@merseyside.example'])
    const disabled = await act(tx => listPeople(tx, { ...everyone, state: 'disabled' }, undefined))
    expect(disabled.people.every(person => person.disabledAt !== null)).toBe(true)
    expect(disabled.total).toBe(2)
  })

  it('goes forward and back page by page without losing anyone', async () => {
    for (let number = 0; number < 110; number += 1) await add(`p${number}@essex.example`, 'Essex Police', 'analyst')
    const first = await act(tx => listPeople(tx, everyone, undefined))
    const second = await act(tx => listPeople(tx, everyone, { after: first.nextAfter! }))
    const third = await act(tx => listPeople(tx, everyone, { after: second.nextAfter! }))
    const ids = [first, second, third].flatMap(page => page.people.map(person => person.id))
    expect(new Set(ids).size).toBe(first.total)
    expect([first.previousBefore, third.nextAfter]).toEqual([undefined, undefined])
    expect(await act(tx => listPeople(tx, everyone, { before: third.previousBefore! }))).toEqual(second)
    expect(await act(tx => listPeople(tx, everyone, { before: second.previousBefore! }))).toEqual(first)
  })
})
