import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { personIdByEmail, stateActor } from '#modules/organisations'
import { threat } from '#modules/threats'
import { recordStates } from '#test/record-states'
import { type TestServer, testServer } from '#test/server'
import { type OversightFigure, oversightFigures } from './oversight-store.ts'

let site: TestServer

beforeAll(async () => {
  site = await testServer({ sample: true })
})
afterAll(() => site.close())

const july = new Date('2023-07-13T23:59:59.999Z')

describe('oversight', () => {
  it('sees figures of its area, and no way to a record', async () => {
    const mayor = await site.signIn('mayor@oversight.example')
    const { status, text } = await mayor.get('/glance?asAt=2023-01-04')
    expect(status).toBe(200)
    expect(text).toContain('North West at a glance')
    expect(text).toContain('938')
    expect(text).not.toMatch(/[A-Z]{3}-\d{5}|D-[A-Z]{3}-\d+/)
    expect(text).not.toMatch(/href="\/(threats|disruptions)/)
    for (const path of ['/threats', '/disruptions', '/threats/CHE-00001', '/extractions', '/extractions/new']) {
      expect([path, (await mayor.get(path)).status]).toEqual([path, 403])
    }
  })

  it('counts what people who see all but named records count', async () => {
    const figures = await figuresOf('mayor@oversight.example')
    const { rows } = await sql<{ tier: string; count: number }>`
      select tier, count(*) as count from threats.threat_state
      where recorded_from <= ${july} and ${july} < recorded_to and type = 'Tactical' and soc = 'SOC'
        and moderation_status = 'Moderated' and tier <> 'Tier 5' and phase not ilike '%closed%'
      group by tier order by tier`.execute(site.database.owner)
    expect(dimension(figures, 'threats', 'tier')).toEqual(rows.map(row => [row.tier, row.count]))
    expect(dimension(figures, 'threats', 'total')).toEqual([['', rows.reduce((sum, row) => sum + row.count, 0)]])
  })

  it('never has a figure under five, nor enough to work one out', async () => {
    let seen = 0
    for (const day of ['2020-01-31', '2020-03-31', '2021-07-31', '2021-12-31', '2023-01-04', '2023-07-13']) {
      const figures = await figuresOf('mayor@oversight.example', new Date(`${day}T23:59:59.999Z`))
      expect(figures.filter(one => one.figure !== null && one.figure < 5)).toEqual([])
      for (const { register, cells } of dimensionsOf(figures)) {
        const hidden = cells.filter(one => one.figure === null)
        const total = dimension(figures, register, 'total')[0]?.[1]
        if (hidden.length === 0 || total === null || total === undefined) continue
        seen += 1
        // Every dimension adds up to the total, so this is what those held back come to.
        const rest = total - cells.reduce((sum, one) => sum + (one.figure ?? 0), 0)
        expect([day, cells[0]?.dimension, hidden.length >= 2, rest >= 5]).toEqual([
          day,
          cells[0]?.dimension,
          true,
          true,
        ])
      }
    }
    expect(seen).toBeGreaterThan(5)
  })

  it('is for nobody else', async () => {
    for (const email of ['analyst@cheshire.example', 'inspector@hmicfrs.example', 'admin@fourfold.example', 'system']) {
      expect([email, await figuresOf(email)]).toEqual([email, []])
    }
  })

  it('counts records that only named people may see, and none that is in error', async () => {
    const before = dimension(await figuresOf('mayor@oversight.example', new Date()), 'threats', 'total')
    const { rows } = await sql<{ id: number }>`
      select id from organisations.organisation where name = 'Cheshire Constabulary'`.execute(site.database.owner)
    await recordStates(site.database.app, threat, [
      {
        recordedFrom: '2024-01-01T00:00:00Z',
        handling: 'Named',
        values: {
          reference: 'CHE-77777',
          owner_id: rows[0]!.id,
          name: 'Amber Heron',
          threat_type: 'Vulnerability',
          type: 'Tactical',
          soc: 'SOC',
          moderation_status: 'Moderated',
          tier: 'Tier 2',
          phase: 'Active',
          crime_category: 'Bribery and corruption',
        },
      },
    ])
    const after = dimension(await figuresOf('mayor@oversight.example', new Date()), 'threats', 'total')
    expect(after).toEqual([['', Number(before[0]?.[1]) + 1]])
    await sql`update threats.threat_state set in_error = 'Twice' where reference = 'CHE-77777'`.execute(
      site.database.owner,
    )
    expect(dimension(await figuresOf('mayor@oversight.example', new Date()), 'threats', 'total')).toEqual(before)
  })
})

async function figuresOf(email: string, instant = july): Promise<readonly OversightFigure[]> {
  return site.database.app.transaction().execute(async tx => {
    await stateActor(tx, (await personIdByEmail(tx, email))!, 'read')
    return oversightFigures(tx, instant)
  })
}

function dimension(figures: readonly OversightFigure[], register: string, name: string) {
  return figures
    .filter(one => one.register === register && one.dimension === name)
    .map(one => [one.label, one.figure] as const)
}

function dimensionsOf(figures: readonly OversightFigure[]) {
  const names = new Set(figures.filter(one => one.dimension !== 'total').map(one => `${one.register}|${one.dimension}`))
  return [...names].map(name => ({
    register: name.split('|')[0] ?? '',
    cells: figures.filter(one => `${one.register}|${one.dimension}` === name),
  }))
}
