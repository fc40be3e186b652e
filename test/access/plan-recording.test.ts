import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accessScene, kinds, readers, referenceOf, referencesIn, type Scene } from './scene.ts'

let scene: Scene

beforeAll(async () => {
  scene = await accessScene()
}, 240_000)
afterAll(() => scene.close())

const owner = 'analyst@cheshire.example'
const writers = readers.filter(({ email }) => /^(analyst|second|lro|rocta)@/.test(email))
const workers = readers.filter(({ email }) => !/^inspector@|@cheshire\./.test(email))
/** As long as the hidden one, so that no answer differs by what was typed. */
const absentFor = (reference: string) => `${reference.slice(0, -1)}~`

/** Sends the same with what is hidden and with what is not there, and expects the same answer but for the name that was typed. */
async function sameFor(hidden: string, send: (reference: string) => Promise<{ status: number; text: string }>) {
  const absent = absentFor(hidden)
  const [there, not] = [await send(hidden), await send(absent)]
  expect(there.status).toBeGreaterThanOrEqual(400)
  expect(there.status).toBeLessThan(500)
  expect([there.status, there.text.replaceAll(hidden, absent)]).toEqual([not.status, not.text])
  expect(there.text).not.toMatch(/Zebra/)
}

describe.each(writers)('recording, as $email', ({ email, today }) => {
  const hidden = kinds.filter(kind => !today.includes(kind))
  const send = (path: string, body: object) => scene.program(email).send('POST', `/api/v1${path}`, body)

  it('opens no plan against a hidden threat, nor is told of one', async () => {
    for (const kind of hidden) {
      await sameFor(referenceOf('threats', kind), threat => send('/plans', { threat }))
      const page = await scene.as(email).get(`/plans/new?threat=${referenceOf('threats', kind)}`)
      expect(page.text).not.toMatch(/Zebra\w+ /)
      const other = await scene.as(email).get(`/plans/new?threat=${absentFor(referenceOf('threats', kind))}`)
      expect(page.status).toBe(other.status)
    }
  })

  it('is told of a plan against the same threat only when they see it', async () => {
    if (!today.includes('SHARED')) return
    const { status, text } = await send('/plans', { threat: 'ACC-T-SHARED' })
    expect(status).toBe(400)
    const told = referencesIn(text, 'plans')
    expect(told).toHaveLength(1)
    expect(today.map(kind => referenceOf('plans', kind))).toEqual(expect.arrayContaining([...told]))
  })

  it('adds no aim and no action to a hidden plan', async () => {
    expect(hidden.length + today.length).toBe(kinds.length)
    for (const kind of hidden) {
      const plan = referenceOf('plans', kind)
      for (const body of [{ p: 'Prevent', text: 'Visit the landlords' }, {}]) {
        await sameFor(plan, reference => send('/plan-aims', { plan: reference, ...body }))
        await sameFor(plan, reference => send('/plan-actions', { plan: reference, ...body }))
        await sameFor(plan, reference => send(`/plans/${reference}/aims`, body))
        await sameFor(plan, reference => send(`/plans/${reference}/actions`, body))
      }
      for (const part of ['plan-aims', 'plan-actions']) {
        await sameFor(plan, reference => scene.as(email).get(`/${part}/new?plan=${reference}`))
        await sameFor(plan, reference =>
          scene.as(email).post(`/${part}/new?plan=${reference}`, { plan: reference, p: 'Prevent', text: 'x' }),
        )
      }
    }
  })

  it('gives no action a hidden aim, nor one of another plan', async () => {
    if (!email.endsWith('@cheshire.example')) return
    const body = { p: 'Prevent', text: 'Visit the landlords', person: owner }
    const named = (aim: string) => send('/plans/ACC-P-SHARED/actions', { ...body, aim })
    for (const kind of [...hidden, 'REGION']) await sameFor(referenceOf('plan-aims', kind), named)
    const made = await named('ACC-M-SHARED')
    expect(`${made.status} ${made.status === 201 ? '' : made.text}`).toBe('201 ')
    const { reference } = JSON.parse(made.text) as { readonly reference: string }
    const etag = { 'if-match': String(made.headers['etag']) }
    const patch = (change: object) =>
      scene.program(email).send('PATCH', `/api/v1/plan-actions/${reference}`, change, 'application/json', etag)
    for (const plan of ['ACC-P-REGION', 'ACC-P-NAMED', 'ACC-P-NOTHERE']) {
      const { status, text } = await patch({ plan })
      expect(status, text).toBe(400)
    }
    await sameFor('ACC-M-NAMED', aim => patch({ aim }))
  })
})

describe.each(workers)('a plan of others, as $email', ({ email, today }) => {
  it('is changed by no form and no program', async () => {
    for (const kind of today) {
      for (const register of ['plans', 'plan-aims', 'plan-actions'] as const) {
        const reference = referenceOf(register, kind)
        const { headers } = await scene.program(email).get(`/api/v1/${register}/${reference}?reason=test`)
        const etag = { 'if-match': String(headers['etag']) }
        const field = register === 'plans' ? 'objective' : 'text'
        const changed = await scene
          .program(email)
          .send('PATCH', `/api/v1/${register}/${reference}`, { [field]: 'Theirs' }, 'application/json', etag)
        expect(changed.status, changed.text).toBe(403)
        const posted = await scene
          .as(email)
          .post(`/${register}/${reference}/change`, { [field]: 'Theirs', _version: 'x' })
        expect([403, 409]).toContain(posted.status)
      }
      for (const part of ['aims', 'actions']) {
        const body = { p: 'Prevent', text: 'Visit the landlords' }
        const plan = referenceOf('plans', kind)
        const added = await scene.program(email).send('POST', `/api/v1/plans/${plan}/${part}`, body)
        expect(added.status, added.text).toBe(403)
      }
    }
    const history = await scene.program(owner).get('/api/v1/plans/ACC-P-SHARED/history?reason=test')
    expect(history.text).not.toContain('Theirs')
  })
})

it('nothing of it was a fault of ours', () => {
  expect(scene.site.faults).toEqual([])
})
