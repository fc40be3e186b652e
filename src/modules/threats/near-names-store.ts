import { sql } from 'kysely'
import type { Transaction } from '#platform/database'
import { knownState, stateTable } from '#platform/record'
import { foldName, likeness } from './name-likeness.ts'
import { threat } from './threat.ts'

export interface NearName {
  readonly reference: string
  readonly name: string
  readonly threatType: string
  readonly owner: string
  readonly handling: string
}

const mostShown = 5
/** Punctuation and accents may make a name longer than the words that are compared. */
const lengthAround = 8

/**
 * The threats that the actor can see today whose names are the same or nearly, the likest first, five at most. Row-level security
 * leaves out what is hidden before anything is compared, so neither the answer nor its speed tells of it.
 */
export async function nearNames(
  tx: Transaction,
  name: string,
  except: string | undefined,
): Promise<readonly NearName[]> {
  const wanted = foldName(name)
  if (wanted === '') return []
  const { rows } = await sql<{ reference: string; name: string }>`
    select s.reference, s.name from ${sql.table(stateTable(threat))} s
    where ${knownState({ asAt: { when: 'now' } }, stateTable(threat))}
      and length(s.name) between ${wanted.length - lengthAround} and ${name.length + lengthAround}
      and s.reference <> ${except ?? ''}`.execute(tx)
  const alike = rows.flatMap(row => {
    const edits = likeness(wanted, foldName(row.name))
    return edits === undefined ? [] : [{ reference: row.reference, edits }]
  })
  const nearest = alike
    .toSorted((a, b) => a.edits - b.edits || (a.reference < b.reference ? -1 : 1))
    .slice(0, mostShown)
  return nearest.length === 0
    ? []
    : detailsOf(
        tx,
        nearest.map(one => one.reference),
      )
}

async function detailsOf(tx: Transaction, references: readonly string[]): Promise<readonly NearName[]> {
  const { rows } = await sql<NearName>`
    select s.reference, s.name, s.threat_type as "threatType", o.name as owner, audience.handling
    from ${sql.table(stateTable(threat))} s
    join organisations.organisation o on o.id = s.owner_id
    join organisations.audience audience on audience.id = s.audience_id
    where s.reference = any (${references}::text[]) and ${knownState({ asAt: { when: 'now' } }, stateTable(threat))}
    order by array_position(${references}::text[], s.reference)`.execute(tx)
  return rows
}
