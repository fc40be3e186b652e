import type { Asker } from '../people.ts'
import type { Scene } from '../scene.ts'
import type { WrkRequest } from '../wrk-script.ts'

/** A request for each of some live threats of the scene's force. */
export async function threatReads(scene: Scene, count: number): Promise<readonly WrkRequest[]> {
  const { rows } = await scene.client.query<{ reference: string }>(
    `select t.reference from threats.threat t join threats.threat_state s on s.record_id = t.id and s.recorded_to = 'infinity'
     where t.owner_id = (select organisation_id from organisations.person where email = $1) and s.in_error is null
       and t.handling in ('Region', 'Organisation', 'Shared')
     order by md5(t.reference) limit $2`,
    [scene.askers.force.email, count],
  )
  return asProgram(
    scene.askers.force,
    rows.map(({ reference }) => `/api/v1/threats/${encodeURIComponent(reference)}`),
  )
}

/** Lists as analysts ask for them: narrowed by one field or several, by name, by region, in the usual order and in others. */
export const threatLists: readonly string[] = [
  'tier=Tier+1&tier=Tier+2',
  'tier=Tier+1&phase=Active&sort=name',
  'threatType=Organised+crime+group&moderationStatus=Moderated',
  'crimeCategory=Drugs&sort=name&order=desc',
  'crimeCategory=Firearms&tier=Tier+1',
  'phase=Active&soc=SOC&type=Tactical&sort=tier',
  'live=yes&crimeCategory=Fraud',
  'region=North+West&tier=Tier+3',
]

/** The same of disruptions. */
export const disruptionLists: readonly string[] = [
  'fourP=Prevent',
  'assessmentCategory=Major&sort=title',
  'recordDate-from=2024-01-01&recordDate-to=2024-12-31',
  'counted=yes&region=North+West',
]

/** A program's token alone. */
export function bearerOf({ token }: Asker): string {
  return (token['authorization'] ?? '').replace('Bearer ', '')
}

/** Addresses asked for by a program. */
export function asProgram(asker: Asker, paths: readonly string[]): readonly WrkRequest[] {
  return paths.map(path => ({ path, headers: asker.token }))
}

/** Addresses asked for by a person at their browser. */
export function asPerson(asker: Asker, paths: readonly string[]): readonly WrkRequest[] {
  return paths.map(path => ({ path, headers: { ...asker.session, accept: 'text/html' } }))
}

/** A day a year ago: half of what is known now was not known then. */
export function pastDay(): string {
  const today = new Date()
  return new Date(Date.UTC(today.getUTCFullYear() - 1, today.getUTCMonth(), today.getUTCDate()))
    .toISOString()
    .slice(0, 10)
}

/** The last calendar year that was over on a past day, as at that day, as it stands in addresses. */
function yearAsAt(): string {
  const day = pastDay()
  const year = Number(day.slice(0, 4)) - 1
  return `from=${year}-01-01&to=${year}-12-31&asAt=${day}`
}

/** The address of a year's lead disruptions of all England and Wales, by organisation, month and P. */
export function yearOfFigures(): string {
  return `/api/v1/figures/disruptions?${yearAsAt()}`
}

/** The address of the page of that year: those figures by month and by organisation, how late they were recorded, and live threats. */
export function yearAtAGlance(): string {
  return `/glance?region=all&${yearAsAt()}`
}

/** The addresses of it for the years that begin on each day of two calendar years before. */
export function yearsAtAGlance(): readonly string[] {
  const day = pastDay()
  const first = Date.UTC(Number(day.slice(0, 4)) - 3, 0, 1)
  const dayAfter = (days: number) => new Date(first + days * 86_400_000).toISOString().slice(0, 10)
  return Array.from(
    { length: 730 },
    (_, days) => `/glance?region=all&from=${dayAfter(days)}&to=${dayAfter(days + 365)}&asAt=${day}`,
  )
}
