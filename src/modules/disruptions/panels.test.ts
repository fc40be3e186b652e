import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { threat } from '#modules/threats'
import { actingFor, takeRows } from '../../../test/sightings.ts'
import { testServer, type TestServer, type Visitor } from '../../../test/server.ts'
import { disruptionRow, threatRow } from '../../../test/threat-rows.ts'
import { disruption } from './disruption.ts'

let site: TestServer
let analyst: Visitor

beforeAll(async () => {
  site = await testServer()
  const { rows } = await sql<{ id: number }>`select id from organisations.person where email = 'system'`.execute(
    site.database.owner,
  )
  const system = rows[0]?.id ?? 0
  const many = Array.from({ length: 12 }, (_, index) =>
    disruptionRow(`P-${index + 10}`, { recordDate: `2022-01-${index + 10}` }),
  )
  await actingFor(site.database.app, system, 'import', tx =>
    takeRows(tx, threat, [threatRow('T-1'), threatRow('T-2')], system),
  )
  await actingFor(site.database.app, system, 'import', tx =>
    takeRows(
      tx,
      disruption,
      [
        ...many,
        disruptionRow('V-1', { fourP: 'Prevent', recordDate: '2022-02-28' }, { at: '2022-06-01T00:00:00Z' }),
        disruptionRow('V-2', { fourP: 'Prepare', title: 'Only for some' }, { handling: 'Named' }),
        disruptionRow('L-1', { threatReference: 'T-9', eventReference: null, title: 'The lead' }),
        disruptionRow('S-1', {
          threatReference: 'T-9',
          eventReference: 'L-1',
          disruptionType: 'Support Disruption',
          leadOrganisation: 'Merseyside Police',
          supportedOrganisation: 'Cheshire Constabulary',
        }),
        disruptionRow('S-2', { threatReference: 'T-9', eventReference: 'L-1', disruptionType: 'Support Disruption' }),
      ],
      system,
    ),
  )
  analyst = await site.signIn('analyst@cheshire.example')
})
afterAll(() => site.close())

describe('a threat’s disruptions', () => {
  it('are counted by P, each count opening the list that has as many', async () => {
    const { text } = await analyst.get('/threats/T-1')
    expect(words(text)).toMatch(/Pursue 12 Prevent 1 Protect 0 Prepare 1/)
    for (const [fourP, count] of [
      ['Pursue', 12],
      ['Prevent', 1],
    ] as const) {
      expect(text).toContain(`href="/disruptions?threatReference=T-1&amp;fourP=${fourP}"`)
      const list = await analyst.get(`/disruptions?threatReference=T-1&fourP=${fourP}`)
      expect(words(list.text)).toContain(`${count} disruption`)
    }
    expect(text).toContain('See all 14 in the list')
  })

  it('are the latest ten by the day of the event', async () => {
    const { text } = await analyst.get('/threats/T-1')
    const references = [...text.matchAll(/href="\/disruptions\/(?!new)([^"]+)"/g)].map(([, reference]) => reference)
    expect(references).toHaveLength(10)
    expect(references.slice(0, 3)).toEqual(['V-1', 'V-2', 'P-21'])
  })

  it('show no more than the reference of one whose handling demands a reason, until it is given', async () => {
    const { text } = await analyst.get('/threats/T-1')
    expect(text).toContain('V-2')
    expect(text).not.toContain('Only for some')
    const person = await site.signIn('analyst@cheshire.example')
    await person.post('/reason', { reason: 'Review', return: '/threats/T-1' })
    expect((await person.get('/threats/T-1')).text).toContain('Only for some')
  })

  it('are those known at the moment asked', async () => {
    const { text } = await analyst.get('/threats/T-1?asAt=2022-05-31')
    expect(words(text)).toMatch(/Pursue 12 Prevent 0 Protect 0 Prepare 1/)
    expect(text).toContain('fourP=Pursue&amp;asAt=2022-05-31')
    expect((await analyst.get('/threats/T-2')).text).toContain('None that you may see names this threat')
  })

  it('are in the audit entry of the page', async () => {
    await analyst.get('/threats/T-1')
    const { rows } = await sql<{ shown: string[] }>`select shown from audit.entry order by id desc limit 1`.execute(
      site.database.owner,
    )
    expect(rows[0]?.shown).toContain('threats:T-1')
    expect(rows[0]?.shown).toContain('disruptions:V-1')
    expect(rows[0]?.shown).toHaveLength(11)
  })
})

describe('the list of disruptions', () => {
  it.each([
    ['counted=yes', 15],
    ['counted=no', 0],
    ['lateness=0-7', 0],
    ['lateness=29-90&lateness=8-28', 16],
    ['lateness=91-', 1],
    ['lateness=never', 0],
    ['recordDate-from=21/1/2022&recordDate-to=2022-02-01', 5],
  ])('is narrowed by %s', async (query, count) => {
    expect(words((await analyst.get(`/disruptions?${query}`)).text)).toContain(` ${count} disruptions `)
  })
})

describe('the other sides of an event', () => {
  it('are shown from each side', async () => {
    const sides = async (reference: string) => {
      const { text } = await analyst.get(`/disruptions/${reference}`)
      return [...(text.split('The same event')[1]?.matchAll(/href="\/disruptions\/([^"/]+)"/g) ?? [])].map(
        ([, one]) => one,
      )
    }
    expect(await sides('L-1')).toEqual(['S-1', 'S-2'])
    expect(await sides('S-1')).toEqual(['L-1', 'S-2'])
    expect((await analyst.get('/disruptions/V-1')).text).not.toContain('The same event')
  })
})

function words(html: string): string {
  return html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')
}
