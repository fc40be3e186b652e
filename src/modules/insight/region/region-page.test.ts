import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestServer, testServer, type Visitor } from '#test/server'

let site: TestServer

beforeAll(async () => {
  site = await testServer({ sample: true })
})
afterAll(() => site.close())

const day = 'asAt=2023-07-13'

describe('the region at a glance', () => {
  it('shows the published figures of the region, as known on a day', async () => {
    const person = await site.signIn('rocta@nwrocu.example')
    const { status, text } = await person.get('/glance?asAt=2023-01-04')
    expect(status).toBe(200)
    expect(text).toContain('North West at a glance')
    expect(text).toContain('As known at the end of 4 January 2023')
    expect(numbersOf(text).get('/threats?live=yes&region=North+West&asAt=2023-01-04')).toEqual(['938'])
    const cheshire = '/threats?live=yes&owner=Cheshire+Constabulary&asAt=2023-01-04'
    expect(numbersOf(text).get(cheshire)).toEqual(['118'])
    const july = await person.get(`/glance?from=2022-01-01&to=2022-12-31&${day}`)
    const led = `leadOrganisation=Cheshire+Constabulary&${day}`
    const days = 'recordDate-from=2022-01-01&recordDate-to=2022-12-31'
    expect(numbersOf(july.text).get(`/disruptions?counted=yes&${days}&${led}`)).toEqual(['373', '373'])
    expect(july.text).toContain('84%')
  })

  it('each number is the count of the list it opens', async () => {
    const person = await site.signIn('inspector@hmicfrs.example')
    const { text } = await person.get(`/glance?region=North+West&from=2022-10-01&to=2022-12-31&${day}`)
    const numbers = numbersOf(text)
    expect(numbers.size).toBeGreaterThan(100)
    for (const [address, [number]] of numbers) {
      expect([address, await countAt(person, address)]).toEqual([address, number])
    }
  }, 120_000)

  it('each number is the same for someone who may see less', async () => {
    const person = await site.signIn('analyst@cheshire.example')
    const { text } = await person.get(`/glance?region=all&from=2022-12-01&to=2022-12-31&${day}`)
    for (const [address, [number]] of [...numbersOf(text)].slice(0, 25)) {
      expect([address, await countAt(person, address)]).toEqual([address, number])
    }
  }, 120_000)

  it('shows nothing to those of another region, and says so', async () => {
    const person = await site.signIn('tasking@nca.example')
    const { text } = await person.get(`/glance?${day}`)
    expect(text).toContain('Every region at a glance')
    expect(
      numbersOf(text).get(`/disruptions?counted=yes&recordDate-from=2022-07-01&recordDate-to=2023-06-30&${day}`),
    ).toEqual(['0'])
  })

  it('shows the twelve months up to the latest disruption when the last ones have none, and says so', async () => {
    const person = await site.signIn('analyst@cheshire.example')
    // Since then the sample has disruptions against its plans.
    const { text } = await person.get('/glance?asAt=2025-01-01')
    expect(text).toContain('No lead disruption is recorded after 13 July 2023')
    expect(text).toContain('value="2022-08-01"')
    expect(text).toContain('value="2023-07-31"')
    const asked = await person.get('/glance?from=2024-01-01&to=2024-12-31&asAt=2025-01-01')
    expect(asked.text).not.toContain('No lead disruption is recorded after')
    expect(asked.text).toContain('value="2024-01-01"')
  })

  it('keeps days that are none, and says what to enter', async () => {
    const person = await site.signIn('analyst@cheshire.example')
    const { status, text } = await person.get('/glance?from=2022-02-30&to=2022-12-31')
    expect(status).toBe(400)
    expect(text).toContain('Enter the first day')
    expect(text).toContain('value="2022-02-30"')
  })
})

describe('figures as known now', () => {
  const address = '/glance?region=North+West&from=2022-01-01&to=2022-12-31'
  const numberOf = async (person: Visitor) =>
    numbersOf((await person.get(address)).text).get('/threats?live=yes&region=North+West')?.[0]

  it('are those of a moment ago for who saw them, until they change something, and new for who did not', async () => {
    const [one, another] = [await site.signIn('rocta@nwrocu.example'), await site.signIn('analyst@cheshire.example')]
    const before = Number(await numberOf(one))
    await site.database.owner.executeQuery(
      sql`update threats.threat_state set phase = 'Closed' where id = (
        select id from threats.threat_state where recorded_to = 'infinity' and in_error is null and type = 'Tactical'
          and moderation_status = 'Moderated' and soc = 'SOC' and tier = 'Tier 1' and phase = 'Active'
          and owner_id = (select id from organisations.organisation where name = 'Cheshire Constabulary') limit 1)`.compile(
        site.database.owner,
      ),
    )
    expect([await numberOf(one), await numberOf(another)]).toEqual([String(before), String(before - 1)])
    await one.post('/as-at/today')
    expect(await numberOf(one)).toBe(String(before - 1))
  })
})

describe('who has no figures', () => {
  it('is sent to the first page that is theirs', async () => {
    const partner = await (await site.signIn('housing@council.example')).get('/')
    // Their actions and plans wait for them there.
    expect(partner.status).toBe(200)
    expect(partner.text).toContain('<title>My work')
    const administrator = await (await site.signIn('admin@fourfold.example')).get('/')
    expect([administrator.status, administrator.headers['location']]).toEqual([303, '/people'])
  })

  it('is sent to sign in first', async () => {
    const answered = await site.visitor().get('/')
    expect([answered.status, answered.headers['location']]).toEqual([303, '/sign-in'])
  })
})

/** The numbers of a page by the address they open, in order. */
function numbersOf(html: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  for (const [, href = '', number = ''] of html.matchAll(
    /<a class="[^"]*" href="(\/(?:threats|disruptions)\?[^"]+)">([\d,]+)</g,
  )) {
    const address = href.replaceAll('&amp;', '&')
    found.set(address, [...(found.get(address) ?? []), number])
  }
  return found
}

/** The count in the heading of a list. */
async function countAt(person: Visitor, address: string): Promise<string | undefined> {
  const { text } = await person.get(address)
  return /<h1[^>]*><bdi>([\d,]+|No) (?:threat|disruption)s?</.exec(text)?.[1]?.replace('No', '0')
}
