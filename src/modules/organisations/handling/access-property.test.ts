import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { threat } from '#modules/threats'
import { type Handling, handlings, settleRecords } from '#platform/record'
import { type Scene, sceneOf } from '#test/access-scene'
import { type TestDatabase, testDatabase } from '#test/database'
import { explainAccess } from './explain-access.ts'
import { groundsIn, organisationToday, standingOf, whoSees } from './access-store.ts'
import { readHolding } from './handling-store.ts'

/** Organisations of two regions, of none, and of kinds that read nothing by themselves. */
const organisations = [
  { name: 'Cheshire Constabulary', region: 'North West', parts: ['analyst', 'offender manager', 'administrator'] },
  { name: 'Lancashire Constabulary', region: 'North West', parts: ['lead responsible officer', 'moderator'] },
  { name: 'Durham Constabulary', region: 'North East', parts: ['analyst', 'tasking manager'] },
  { name: 'National Crime Agency', region: undefined, parts: ['tasking manager'] },
  { name: 'A council', region: undefined, parts: ['partner'] },
  { name: 'HMICFRS', region: undefined, parts: ['inspector'] },
  { name: 'Mayoral oversight', region: undefined, parts: ['oversight'] },
  { name: 'Fourfold administration', region: undefined, parts: ['administrator'] },
] as const

const lawEnforcement = organisations.slice(0, 4).map(one => one.name) as readonly string[]
const readers = ['analyst', 'lead responsible officer', 'moderator', 'tasking manager', 'offender manager']

interface Someone {
  readonly email: string
  readonly organisation: (typeof organisations)[number]
  readonly part: string
}

const people: readonly Someone[] = organisations.flatMap((organisation, index) =>
  organisation.parts.map(part => ({ email: `${part.replaceAll(' ', '-')}-${index}@x.example`, organisation, part })),
)

interface Shared {
  readonly handling: Handling
  readonly owner: (typeof organisations)[number]
  readonly withOrganisations: readonly (typeof organisations)[number][]
  readonly withPeople: readonly Someone[]
}

/** The rule in plain words (issue 2, "Access, from the first migration"), to hold the database to. */
function maySee(person: Someone, record: Shared): boolean {
  const reads = lawEnforcement.includes(person.organisation.name) && readers.includes(person.part)
  const partner = person.part === 'partner'
  const inspector = person.part === 'inspector'
  if (record.withPeople.includes(person) && (reads || partner || inspector)) return true
  if (record.withOrganisations.includes(person.organisation) && (reads || partner)) return true
  return inspector ? record.handling !== 'Named' : reads && handlingShows(person, record)
}

function handlingShows({ organisation }: Someone, { handling, owner, withPeople }: Shared): boolean {
  const owns = organisation === owner
  switch (handling) {
    case 'Shared':
      return true
    case 'Region':
      return owns || (owner.region !== undefined && organisation.region === owner.region)
    case 'Organisation':
      return owns
    case 'Named':
      return owns && withPeople.length === 0
  }
}

let database: TestDatabase
let scene: Scene
let next = 0

beforeAll(async () => {
  database = await testDatabase()
  scene = sceneOf(database)
  await scene.asOwner(tx =>
    sql`insert into organisations.organisation (name, kind) values ('A council', 'Partner')`.execute(tx),
  )
  for (const { email, organisation, part } of people) await scene.addPerson(email, organisation.name, part)
})
afterAll(() => database.close())

async function makeRecord(record: Shared): Promise<string> {
  const reference = `P-${++next}`
  await scene.addThreat(reference, record.owner.name, '2022-01-01T00:00:00Z')
  const organisationIds = await Promise.all(record.withOrganisations.map(one => scene.organisationId(one.name)))
  const personIds = await Promise.all(record.withPeople.map(one => scene.personId(one.email)))
  const sharedBy = await scene.personId('analyst-0@x.example')
  await scene.asOwner(async tx => {
    await sql`
      insert into organisations.handling_stated (register, reference, stated_at, handling, entered_at)
      values ('threats', ${reference}, now(), ${record.handling}, now())`.execute(tx)
    await sql`
      insert into organisations.share
        (register, reference, organisation_id, person_id, with_history, from_at, shared_by)
      select 'threats', ${reference}, organisation_id, person_id, true, now(), ${sharedBy}
      from (select unnest(${organisationIds}::integer[]), null::integer union all
            select null::integer, unnest(${personIds}::integer[])) target (organisation_id, person_id)`.execute(tx)
    await settleRecords(tx, threat, [reference])
  })
  return reference
}

const sharedRecords: fc.Arbitrary<Shared> = fc.record({
  handling: fc.constantFrom(...handlings),
  owner: fc.constantFrom(...organisations.slice(0, 4)),
  withOrganisations: fc.uniqueArray(fc.constantFrom(...organisations), { maxLength: 2 }),
  withPeople: fc.uniqueArray(fc.constantFrom(...people), { maxLength: 3 }),
})

test('row-level security, the grounds, their explanation and the rule agree on who sees what', async () => {
  await fc.assert(
    fc.asyncProperty(sharedRecords, async record => {
      const reference = await makeRecord(record)
      const holding = await scene.asOwner(tx => readHolding(tx, threat, reference))
      if (holding === undefined) throw new Error('The record is not there.')
      const seers = await scene.asOwner(tx => whoSees(tx, holding.audienceId))
      for (const person of people) {
        const shown = (await scene.statesSeen(person.email, reference)) > 0
        const explained = await scene.asOwner(async tx => {
          const standing = await standingOf(tx, person.email)
          if (standing === undefined) throw new Error('The person is not there.')
          const grounds = await groundsIn(tx, standing.personId, holding.audienceId)
          const owner = await organisationToday(tx, holding.ownerId)
          const [answer, ...why] = explainAccess({ person: standing, holding, owner, grounds })
          return { grounds: grounds.length > 0, answer: answer?.startsWith('Yes,'), why: why.length > 0 }
        })
        const wanted = maySee(person, record)
        expect({ person, record, shown, ...explained }).toEqual({
          person,
          record,
          shown: wanted,
          grounds: wanted,
          answer: wanted,
          why: true,
        })
      }
      const counted = seers.map(one => [one.organisation, one.people] as const)
      const expected = organisations
        .map(one => [one.name, people.filter(p => p.organisation === one && maySee(p, record)).length] as const)
        .filter(([, count]) => count > 0)
      expect(Object.fromEntries(counted)).toEqual(Object.fromEntries(expected))
    }),
    { numRuns: 20 },
  )
}, 240_000)
