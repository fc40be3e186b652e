import { expect } from 'vitest'
import { threat } from '#modules/threats'
import type { Transaction } from '#platform/database'
import { listCounted, type RecordDeclaration } from '#platform/record'
import { testDatabase, type TestDatabase } from './database.ts'
import { actingFor, addPerson, type StatedRow, takeRows } from './sightings.ts'
import { threatRow } from './threat-rows.ts'

export const knownNow = { asAt: { when: 'now' } } as const

/** A database of its own, those who search in it, and who brings the records. */
export interface SearchScene {
  readonly database: TestDatabase
  readonly system: number
  readonly cheshire: number
  readonly lancashire: number
  readonly inspector: number
  /** Takes rows as one import. */
  readonly take: (record: RecordDeclaration, ...rows: readonly StatedRow[]) => Promise<unknown>
}

export async function searchScene(): Promise<SearchScene> {
  const database = await testDatabase()
  const add = (email: string, organisation: string, part: string) =>
    addPerson(database.owner, email, organisation, part)
  const system = await add('importer@example.test', 'Fourfold administration', 'system')
  return {
    database,
    system,
    cheshire: await add('analyst@cheshire.test', 'Cheshire Constabulary', 'analyst'),
    lancashire: await add('analyst@lancashire.test', 'Lancashire Constabulary', 'analyst'),
    inspector: await add('inspector@example.test', 'HMICFRS', 'inspector'),
    take: (record, ...rows) => actingFor(database.app, system, 'import', tx => takeRows(tx, record, rows, system)),
  }
}

/** A threat of that name: Cheshire's, but for what is given. */
export function namedThreat(
  reference: string,
  name: string,
  { owner, ...stated }: { readonly at?: string; readonly handling?: string; readonly owner?: string } = {},
): StatedRow {
  return threatRow(reference, { name, ...(owner === undefined ? {} : { owner }) }, stated)
}

/** The references that a list shows when it is narrowed by a part of what records are called; 200 at most. */
export async function listedWith(
  tx: Transaction,
  text: string,
  record: RecordDeclaration = threat,
): Promise<readonly string[]> {
  const { states, total } = await listCounted(tx, record, {
    known: knownNow,
    filters: { [record.titleField]: { kind: 'contains', text } },
    order: { by: 'reference', descending: false },
    limit: 200,
  })
  expect(total).toBe(states.length)
  return states.map(state => state.reference)
}
