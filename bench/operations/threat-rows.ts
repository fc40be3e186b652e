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
    const [threat, state] = [Math.floor(index / 2), index % 2]
    return line({ prefix, part, threat, state, tier: 1 + ((threat + index + part) % 5), phase: 'Active' })
  })
}

/** States of one threat, and of how many threats one is live still, as in the national sample. */
const history = { states: 10, liveOneIn: 7 } as const

/** The same, a region's whole list with its history: ten states of each threat, most of which are closed by now. */
export function threatHistories({ prefix, rows, part = 0 }: ThreatFile): readonly string[] {
  return Array.from({ length: rows }, (_, index) => {
    const [threat, state] = [Math.floor(index / history.states), index % history.states]
    const isOver = state === history.states - 1 && threat % history.liveOneIn !== 0
    return line({
      prefix,
      part,
      threat,
      state,
      tier: 1 + ((threat + part) % 5),
      phase: isOver ? 'Closed - dismantled' : 'Active',
    })
  })
}

interface Line extends Required<Pick<ThreatFile, 'prefix' | 'part'>> {
  readonly threat: number
  readonly state: number
  readonly tier: number
  readonly phase: string
}

function line({ prefix, part, threat, state, tier, phase }: Line): string {
  const at = Date.UTC(2021, 0, 1) + threat * 600_000 + state * 86_400_000 * 200 + part * 3_600_000
  const reference = `${prefix}-${String(threat).padStart(6, '0')}`
  return `${reference},${new Date(at).toISOString()},${forces[threat % forces.length]},Bench ${threat},Organised crime group,Tactical,SOC,Moderated,Tier ${tier},${phase},Drugs`
}
