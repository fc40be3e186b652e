import type { SamplePerson } from '#modules/organisations'

/** A force or unit of the sample region that has plans. */
export interface SampleForce {
  readonly organisation: string
  readonly letters: string
  readonly domain: string
  /** How many lead responsible officers it has. */
  readonly leaders: number
  /** One of them who has an account to sign in with. */
  readonly signsIn?: string
}

export const sampleForces: readonly SampleForce[] = [
  { organisation: 'Lancashire Constabulary', letters: 'LAN', domain: 'lancashire.example', leaders: 25 },
  {
    organisation: 'Merseyside Police',
    letters: 'MER',
    domain: 'merseyside.example',
    leaders: 26,
    signsIn: 'lro@merseyside.example',
  },
  {
    organisation: 'Cheshire Constabulary',
    letters: 'CHE',
    domain: 'cheshire.example',
    // As the inspectors counted them.
    leaders: 5,
    signsIn: 'lro@cheshire.example',
  },
  { organisation: 'Greater Manchester Police', letters: 'GMP', domain: 'gmp.example', leaders: 12 },
  { organisation: 'Cumbria Constabulary', letters: 'CUM', domain: 'cumbria.example', leaders: 3 },
  { organisation: 'North Wales Police', letters: 'NWP', domain: 'northwales.example', leaders: 4 },
  { organisation: 'North West Regional Organised Crime Unit', letters: 'NWR', domain: 'nwrocu.example', leaders: 3 },
]

/** The email of a force's lead responsible officer, by number from 0; they go round. */
export function leaderOf({ domain, leaders, signsIn }: SampleForce, number: number): string {
  const place = number % leaders
  if (place === 0 && signsIn !== undefined) return signsIn
  return `lro.${String(place + 1).padStart(2, '0')}@${domain}`
}

/** The invented lead responsible officers who own plans and can't sign in. */
export function sampleLeaders(): readonly SamplePerson[] {
  const names = ['Ash', 'Bay', 'Cedar', 'Dale', 'Elm', 'Fern', 'Glen', 'Heath', 'Ivy', 'Juniper', 'Kit', 'Lake', 'Maple']
  return sampleForces.flatMap((force, at) =>
    Array.from({ length: force.leaders }, (_none, place) => ({
      email: leaderOf(force, place),
      name: `${names[(at + place) % names.length] ?? 'Ash'} ${(at + place) % 2 === 0 ? 'Specimen' : 'Placeholder'}`,
      organisation: force.organisation,
      parts: ['lead responsible officer'] as const,
    })).filter(({ email }) => email !== force.signsIn),
  )
}
