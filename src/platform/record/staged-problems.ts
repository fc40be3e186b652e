import { type RawBuilder, sql } from 'kysely'
import { type GiveWay, givingNoWay, onlyRow, type Transaction } from '#platform/database'
import { fieldsOf, type RecordDeclaration } from './declaration.ts'
import { stateTable } from './state-query.ts'
import { sameContent, stagedTable } from './take-states.ts'

/** What is wrong with a line of a file: the column's name, or none where it is the line as a whole. */
export interface StagedProblem {
  readonly line: number
  readonly column: string | null
  readonly problem: string
}

/** The name of the temporary table of problems beside a register's staged one. */
function problemTable(record: RecordDeclaration): string {
  return `${stagedTable(record)}_problem`
}

/** Makes the transaction's temporary table of problems. After `stageStates`. */
export async function stageProblems(tx: Transaction, record: RecordDeclaration): Promise<void> {
  await sql`create temporary table ${sql.table(problemTable(record))}
    (line integer not null, column_name text, problem text not null) on commit drop`.execute(tx)
}

/** Keeps problems that were found in the file itself beside those that `findStagedProblems` will find. */
export async function keepProblems(
  tx: Transaction,
  record: RecordDeclaration,
  problems: readonly StagedProblem[],
): Promise<void> {
  await sql`insert into ${sql.table(problemTable(record))} (line, column_name, problem)
    select * from unnest(${problems.map(each => each.line)}::integer[], ${problems.map(each => each.column)}::text[],
      ${problems.map(each => each.problem)}::text[])`.execute(tx)
}

/**
 * Finds what speaks against taking the staged states, in the database or among themselves: the same reference and Recorded at
 * with different content, an organisation for which the actor may not record, a record of such an organisation. The actor
 * was stated for an import. What it says of a record of others, and of one for named people to who isn't named, is only that
 * its reference can't be used; of one that the actor doesn't see, not in what it differs.
 */
export async function findStagedProblems(
  tx: Transaction,
  record: RecordDeclaration,
  giveWay: GiveWay = givingNoWay,
): Promise<void> {
  await sql`analyze ${sql.table(stagedTable(record))}`.execute(tx)
  await fillUnstated(tx, record)
  const find = async (query: RawBuilder<unknown>) => {
    await sql`insert into ${sql.table(problemTable(record))} (line, column_name, problem) ${query}`.execute(tx)
    await giveWay()
  }
  for (const problem of stillUnstated(record)) await find(problem)
  for (const problem of partsOfOtherWholes(record)) await find(problem)
  await find(conflictsInTheFile(record))
  await find(ownersOfOthers(record))
  await find(recordsOfOthers(record))
  await find(conflictsWithStates(record))
}

/** How many lines have a problem, and how many problems there are. */
export async function countProblems(
  tx: Transaction,
  record: RecordDeclaration,
): Promise<{ readonly lines: number; readonly problems: number }> {
  return onlyRow(
    await sql<{ lines: number; problems: number }>`
      select count(distinct line) as lines, count(*) as problems from ${sql.table(problemTable(record))}`.execute(tx),
  )
}

/** The first problems by line, so many at most. */
export async function listProblems(
  tx: Transaction,
  record: RecordDeclaration,
  limit: number,
): Promise<readonly StagedProblem[]> {
  return selectProblems(tx, record, sql`true`, limit)
}

/** Every problem of a stretch of lines, both ends included, by line. */
export async function problemsOfLines(
  tx: Transaction,
  record: RecordDeclaration,
  lines: { readonly from: number; readonly to: number },
): Promise<readonly StagedProblem[]> {
  return selectProblems(tx, record, sql`line between ${lines.from} and ${lines.to}`, null)
}

async function selectProblems(
  tx: Transaction,
  record: RecordDeclaration,
  condition: RawBuilder<unknown>,
  limit: number | null,
): Promise<readonly StagedProblem[]> {
  const { rows } = await sql<StagedProblem>`
    select line, column_name as column, problem from ${sql.table(problemTable(record))}
    where ${condition} order by line, column_name collate "C" nulls first, problem collate "C"
    limit ${limit}::bigint`.execute(tx)
  return rows
}

/** Leaves only the states without a problem staged. */
export async function dropProblemStates(tx: Transaction, record: RecordDeclaration): Promise<void> {
  await sql`delete from ${sql.table(stagedTable(record))}
    where line in (select line from ${sql.table(problemTable(record))})`.execute(tx)
}

const mayRecordFor = (owner: RawBuilder<unknown>) =>
  sql<boolean>`(${owner} = any ((select organisations.actor_records_for())::integer[]))`

const mayRead = (audience: RawBuilder<unknown>) =>
  sql<boolean>`(${audience} = any ((select coalesce(array_agg(audience_id), '{}')
    from organisations.grounds_of(organisations.actor_id()))::integer[]))`

/** Whose organisation is in order, and who is named where the record is for named people alone. */
const mayRecordOn = (head: string) =>
  sql<boolean>`(${mayRecordFor(sql.ref(`${head}.owner_id`))}
    and (${sql.ref(`${head}.handling`)} <> 'Named' or ${mayRead(sql.ref(`${head}.audience_id`))}))`

const instantText = (column: RawBuilder<unknown>) =>
  sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/** What rows leave out and have otherwise; of a part, its owner: the whole's, where the actor may record on that. */
async function fillUnstated(tx: Transaction, record: RecordDeclaration): Promise<void> {
  const staged = sql.table(stagedTable(record))
  for (const [, field] of fieldsOf(record)) {
    if (field.whenUnstated === undefined) continue
    const column = sql.ref(field.column)
    await sql`update ${staged} d set ${column} = ${field.whenUnstated('d')} where ${column} is null`.execute(tx)
  }
  const { within } = record
  if (within === undefined) return
  await sql`update ${staged} d set owner_id = whole.owner_id
    from ${sql.table(within.table)} whole
    where whole.reference = ${sql.ref(`d.${record.fields[within.field]?.column}`)} and ${mayRecordOn('whole')}`.execute(
    tx,
  )
}

/** The same words for a whole that is not there and for one of others. */
function stillUnstated(record: RecordDeclaration): readonly RawBuilder<unknown>[] {
  const staged = sql.table(stagedTable(record))
  const { within } = record
  const unfilled = fieldsOf(record)
    .filter(([, field]) => field.whenUnstated !== undefined)
    .map(
      ([, { label, column }]) =>
        sql`select d.line, ${label}::text, 'There is no value, and none follows from the rest of the row. Enter it'
          from ${staged} d where ${sql.ref(`d.${column}`)} is null`,
    )
  if (within === undefined) return unfilled
  const problem = `There is no ${within.noun} of this reference that you may record on. Check it, or import the ${within.noun} first`
  return [
    ...unfilled,
    sql`select d.line, ${record.fields[within.field]?.label}::text, ${problem}::text from ${staged} d where d.owner_id is null`,
  ]
}

/** A part stays in its whole. Told only to who may record on the whole that it is in, or has both in one file. */
function partsOfOtherWholes(record: RecordDeclaration): readonly RawBuilder<unknown>[] {
  const { within } = record
  if (within === undefined) return []
  const { label, column } = record.fields[within.field] ?? { label: within.noun, column: within.field }
  const staged = sql.table(stagedTable(record))
  const problem = `This reference is in another ${within.noun}, and stays there. Give this row a reference of its own`
  const whole = (alias: string) => sql.ref(`${alias}.${column}`)
  return [
    sql`
      select line, ${label}::text, ${problem}::text from (
        select d.line from ${staged} d join ${staged} other on other.reference = d.reference
          where ${whole('other')} <> ${whole('d')}
        union
        select d.line from ${staged} d join ${sql.table(record.table)} h on h.reference = d.reference
          join ${sql.table(stateTable(record))} s on s.record_id = h.id and s.recorded_to = 'infinity'
          where ${whole('s')} <> ${whole('d')} and ${mayRecordOn('h')}) moved`,
  ]
}

function conflictsInTheFile(record: RecordDeclaration): RawBuilder<unknown> {
  const staged = sql.table(stagedTable(record))
  return sql`
    select d.line, 'Recorded at', format('Line %s has the same Reference and Recorded at with different content. Keep one of them', min(other.line))
    from ${staged} d join ${staged} other on other.reference = d.reference and other.recorded_from = d.recorded_from
      and other.line <> d.line
    where not ${sameContent(record, 'd', 'other')} or d.stated_handling is distinct from other.stated_handling
    group by d.line`
}

function ownersOfOthers(record: RecordDeclaration): RawBuilder<unknown> {
  return sql`
    select d.line, ${record.fields[record.ownerField]?.label}::text,
      format('You may not record for %s. Leave the row out, or ask them to send it', owner.name)
    from ${sql.table(stagedTable(record))} d join organisations.organisation owner on owner.id = d.owner_id
    where not ${mayRecordFor(sql`d.owner_id`)}`
}

/**
 * A row that says of a record for named people what is here already changes nothing: whoever sent it once can send it again. A row
 * that has no owner is told that alone.
 */
function recordsOfOthers(record: RecordDeclaration): RawBuilder<unknown> {
  return sql`
    select d.line, 'Reference', 'Your organisation may not use this reference. Check it, or ask an administrator to import the row'
    from ${sql.table(stagedTable(record))} d join ${sql.table(record.table)} h on h.reference = d.reference
    where d.owner_id is not null and not ${mayRecordOn('h')} and not (${mayRecordFor(sql`h.owner_id`)} and exists (
      select from ${sql.table(stateTable(record))} s
      where s.record_id = h.id and s.recorded_from = d.recorded_from and ${sameContent(record, 'd', 's')}))`
}

function conflictsWithStates(record: RecordDeclaration): RawBuilder<unknown> {
  const different = sql.join(
    fieldsOf(record).map(
      ([, field]) =>
        sql`case when ${sql.ref(`d.${field.column}`)} is distinct from ${sql.ref(`s.${field.column}`)} then ${field.label}::text end`,
    ),
  )
  return sql`
    select d.line, 'Recorded at', format(
      'The state recorded at %s is here already, and its %s is another. Give a change a Recorded at of its own, or leave the row out',
      ${instantText(sql`d.recorded_from`)},
      case when ${mayRead(sql`h.audience_id`)} then array_to_string(array_remove(array[${different},
        case when d.stated_handling <> coalesce(stated.handling, 'Region') then 'Handling' end], null), ', ')
        else 'content' end)
    from ${sql.table(stagedTable(record))} d
    join ${sql.table(record.table)} h on h.reference = d.reference
    join ${sql.table(stateTable(record))} s on s.record_id = h.id and s.recorded_from = d.recorded_from
    left join organisations.handling_stated stated on stated.register = ${record.register}
      and stated.reference = d.reference and stated.stated_at = d.recorded_from
    where ${mayRecordOn('h')}
      and (not ${sameContent(record, 'd', 's')}
        or d.stated_handling is not null and d.stated_handling <> coalesce(stated.handling, 'Region'))`
}
