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

/** Lines of a CSV file: new threats in two states each, of every force of a region. */
export function threatRows({ prefix, rows }: { readonly prefix: string; readonly rows: number }): readonly string[] {
  return Array.from({ length: rows }, (_, index) => {
    const threat = Math.floor(index / 2)
    const at = new Date(Date.UTC(2021, 0, 1) + threat * 600_000 + (index % 2) * 86_400_000 * 200).toISOString()
    const tier = `Tier ${1 + ((threat + index) % 5)}`
    const reference = `${prefix}-${String(threat).padStart(6, '0')}`
    return `${reference},${at},${forces[threat % forces.length]},Bench ${threat},Organised crime group,Tactical,SOC,Moderated,${tier},Active,Drugs`
  })
}
