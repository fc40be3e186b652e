import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { samplePeople } from '#modules/organisations'
import { collect, route, type RouteFacts } from '#platform/http'
import type { Replica } from '#platform/replica'
import { sql } from 'kysely'
import { modules } from '../../src/app.ts'
import { addressesOf, type Targets, targetsFor } from '../journeys/addresses.ts'
import { type Answered, testServer, type TestServer } from '../server.ts'
import { replicaOfNoDelay } from '../still-replica.ts'

/** A fault that is planted, to show that it would be found: it says that it only reads, and writes. */
const writes = route({
  method: 'GET',
  path: '/planted/writes',
  area: 'page',
  permission: 'record.read',
  event: 'planted.viewed',
  summary: 'A planted fault',
  fromReplica: true,
  handle: async visit => {
    await sql`insert into platform.fact (name, value) values ('planted', 'fault')`.execute(visit.tx)
    return { kind: 'page', title: 'Planted', body: 'It wrote' }
  },
})

const { routes } = collect(modules)
const declared = routes.filter(({ fromReplica }) => fromReplica === true)
const nameOf = ({ method, path }: RouteFacts) => `${method} ${path}`

let site: TestServer
let replica: Replica
let targets: Targets
let visitor: Awaited<ReturnType<TestServer['signIn']>>
let program: ReturnType<TestServer['program']>

beforeAll(async () => {
  const planted = { name: 'planted', routes: [writes] }
  site = await testServer({
    sample: true,
    modules: [...modules, planted],
    replicaOf: async primary => (replica = await replicaOfNoDelay(primary)),
  })
  const person = samplePeople.find(({ email }) => email === 'analyst@cheshire.example')!
  targets = await targetsFor(site, person, new Set(['assessment.record', 'checks.read', 'extraction.run']))
  visitor = await site.signIn(person.email)
  program = site.program(await site.tokenOf(person.email))
})
afterAll(() => site.close())

describe('what may come from a replica', () => {
  /** Beside what shows records, figures or extractions: pages that are drawn from all of them. */
  const drawnFromAll = ['GET /', 'GET /my-actions', 'GET /work']
  const readingPermissions = ['record.read', 'record.export', 'figures.read', 'checks.read', 'extraction.run']
  const form = /^\/extractions\/new$/

  it('is all that shows records, figures and extractions, and nothing else', () => {
    const expected = routes.filter(
      ({ method, path, permission }) => method === 'GET' && readingPermissions.includes(permission) && !form.test(path),
    )
    expect(expected.length).toBeGreaterThan(50)
    expect(declared.map(nameOf).sort()).toEqual([...expected.map(nameOf), ...drawnFromAll].sort())
  })

  it.each(declared.map(one => [nameOf(one), one] as const))('only reads: %s', async (_name, one) => {
    for (const address of addressesAt(one)) {
      const before = replica.counted()
      const { status } = await get(one, address)
      expect([address, status]).toEqual([address, 200])
      expect([address, replica.counted()]).toEqual([address, { ...before, answers: before.answers + 1 }])
    }
  })

  it('what writes all the same is answered by the primary, and would be noticed here', async () => {
    const before = replica.counted()
    const { status, text } = await get(writes, writes.path)
    expect(status).toBe(200)
    expect(text).toContain('It wrote')
    expect(replica.counted()).toEqual({ ...before, passedOn: before.passedOn + 1 })
    expect(replica.isInUse()).toBe(true)
  })
})

const get = ({ area }: RouteFacts, address: string): Promise<Answered> =>
  area === 'api' ? program.get(address) : visitor.get(address)

function addressesAt({ area, path }: RouteFacts): readonly string[] {
  if (area === 'page') return addressesOf[path]?.(targets) ?? []
  const [a, b] = targets.extractions
  const query = path.endsWith('/compare') ? `?a=${a}&b=${b}` : path.endsWith('/rows') ? '?format=csv' : ''
  const reference = referenceIn[/^\/api\/v1\/([a-z-]+)/.exec(path)?.[1] ?? '']
  return [path.replace(':reference', reference?.() ?? '').replace(':id', a ?? '') + query]
}

const referenceIn: Readonly<Record<string, () => string>> = {
  threats: () => targets.threat,
  disruptions: () => targets.disruption,
  plans: () => targets.plan,
  'plan-aims': () => targets.planAim,
  'plan-actions': () => targets.planAction,
  assessments: () => targets.assessment,
}
