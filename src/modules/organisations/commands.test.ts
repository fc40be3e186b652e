import { Writable } from 'node:stream'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { collect, type Command, type CommandContext } from '#platform/http'
import { testDatabase, type TestDatabase } from '#test/database'
import { personAddCommand } from './people/person-add-command.ts'
import { personResetCommand } from './people/person-reset-command.ts'
import { readPersonByEmail } from './person-store.ts'
import { holderOfLink } from './sign-in/sign-in-link-store.ts'
import { tokenCreateCommand } from './sign-in/token-create-command.ts'
import { tokensOf } from './sign-in/token-store.ts'
import { stateBearer } from './state-asker.ts'

let database: TestDatabase
let printed: string
let said: string[]

beforeAll(async () => {
  database = await testDatabase()
})
beforeEach(() => {
  printed = ''
  said = []
})
afterAll(() => database.close())

const now = new Date()

function run(command: Command, ...words: readonly string[]) {
  const out = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      printed += chunk.toString()
      done()
    },
  })
  const context: CommandContext = {
    database: database.app,
    house: collect([]),
    present: () => now,
    out,
    say: line => said.push(line),
    progress: () => undefined,
    settings: { FOURFOLD_ADDRESS: 'https://fourfold.example/' },
  }
  return command.run(context, words)
}

const auditOf = async (event: string) => {
  const { rows } = await sql<{ actor: string; shown: string[]; details: unknown }>`
    select actor, shown, details from audit.entry where event = ${event} order by id`.execute(database.owner)
  return rows
}

const boss = ['boss@fourfold.example', '--organisation', 'fourfold administration', '--part', 'administrator'] as const

describe('person add', () => {
  it('adds the first administrator and prints the link alone', async () => {
    expect(await run(personAddCommand, ...boss, '--name', 'The Boss')).toBe(0)
    expect(printed).toMatch(/^https:\/\/fourfold\.example\/sign-in-link\/[\w-]{43}\n$/)
    const token = printed.trim().split('/').at(-1)!
    const holder = await database.app.transaction().execute(tx => holderOfLink(tx, token, now))
    expect(holder).toMatchObject({ email: 'boss@fourfold.example' })
    const person = await database.app.transaction().execute(tx => readPersonByEmail(tx, 'boss@fourfold.example'))
    expect(person).toMatchObject({ name: 'The Boss', parts: ['administrator'] })
    expect(await auditOf('person.added')).toEqual([
      { actor: 'system', shown: [`people:${person!.id}`], details: { parts: ['administrator'] } },
    ])
  })

  it('refuses the same email again', async () => {
    expect(await run(personAddCommand, ...boss)).toBe(2)
    expect(said).toEqual(['There is a person with this email address already'])
    expect(printed).toBe('')
  })

  it.each([
    [
      ['a@b.example', '--organisation', 'Nowhere', '--part', 'analyst'],
      'There is no organisation "Nowhere". These there are:',
    ],
    [
      ['a@b.example', '--organisation', 'HMICFRS', '--part', 'king'],
      'king is not a part for people of this kind of organisation (Inspectorate). Select from: inspector',
    ],
    [['a@b.example', '--organisation', 'HMICFRS'], 'Say which part, with --part PART: analyst, lead'],
    [['a@b.example', '--part', 'inspector'], 'Say of which organisation, with --organisation NAME.'],
    [['a@b.example', '--organisatoin', 'HMICFRS'], "Unknown option '--organisatoin'"],
    [['--organisation', 'HMICFRS', '--part', 'inspector'], 'Something is missing.'],
    [['a@b.example', 'c@d.example'], '"c@d.example" is one word too many.'],
  ])('refuses %j', async (words, line) => {
    expect(await run(personAddCommand, ...words)).toBe(2)
    expect(said[0]).toContain(line)
    expect(printed).toBe('')
  })

  it('lists the organisations there are', async () => {
    await run(personAddCommand, 'a@b.example', '--organisation', 'Nowhere', '--part', 'analyst')
    expect(said).toContain('  Cheshire Constabulary')
  })
})

describe('person reset', () => {
  it('prints a new link', async () => {
    expect(await run(personResetCommand, 'Boss@Fourfold.example')).toBe(0)
    expect(printed).toMatch(/^https:\/\/fourfold\.example\/sign-in-link\/[\w-]{43}\n$/)
    expect(await auditOf('person.reset')).toHaveLength(1)
  })

  it('refuses an unknown person and the system account', async () => {
    expect(await run(personResetCommand, 'nobody@b.example')).toBe(2)
    expect(await run(personResetCommand, 'system')).toBe(2)
    expect(said).toEqual([
      'There is no person with the email address nobody@b.example.',
      'There is no person with the email address system.',
    ])
  })
})

describe('token create', () => {
  const days = (count: number) => new Date(now.getTime() + count * 86_400_000)

  it('prints the token alone, good for 90 days', async () => {
    expect(await run(tokenCreateCommand, '--as', 'boss@fourfold.example')).toBe(0)
    expect(printed).toMatch(/^fourfold_[\w-]{43}\n$/)
    await database.app.transaction().execute(async tx => {
      const personId = (await stateBearer(tx, printed.trim(), now))?.actor.personId
      expect(personId).toBeDefined()
      expect(await tokensOf(tx, personId!, now)).toMatchObject([
        { name: 'Made on the command line', expiresAt: days(90) },
      ])
    })
  })

  it('takes a name and days', async () => {
    expect(await run(tokenCreateCommand, '--as', 'boss@fourfold.example', '--name', 'Nightly', '--days', '365')).toBe(0)
    await database.app.transaction().execute(async tx => {
      const personId = (await stateBearer(tx, printed.trim(), now))?.actor.personId
      expect(await tokensOf(tx, personId!, now)).toContainEqual(
        expect.objectContaining({ name: 'Nightly', expiresAt: days(365) }),
      )
    })
  })

  it.each([
    [['--scope', 'read'], 'read'],
    [[], 'write'],
  ])('may be for reading alone: %j', async (words, scope) => {
    expect(await run(tokenCreateCommand, '--as', 'boss@fourfold.example', ...words)).toBe(0)
    const read = await database.app.transaction().execute(tx => stateBearer(tx, printed.trim(), now))
    expect(read?.scope).toBe(scope)
  })

  it.each([
    [['--as', 'boss@fourfold.example', '--scope', 'all'], '--scope must be read or write.'],
    [[], 'Say for whom it speaks, with --as EMAIL.'],
    [['--as', 'boss@fourfold.example', '--days', '366'], '--days must be a whole number from 1 to 365.'],
    [['--as', 'boss@fourfold.example', '--days', 'ten'], '--days must be a whole number from 1 to 365.'],
    [['--as', 'nobody@b.example'], 'There is no person with the email address nobody@b.example, or they are disabled.'],
    [['--as', 'system'], 'There is no person with the email address system, or they are disabled.'],
  ])('refuses %j', async (words, line) => {
    expect(await run(tokenCreateCommand, ...words)).toBe(2)
    expect(said[0]).toBe(line)
    expect(printed).toBe('')
  })
})
