import { type RawBuilder, sql } from 'kysely'
import { told, type Transaction } from '#platform/database'
import type { RecordDeclaration } from './declaration.ts'
import { stateTable } from './state-query.ts'

/**
 * Sets owner, handling and audience of records right, and the audience of all their states: access is always today's, so it
 * follows from the current state's owner, the handling stated last, and the shares in force.
 *
 * @param references an SQL expression for a list of references, or an array of them.
 * @param parts whether their parts are set right too, or only where they themselves were not: a share from now on that becomes
 *   one with history may change no state of the whole, and yet those of its parts.
 */
export async function settleRecords(
  tx: Transaction,
  record: RecordDeclaration,
  references: RawBuilder<unknown> | readonly string[],
  parts: 'always' | 'where changed' = 'where changed',
): Promise<void> {
  const wanted = Array.isArray(references) ? sql`= any (${references}::text[])` : sql`in ${references}`
  await makeAudiences(tx, record, wanted)
  const isFew = Array.isArray(references) && references.length <= fewReferences
  const today = isFew ? settledToday(record, wanted) : await listToday(tx, record, wanted)
  const head = await sql`
    update ${sql.table(record.table)} h
    set owner_id = today.owner_id, handling = today.handling, audience_id = today.audience_id
    from ${today} today
    where h.id = today.id and (h.owner_id, h.handling, h.audience_id)
      is distinct from (today.owner_id, today.handling, today.audience_id)`.execute(tx)
  const states = await setAudiences(tx, record, sql`${today} today where not today.shared`, sql`today.audience_id`)
  const ofShared = sql`${today} today where today.shared`
  const shared = await setAudiences(tx, record, ofShared, audienceOf(record, sql`s.recorded_to`))
  if (record.within !== undefined) await settleOwners(tx, record, wanted)
  const changed = (head.numAffectedRows ?? 0n) > 0n || states || shared
  if (changed || parts === 'always') await settleParts(tx, record, wanted)
}

/**
 * Gives the states of records the audience that they ought to have. They are looked up record by record: taken all together, the
 * database reads every state there is, seconds for a file of thousands.
 *
 * @param records `today`, with a condition.
 * @param audience which one, of `today` and a state `s`.
 * @returns whether any had another.
 */
async function setAudiences(
  tx: Transaction,
  record: RecordDeclaration,
  records: RawBuilder<unknown>,
  audience: RawBuilder<unknown>,
): Promise<boolean> {
  const states = sql.table(stateTable(record))
  const { numAffectedRows } = await sql`
    update ${states} state set audience_id = other.ought
    from (select today.* from ${records}) today cross join lateral (
      select s.id, ${audience} as ought from ${states} s
      where s.record_id = today.id and s.audience_id <> ${audience} offset 0) other
    where state.id = other.id`.execute(tx)
  return (numAffectedRows ?? 0n) > 0n
}

/** A part belongs to whom its whole belongs to today. */
async function settleOwners(
  tx: Transaction,
  record: RecordDeclaration,
  references: RawBuilder<unknown>,
): Promise<void> {
  await sql`
    update ${sql.table(stateTable(record))} s set owner_id = h.owner_id
    from ${sql.table(record.table)} h
    where s.record_id = h.id and h.reference ${references} and s.owner_id <> h.owner_id`.execute(tx)
}

/** Parts are seen where their whole is seen. */
async function settleParts(tx: Transaction, record: RecordDeclaration, references: RawBuilder<unknown>): Promise<void> {
  for (const part of record.parts ?? []) {
    const { rows } = await sql<{ reference: string }>`
      select s.reference from ${sql.table(stateTable(part))} s
      where s.recorded_to = 'infinity' and ${wholeOf(part, 's')} ${references}`.execute(tx)
    if (rows.length === 0) continue
    await settleRecords(
      tx,
      part,
      rows.map(row => row.reference),
    )
  }
}

/** The reference of the whole that a state of a part names. */
function wholeOf(part: RecordDeclaration, alias: string): RawBuilder<unknown> {
  const { within } = part
  if (within === undefined) throw new Error(`${part.register} is a part of nothing.`)
  return sql.ref(`${alias}.${part.fields[within.field]?.column}`)
}

/** So many are asked about again where they are used; a table of them would cost more. */
const fewReferences = 10

/** Each record's owner and handling of today, and whether shares go beyond them. */
function todayOf(record: RecordDeclaration, references: RawBuilder<unknown>): RawBuilder<unknown> {
  if (record.within !== undefined) return wholesToday(record, references)
  return sql`(
    select h.id, h.reference, s.owner_id,
      coalesce((select stated.handling from organisations.handling_stated stated
        where stated.register = ${record.register} and stated.reference = h.reference
        order by stated_at desc limit 1), 'Region') as handling,
      exists (select from organisations.share
        where register = ${record.register} and share.reference = h.reference and to_at is null) as shared
    from ${sql.table(record.table)} h
    join ${sql.table(stateTable(record))} s on s.record_id = h.id and s.recorded_to = 'infinity'
    where h.reference ${references})`
}

/** The same of parts: their whole's owner, handling and shares. */
function wholesToday(record: RecordDeclaration, references: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(
    select h.id, whole.reference, whole.owner_id, whole.handling,
      exists (select from organisations.share
        where register = ${record.within?.register} and share.reference = whole.reference and to_at is null) as shared
    from ${sql.table(record.table)} h
    join ${sql.table(stateTable(record))} s on s.record_id = h.id and s.recorded_to = 'infinity'
    join ${sql.table(record.within?.table ?? '')} whole on whole.reference = ${wholeOf(record, 's')}
    where h.reference ${references})`
}

function audienceOf(record: RecordDeclaration, until: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`organisations.audience_of_record(${record.within?.register ?? record.register}, today.reference, today.handling, today.owner_id, ${until})`
}

/** The database shows no row of an audience that was made after the actor was stated, so they are made beforehand. */
async function makeAudiences(
  tx: Transaction,
  record: RecordDeclaration,
  references: RawBuilder<unknown>,
): Promise<void> {
  await sql`${told}
    select organisations.audience_for(handling, owner_id)
    from (select distinct handling, owner_id from ${todayOf(record, references)} today) plain`.execute(tx)
  await sql`${told}
    select ${audienceOf(record, sql`s.recorded_to`)}
    from ${todayOf(record, references)} today join ${sql.table(stateTable(record))} s on s.record_id = today.id
    where today.shared`.execute(tx)
  await sql`${told}select organisations.restate_actor()`.execute(tx)
}

/** Listed and counted first: with thousands of records just written, the planner knows too little to join them well. */
async function listToday(
  tx: Transaction,
  record: RecordDeclaration,
  references: RawBuilder<unknown>,
): Promise<RawBuilder<unknown>> {
  await sql`drop table if exists pg_temp.settled_today`.execute(tx)
  await sql`create temporary table settled_today on commit drop as ${settledToday(record, references)}`.execute(tx)
  await sql`analyze settled_today`.execute(tx)
  return sql`settled_today`
}

/** What `todayOf` says, with the audience that follows from it. */
function settledToday(record: RecordDeclaration, references: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(
    select today.*, case when today.shared then ${audienceOf(record, sql`'infinity'`)} else plain.id end as audience_id
    from ${todayOf(record, references)} today
    join organisations.audience plain on plain.handling = today.handling and plain.owner_id = today.owner_id
      and plain.organisations = '{}' and plain.people = '{}')`
}
