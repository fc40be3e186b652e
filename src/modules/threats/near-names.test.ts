import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from 'kysely'
import { testServer, type TestServer } from '#test/server'

let site: TestServer
beforeAll(async () => {
  site = await testServer()
  await insertThreats(30_000)
})
afterAll(() => site.close())

describe('threats called nearly the same', () => {
  test('are found among thirty thousand by whoever may see them, five at most, the likest first', async () => {
    const found = await ask('analyst@cheshire.example', 'Quarry 12345 noorth')
    expect(found).toHaveLength(1)
    expect(found[0]).toMatchObject({ reference: 'T-12345', title: 'Quarry 12345 north' })
    expect(found[0]?.says).toBe('T-12345, vulnerability of Cheshire Constabulary')
    expect((await ask('analyst@cheshire.example', 'NORTH, quarry-12345'))[0]?.reference).toBe('T-12345')
    const falcons = await ask('analyst@cheshire.example', 'Falcon ridge')
    expect(falcons.map(one => one.reference)).toEqual(['F-3', 'F-4', 'F-2', 'F-5', 'F-6'])
    expect(await ask('analyst@cheshire.example', 'Nothing like it at all')).toEqual([])
    expect(await ask('analyst@cheshire.example', 'Quarry 12345 north', 'T-12345')).not.toContainEqual(
      expect.objectContaining({ reference: 'T-12345' }),
    )
  })

  test('tell nothing of those that are hidden', async () => {
    expect(await ask('analyst@lancashire.example', 'Hidden harbour')).toEqual([])
    expect((await ask('analyst@cheshire.example', 'Hidden harbor'))[0]?.reference).toBe('T-HIDDEN')
    const lancashire = await site.signIn('analyst@lancashire.example')
    const answers = {
      name: 'Hidden harbour',
      threatType: 'Vulnerability',
      crimeCategory: 'Drugs',
      phase: 'Active',
      type: 'Tactical',
      soc: 'SOC',
    }
    expect((await lancashire.post('/threats/new', { ...answers, handling: 'Region', _draft: '' })).status).toBe(303)
  })

  test('break on nothing that can be typed', async () => {
    for (const text of ['', ' ', '%', "' or 1=1 --", 'x'.repeat(5_000), '\u0000', '\u202E👩‍👩‍👧', '.*'])
      expect(await ask('analyst@cheshire.example', text)).toEqual([])
  })

  test.each(['inspector@hmicfrs.example', 'housing@council.example', 'mayor@oversight.example'])(
    'are not for %s',
    async email => {
      const visitor = await site.signIn(email)
      expect((await visitor.get('/threats/new/look-alikes?text=Quarry')).status).toBe(403)
    },
  )
})

async function ask(email: string, text: string, except?: string) {
  const visitor = await site.signIn(email)
  const query = new URLSearchParams({ text, ...(except === undefined ? {} : { except }) })
  const answer = await visitor.get(`/threats/new/look-alikes?${query.toString()}`)
  expect(answer.status).toBe(200)
  return (JSON.parse(answer.text) as { items: { reference: string; title: string; says: string }[] }).items
}

async function insertThreats(count: number): Promise<void> {
  await sql`
    with owner as (select id from organisations.organisation where name = 'Cheshire Constabulary'),
    named as (
      select 'T-' || n as reference, 'Quarry ' || n || ' north' as name, 'Region' as handling from generate_series(1, ${count}::integer) n
      union all select 'F-' || place, name, 'Region'
        from unnest(array['Falkon ridgez', 'Falcon ridges', 'Ridge, falcon', 'FALCON-RIDGE', 'Falcon ridgex', 'Falcon rridge', 'Falcon'])
          with ordinality as one (name, place)
      union all select 'T-HIDDEN', 'Hidden harbour', 'Organisation'),
    head as (
      insert into threats.threat (reference, owner_id, handling, audience_id)
      select reference, owner.id, handling, organisations.audience_for(handling, owner.id) from named, owner
      returning id, reference, owner_id, audience_id)
    insert into threats.threat_state (record_id, audience_id, recorded_from, entered_at, reference, owner_id, name, threat_type, type,
      soc, moderation_status, tier, phase, crime_category)
    select head.id, head.audience_id, now(), now(), head.reference, head.owner_id, named.name, 'Vulnerability', 'Tactical', 'SOC',
      'Moderated', 'Tier 2', 'Active', 'Drugs'
    from head join named using (reference)`.execute(site.database.owner)
}
