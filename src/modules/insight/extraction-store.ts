import { type RawBuilder, sql } from 'kysely'
import { onlyRow, type Transaction } from '#platform/database'
import type { ExtractionFigures } from './extraction-figures.ts'
import type { ExtractionDates } from './preset.ts'

/** Under whose authority an extraction was taken, as they were then. */
export interface Authority {
  readonly person: string
  readonly email: string
  readonly organisation: string
}

/** An extraction as it is kept. */
export interface KeptExtraction {
  readonly id: string
  readonly authority: Authority
  readonly preset: string
  readonly presetVersion: number
  readonly dates: ExtractionDates | undefined
  readonly asAt: Date
  readonly asAtText: string
  readonly takenAt: Date
  readonly rowCount: number
  /** Rows that literal dates left out. */
  readonly droppedRows: number | undefined
  readonly sha256: string
  readonly figures: ExtractionFigures
}

export interface NewExtraction extends Omit<KeptExtraction, 'id'> {
  readonly personId: number
  readonly organisationId: number
  /** The states it holds, in order. */
  readonly stateIds: readonly number[]
}

/** What came of running a kept extraction again. */
export interface ExtractionCheck {
  readonly checkedAt: Date
  readonly email: string
  readonly rowsSeen: number
  readonly rowsErased: number
  /** That the preset finds by the actor's access today and the extraction does not hold. */
  readonly rowsBeyond: number
  readonly sameBytes: boolean
}

/** Keeps an extraction with its rows. Gives its id. */
export async function keepExtraction(tx: Transaction, kept: NewExtraction): Promise<string> {
  const { id } = onlyRow(
    await sql<{ id: string }>`
      insert into insight.extraction (person_id, organisation_id, authority, preset, preset_version, parameters, as_at,
        as_at_text, taken_at, row_count, dropped_rows, sha256, summary, state_ids)
      values (${kept.personId}, ${kept.organisationId}, ${JSON.stringify(kept.authority)}::jsonb, ${kept.preset},
        ${kept.presetVersion}, ${JSON.stringify(kept.dates ?? {})}::jsonb, ${kept.asAt}, ${kept.asAtText}, ${kept.takenAt},
        ${kept.rowCount}, ${kept.droppedRows ?? null}::integer, ${kept.sha256}, ${JSON.stringify(kept.figures)}::json,
        ${`{${kept.stateIds.join()}}`}::bigint[])
      returning id`.execute(tx),
  )
  return id
}

/** The kept extraction of an id, or undefined when there is none that the actor may see. */
export async function readExtraction(tx: Transaction, id: string): Promise<KeptExtraction | undefined> {
  if (!/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(id)) return undefined
  const { rows } = await sql<ExtractionRow>`${extractionRows} where id = ${id}::uuid`.execute(tx)
  return rows[0] && toExtraction(rows[0])
}

const extractionsToAPage = 50

/** Kept extractions that the actor may see, the latest first: fifty, of those taken before an instant. */
export async function listExtractions(
  tx: Transaction,
  before?: Date,
): Promise<{ readonly extractions: readonly KeptExtraction[]; readonly more: boolean }> {
  const { rows } = await sql<ExtractionRow>`${extractionRows}
    where taken_at < ${before ?? 'infinity'}::timestamptz
    order by taken_at desc, id limit ${extractionsToAPage + 1}`.execute(tx)
  return { extractions: rows.slice(0, extractionsToAPage).map(toExtraction), more: rows.length > extractionsToAPage }
}

/** Keeps what came of running an extraction again. */
export async function keepCheck(
  tx: Transaction,
  extractionId: string,
  personId: number,
  check: ExtractionCheck,
): Promise<void> {
  await sql`
    insert into insight.extraction_check (extraction_id, checked_at, person_id, email, rows_seen, rows_erased, rows_beyond,
      same_bytes)
    values (${extractionId}::uuid, ${check.checkedAt}, ${personId}, ${check.email}, ${check.rowsSeen}, ${check.rowsErased},
      ${check.rowsBeyond}, ${check.sameBytes})`.execute(tx)
}

/** The last ten times that an extraction was run again, the latest first. */
export async function listChecks(tx: Transaction, extractionId: string): Promise<readonly ExtractionCheck[]> {
  const { rows } = await sql<ExtractionCheck>`
    select checked_at as "checkedAt", email, rows_seen as "rowsSeen", rows_erased as "rowsErased",
      rows_beyond as "rowsBeyond", same_bytes as "sameBytes"
    from insight.extraction_check where extraction_id = ${extractionId}::uuid
    order by checked_at desc, id desc limit 10`.execute(tx)
  return rows
}

interface ExtractionRow extends Omit<KeptExtraction, 'dates' | 'droppedRows'> {
  readonly parameters: ExtractionDates | Record<string, never>
  readonly droppedRows: number | null
}

const extractionRows: RawBuilder<ExtractionRow> = sql<ExtractionRow>`
  select id, authority, preset, preset_version as "presetVersion", parameters, as_at as "asAt", as_at_text as "asAtText",
    taken_at as "takenAt", row_count as "rowCount", dropped_rows as "droppedRows", sha256, summary as figures
  from insight.extraction`

function toExtraction({ parameters, droppedRows, ...row }: ExtractionRow): KeptExtraction {
  return {
    ...row,
    dates: 'from' in parameters ? (parameters as ExtractionDates) : undefined,
    droppedRows: droppedRows ?? undefined,
  }
}
