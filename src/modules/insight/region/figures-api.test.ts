import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FourP, fourPs } from '#modules/disruptions'
import { type Program, type TestServer, testServer } from '#test/server'
import { type Figures, figuresApi } from './figures-api.ts'

let site: TestServer
let inspector: Program

beforeAll(async () => {
  site = await testServer({ sample: true })
  inspector = site.program(await site.tokenOf('inspector@hmicfrs.example'))
})
afterAll(() => site.close())

const address = figuresApi.path
const of2022 = `${address}?from=2022-01-01&to=2022-12-31&asAt=2023-07-13`

async function figuresAt(path: string, program = inspector): Promise<Figures> {
  const { status, text } = await program.get(path)
  expect([path, status, text.slice(0, 200)]).toEqual([path, 200, expect.any(String)])
  return JSON.parse(text) as Figures
}

describe('figures of disruptions', () => {
  it('are the published ones of the region, by organisation, month and P, as known on a day', async () => {
    const { total, figures, ...asked } = await figuresAt(`${of2022}&region=North+West`)
    expect(asked).toEqual({ asAt: '2023-07-13', from: '2022-01-01', to: '2022-12-31', region: 'North West' })
    const cheshire = figures.filter(({ organisation }) => organisation === 'Cheshire Constabulary')
    expect([sum(cheshire), sum(cheshire, ['Pursue'])]).toEqual([373, 312])
    expect(total).toBe(sum(figures))
  })

  it('are each the count of the list behind it', async () => {
    const { figures } = await figuresAt(of2022)
    const some = figures.filter((_, index) => index % 20 === 0)
    expect(some.length).toBeGreaterThan(3)
    for (const [index, { organisation, month, ...counts }] of some.entries()) {
      const fourP = fourPs[index % fourPs.length] ?? 'Pursue'
      const days = `recordDate-from=${month}-01&recordDate-to=${lastDayOf(month)}`
      const lead = `leadOrganisation=${encodeURIComponent(organisation)}`
      const list = `/api/v1/disruptions?counted=yes&${days}&${lead}&fourP=${fourP}&asAt=2023-07-13`
      expect([list, JSON.parse((await inspector.get(list)).text).total]).toEqual([list, counts[fourP]])
    }
  })

  it('are of every region and of the last twelve full months where nothing else is asked', async () => {
    const [all, region] = [await figuresAt(of2022), await figuresAt(`${of2022}&region=North+West`)]
    expect([all.region, all.figures]).toEqual([null, region.figures])
    const { from, to } = await figuresAt(`${address}?asAt=2023-07-13`)
    expect([from, to]).toEqual(['2022-07-01', '2023-06-30'])
    expect((await figuresAt(address)).asAt).toBeNull()
  })

  it('are of what the asker may see', async () => {
    const nca = site.program(await site.tokenOf('tasking@nca.example'))
    expect(await figuresAt(of2022, nca)).toMatchObject({ total: 0, figures: [] })
  })

  it('leave out what was recorded after the day', async () => {
    const [then, later] = [`${address}?from=2022-01-01&to=2022-12-31&asAt=2023-01-04`, of2022]
    expect((await figuresAt(then)).total).toBeLessThan((await figuresAt(later)).total)
  })

  it.each([
    ['from=2022-02-30&to=2022-12-31', 'from: Enter the first day'],
    ['from=2022-12-31&to=2022-01-01', 'to: Enter a last day that is not before the first'],
    ['from=2000-01-01&to=2022-12-31', 'to: Enter days that span at most 36 months'],
    ['region=Middle', 'region: \\"Middle\\" is no region'],
    ['asAt=yesterday', 'is not a day'],
  ])('are refused where %s is asked, which is named', async (query, says) => {
    const { status, text } = await inspector.get(`${address}?${query}`)
    expect([status, text]).toEqual([400, expect.stringContaining(says)])
  })

  it.each([
    ['mayor@oversight.example', 'Those of oversight are on its page'],
    ['housing@council.example', ''],
  ])('are not for %s', async (email, says) => {
    const { status, text } = await site.program(await site.tokenOf(email)).get(of2022)
    expect([status, text]).toEqual([403, expect.stringContaining(says)])
  })
})

function sum(figures: Figures['figures'], some: readonly FourP[] = fourPs): number {
  return figures.reduce((all, counts) => all + some.reduce((part, fourP) => part + counts[fourP], 0), 0)
}

function lastDayOf(month: string): string {
  const [year = 0, index = 0] = month.split('-').map(Number)
  return new Date(Date.UTC(year, index, 0)).toISOString().slice(0, 10)
}
