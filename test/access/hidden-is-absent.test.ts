import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { collect } from '#platform/http'
import { modules } from '../../src/app.ts'
import type { Answered } from '../server.ts'
import { accessScene, type Kind, outsiders, pastDay, readers, referenceOf, type Register, type Scene } from './scene.ts'

let scene: Scene

beforeAll(async () => {
  scene = await accessScene()
})
afterAll(() => scene.close())

const parts = ['', '/history', '?asAt=2022-06-01', '/history?asAt=2022-06-01', '?asAt=1950-01-01']
/** The addresses under a record that its register adds to those that every register has. */
const ownAddresses = (register: string, method: 'GET' | 'POST' | 'PATCH', area: 'page' | 'api') =>
  collect(modules)
    .routes.filter(
      route =>
        route.method === method &&
        route.area === area &&
        !/^\/(api\/v1\/)?[\w-]+\/:reference(\/(history|change|in-error|record-again))?$/.test(route.path),
    )
    .map(route => new RegExp(`^(?:/api/v1)?/${register}/:reference(/.+)$`).exec(route.path)?.[1] ?? '')
    .filter(rest => rest !== '')
    .map(rest => rest.replaceAll(/:\w+/g, '1'))
const ownPages = (register: string) => ownAddresses(register, 'GET', 'page')
const ownForms = (register: string) => ownAddresses(register, 'POST', 'page')

const pageOf = (register: string, reference: string) => [
  ...parts.map(part => `/${register}/${reference}${part}`),
  `/audit/${register}/${reference}`,
  `/handling/${register}/${reference}`,
  `/handling/${register}/${reference}/change`,
  `/handling/${register}/${reference}/share`,
  `/why/${register}/${reference}`,
  `/why/${register}/${reference}?person=analyst@cheshire.example`,
  `/${register}/${reference}/change`,
  `/${register}/${reference}/in-error`,
  ...ownPages(register).map(page => `/${register}/${reference}${page}`),
]
const formsOf = (register: string, reference: string) => [
  `/handling/${register}/${reference}/change`,
  `/handling/${register}/${reference}/share`,
  `/handling/${register}/${reference}/shares/1/end`,
  `/${register}/${reference}/change`,
  `/${register}/${reference}/in-error`,
  `/${register}/${reference}/record-again`,
  ...ownForms(register).map(form => `/${register}/${reference}${form}`),
]
const addressesOf = (register: string, reference: string) => [
  ...parts.map(part => `/api/v1/${register}/${reference}${part}`),
  `/api/v1/${register}/${reference}?reason=test`,
  ...ownAddresses(register, 'GET', 'api').map(rest => `/api/v1/${register}/${reference}${rest}?reason=test`),
]

/** Everyone who may not see a record of some kind, with that kind. */
const unseen: readonly (readonly [string, Kind])[] = [
  ['second@cheshire.example', 'NAMED'],
  ['analyst@lancashire.example', 'ORG'],
  ['rocta@nwrocu.example', 'NAMED'],
  ['analyst@westmidlands.example', 'REGION'],
  ['tasking@nca.example', 'ORG'],
  ['housing@council.example', 'SHARED'],
  ['partner@warrington.example', 'NOW'],
  ['inspector@hmicfrs.example', 'NAMED'],
]
const registers: readonly Register[] = ['threats', 'disruptions', 'plans', 'plan-aims', 'plan-actions']

describe.each(unseen.flatMap(([email, kind]) => registers.map(register => ({ email, kind, register }))))(
  '$kind of $register, to $email',
  ({ email, kind, register }) => {
    // As long as the absent one, so that no page differs by what was typed.
    const hidden = referenceOf(register, kind)
    const absent = `${hidden.slice(0, -1)}~`

    it('is answered as what is not there, to the byte, on pages', async () => {
      const visitor = scene.as(email)
      for (const [index, path] of pageOf(register, hidden).entries()) {
        const there = await visitor.get(path)
        expect([404, 403], path).toContain(there.status)
        expect(asSent(there), path).toEqual(asSent(await visitor.get(pageOf(register, absent)[index]!)))
      }
      expect((await visitor.get(`/${register}/${hidden}`)).status).toBe(404)
    })

    it('is answered so to forms', async () => {
      const visitor = scene.as(email)
      const fields = {
        handling: 'Shared',
        reason: 'A test',
        checked: 'yes',
        with: 'person',
        what: 'history',
        person: email,
        name: 'x',
        _version: 'x',
        supporting: 'Lancashire Constabulary',
      }
      for (const [index, path] of formsOf(register, hidden).entries()) {
        const there = await visitor.post(path, fields)
        expect([404, 403], path).toContain(there.status)
        expect(asSent(there), path).toEqual(asSent(await visitor.post(formsOf(register, absent)[index]!, fields)))
      }
    })

    it('is answered so to programs', async () => {
      const program = scene.program(email)
      for (const [index, path] of addressesOf(register, hidden).entries()) {
        const there = await program.get(path)
        expect(there.status, path).toBe(404)
        expect(asSent(there), path).toEqual(asSent(await program.get(addressesOf(register, absent)[index]!)))
      }
      for (const [method, act] of [
        ['PATCH', ''],
        ['POST', '/in-error'],
        ['POST', '/record-again'],
        ...ownAddresses(register, 'POST', 'api').map(rest => ['POST', rest] as const),
        ...ownAddresses(register, 'PATCH', 'api').map(rest => ['PATCH', rest] as const),
      ] as const) {
        for (const headers of [{}, { 'if-match': '"x"' }, { 'if-match': '*' }]) {
          const send = (reference: string) =>
            program.send(
              method,
              `/api/v1/${register}/${reference}${act}`,
              { reason: 'A test' },
              'application/json',
              headers,
            )
          const there = await send(hidden)
          // 400: what was sent is no such body, whatever it names.
          expect([400, 403, 404, 428], `${method} ${act}`).toContain(there.status)
          expect(asSent(there), `${method} ${act}`).toEqual(asSent(await send(absent)))
        }
      }
    })
  },
)

it('an address that no route serves is answered as a hidden record', async () => {
  const visitor = scene.as('analyst@lancashire.example')
  const unserved = await visitor.get('/threats/ACC-T-ORG/nothing/here')
  expect(asSent(unserved)).toEqual(asSent(await visitor.get('/threats/ACC-T-ORG')))
})

describe('a record shared from now on', () => {
  it.each(['tasking@nca.example', 'housing@council.example'])(
    'is, as at a day before, answered to %s as what is not there',
    async email => {
      for (const path of ['/threats/', '/api/v1/threats/']) {
        const from = path.startsWith('/api') ? scene.program(email) : scene.as(email)
        const hidden = await from.get(`${path}ACC-T-NOW?asAt=${pastDay}`)
        expect(hidden.status).toBe(404)
        expect(asSent(hidden)).toEqual(asSent(await from.get(`${path}ACC-T-NO~?asAt=${pastDay}`)))
      }
      expect((await scene.as(email).get('/threats/ACC-T-NOW')).status).toBe(200)
    },
  )
})

describe('whose part includes no record', () => {
  const paths = registers.flatMap(register => [
    `/${register}`,
    `/${register}.csv`,
    `/search?reference=${referenceOf(register, 'SHARED')}`,
    ...pageOf(register, referenceOf(register, 'SHARED')),
  ])

  it.each(outsiders)('%s is refused the same for what is there and what is not', async email => {
    for (const path of paths) {
      const there = await scene.as(email).get(path)
      expect(there.status, path).toBe(403)
      expect(there.text).not.toMatch(/Zebra/)
      expect(asSent(there), path).toEqual(asSent(await scene.as(email).get(path.replace('SHARED', 'NOTHERE'))))
    }
    for (const register of registers) {
      for (const path of [`/api/v1/${register}`, ...addressesOf(register, referenceOf(register, 'SHARED'))]) {
        const there = await scene.program(email).get(path)
        expect(there.status, path).toBe(403)
        expect(asSent(there)).toEqual(asSent(await scene.program(email).get(path.replace('SHARED', 'NOTHERE'))))
      }
    }
  })

  it('nobody signed in, and somebody disabled, are sent to sign in', async () => {
    for (const visitor of [scene.site.visitor(), scene.disabled]) {
      for (const path of paths) {
        const there = await visitor.get(path)
        expect(there.status, path).toBe(303)
        expect(there.headers['location']).toMatch(/^\/sign-in/)
        expect(there.text).toBe('')
      }
    }
    for (const program of [scene.site.program('no-token'), scene.disabledProgram]) {
      for (const path of ['/api/v1/threats', ...addressesOf('threats', 'ACC-T-SHARED')]) {
        const there = await program.get(path)
        expect(there.status, path).toBe(401)
        expect(asSent(there)).toEqual(asSent(await program.get(path.replace('SHARED', 'NOTHERE'))))
      }
    }
  })
})

it('every reader is told only of faults in what they typed, whatever is hidden from them', async () => {
  const wrong = [
    '/threats?recorded-from=ACC-T-NAMED',
    '/disruptions?recordDate-from=2015-03-99',
    '/threats?asAt=2999-01-01',
    '/threats?after=ACC-T-NAMED&sort=ACC-T-NAMED',
    '/threats?owner=ACC-T-NAMED&region=ACC-T-NAMED&tier=ACC-T-NAMED',
    '/audit/threats/ACC-T-NAMED?before=ACC-T-NAMED',
    '/audit/nothing/ACC-T-NAMED',
    '/api/v1/threats?limit=0',
    '/api/v1/threats?after=ACC-T-NAMED',
  ]
  for (const { email } of readers.filter(reader => !reader.today.includes('NAMED'))) {
    for (const path of wrong) {
      const from = path.startsWith('/api') ? scene.program(email) : scene.as(email)
      const { text } = await from.get(path)
      expect(text, `${path} ${email}`).not.toMatch(/Zebra\w+ NAMED/)
    }
  }
  expect(scene.site.faults).toEqual([])
})

/** All of an answer but what differs from one request to the next whoever asks for what. */
function asSent({ status, headers, text }: Answered) {
  const { date: _date, 'x-request-id': _id, 'set-cookie': _cookie, ...rest } = headers
  return { status, headers: rest, text }
}
