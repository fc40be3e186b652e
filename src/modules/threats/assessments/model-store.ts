import { sql } from 'kysely'
import { type AsAt, asAtInstant, dayOf, londonToday } from '#platform/clock'
import type { Transaction } from '#platform/database'
import type { Visit } from '#platform/http'
import { type AssessmentModel, type ModelDefinition, modelDefinition } from './model.ts'

/** Every version of the model that was known at the visit's moment, the newest first. */
export async function listModels(visit: Pick<Visit, 'tx' | 'asAt' | 'present'>): Promise<readonly AssessmentModel[]> {
  const { rows } = await sql<ModelRow>`
    ${selectModels} where m.made_at <= ${asAtInstant(visit.asAt, visit.present)}
    order by m.version desc`.execute(visit.tx)
  return rows.map(toModel)
}

/** Versions of the model, by their numbers: of assessments at hand, whenever they were made. */
export async function modelsOf(
  tx: Transaction,
  versions: readonly number[],
): Promise<ReadonlyMap<number, AssessmentModel>> {
  const { rows } =
    await sql<ModelRow>`${selectModels} where m.version = any (${[...new Set(versions)]}::integer[])`.execute(tx)
  return new Map(rows.map(row => [row.version, toModel(row)]))
}

/** Of these versions, newest first, the one in force on a day: the newest that begins on it or before. */
export function modelOn(models: readonly AssessmentModel[], day: string): AssessmentModel | undefined {
  return models.find(({ fromOn }) => fromOn <= day)
}

/** The day that "in force" is asked of: today here, or the past day that the visit is put on. */
export function modelDay(asAt: AsAt, present: Date): string {
  return asAt.when === 'now' ? londonToday(present) : dayOf(asAt.instant)
}

/** The model to assess by today. The first version came with the database, so that there is always one. */
export async function modelInForce(visit: Pick<Visit, 'tx' | 'asAt' | 'present'>): Promise<AssessmentModel> {
  const model = modelOn(await listModels(visit), modelDay(visit.asAt, visit.present))
  if (model === undefined) throw new Error('No assessment model is in force.')
  return model
}

export interface NewModel {
  readonly after: number
  readonly name: string
  readonly fromOn: string
  readonly definition: ModelDefinition
  readonly personId: number
}

/** Keeps the version after another. Undefined when somebody else was first to. */
export async function insertModel(tx: Transaction, made: NewModel): Promise<number | undefined> {
  const { rows } = await sql<{ version: number }>`
    insert into threats.assessment_model (version, name, from_on, definition, made_at, made_by)
    select max(version) + 1, ${made.name}, ${made.fromOn}::date, ${JSON.stringify(made.definition)}::jsonb,
      date_trunc('milliseconds', clock_timestamp()), ${made.personId}
    from threats.assessment_model having max(version) = ${made.after}
    on conflict do nothing returning version`.execute(tx)
  return rows[0]?.version
}

interface ModelRow {
  readonly version: number
  readonly name: string
  readonly fromOn: string
  readonly definition: unknown
  readonly madeAt: Date
  readonly madeBy: string | null
}

const selectModels = sql`
  select m.version, m.name, m.from_on as "fromOn", m.definition, m.made_at as "madeAt", p.name as "madeBy"
  from threats.assessment_model m left join organisations.person p on p.id = m.made_by`

function toModel({ definition, madeBy, ...row }: ModelRow): AssessmentModel {
  return { ...row, madeBy: madeBy ?? undefined, definition: modelDefinition.parse(definition) }
}
