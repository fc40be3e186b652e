/** The columns of a file of threats, in the order of `threatRows`. */
export const importColumns =
  'Reference,Recorded at,Owner,Name,Threat type,Type,SOC,Moderation status,Tier,Phase,Crime category'

const forces = [
  'Cheshire Constabulary',
  'Cumbria Constabulary',
  'Greater Manchester Police',
  'Lancashire Constabulary',
  'Merseyside Police',
  'North Wales Police',
]

interface ThreatFile {
  /** Of the references. */
  readonly prefix: string
  readonly rows: number
  /** Which of several files about the same threats: each has states of other moments. */
  readonly part?: number
}

/** Lines of a CSV file: threats of every force of a region, in two states each. */
export function threatRows({ prefix, rows, part = 0 }: ThreatFile): readonly string[] {
  return Array.from({ length: rows }, (_, index) => {
    const threat = Math.floor(index / 2)
    const at = Date.UTC(2021, 0, 1) + threat * 600_000 + (index % 2) * 86_400_000 * 200 + part * 3_600_000
    const tier = `Tier ${1 + ((threat + index + part) % 5)}`
    const reference = `${prefix}-${String(threat).padStart(6, '0')}`
    return `${reference},${new Date(at).toISOString()},${forces[threat % forces.length]},Bench ${threat},Organised crime group,Tactical,SOC,Moderated,${tier},Active,Drugs`
  })
}
