import type { Visit } from '#platform/http'
import {
  fieldsOf,
  type FieldProblem,
  type FieldValue,
  type Handling,
  missingFields,
  organisationIds,
  readRecord,
  type RecordDeclaration,
  type RecordOutcome,
  recordState,
  type RecordState,
  type StoredValues,
} from '#platform/record'
import type { RegisterPages, RegisterWrites } from './register-pages.ts'

/** What a form or a program states: values as they are read, organisations by name. Of a change only what it changes. */
export interface WrittenRecord {
  /** Which record; of a new one made when left out. */
  readonly reference?: string | undefined
  /** The version that is changed; left out for a new record. */
  readonly expected?: string | undefined
  /** The state that is changed, where this transaction has read it already. */
  readonly before?: RecordState | undefined
  readonly values: StoredValues
  /** Of a new record. */
  readonly handling?: Handling | undefined
  /** What was wrong already where the values were read: told with all else. */
  readonly unread?: readonly FieldProblem[]
}

/**
 * Records what a form or a program states, by the register's own `writes`: what it may state, what a new record has otherwise,
 * its checks, and what else happens in the same transaction. All problems are told at once.
 *
 * @throws Error when the register takes no records here: its routes are then not there.
 */
export async function writeRecord(visit: Visit, pages: RegisterPages, written: WrittenRecord): Promise<RecordOutcome> {
  const { record, writes } = pages
  if (writes === undefined) throw new Error(`Nothing is recorded in ${record.register} here.`)
  const begun = await beginChange(visit, record, written)
  if ('kind' in begun) return begun
  const stated = written.values
  const whole = await wholeOf(visit, record, stated, begun.before)
  const settled = {
    ...(begun.before === undefined ? await otherwise(visit, pages, writes, stated) : {}),
    ...stated,
    ...whole.values,
  }
  const follows = writes.follows?.(visit, wholeValues(record, settled, begun.before), begun.before)
  const values: StoredValues = { ...settled, ...follows }
  const stored = await storedValues(visit, record, values)
  const found = [
    ...(written.unread ?? []),
    ...whole.problems,
    ...unstatable(pages, writes, written),
    ...stored.problems,
    ...(begun.before === undefined ? missingFields(record, values) : []),
  ]
  const handled = await handlingOf(visit, pages, values, begun.before, written.handling)
  const problems = onePerField([
    ...(await frozenProblems(visit, pages, values, begun.before)),
    ...found,
    ...(await checked(visit, pages, values, begun.before, found.length > 0)),
    ...('problem' in handled ? [{ field: 'handling', problem: handled.problem }] : []),
  ])
  if (problems.length > 0 || 'problem' in handled) return { kind: 'problems', problems }
  const { reference, expected } = written
  const { handling } = handled
  const recording = { reference, expected, handling, values: stored.values, actor: visit.actor }
  const outcome = await recordState(visit.tx, record, recording)
  if (outcome.kind === 'recorded') await writes.recorded?.(visit, outcome.state, outcome.isNew)
  return outcome
}

/** The state that a change is of; none for a new record. That there is none, that it isn't theirs, or that someone was first, is told before anything is said of the values. */
async function beginChange(
  visit: Visit,
  record: RecordDeclaration,
  { reference, expected, before: read }: WrittenRecord,
): Promise<RecordOutcome | { readonly before: RecordState | undefined }> {
  if (expected === undefined) return { before: undefined }
  const known = { asAt: { when: 'now' }, withErrors: true } as const
  const before = read ?? (reference === undefined ? undefined : await readRecord(visit.tx, record, reference, known))
  if (before === undefined) return { kind: 'not-there' }
  const others = await ownedByOthers(visit, record, before)
  if (others !== undefined) return others
  return before.version === expected ? { before } : { kind: 'changed-meanwhile', state: before }
}

/** What a new record has where nothing was stated: its owner is the organisation of who records it. */
async function otherwise(
  visit: Visit,
  { record }: RegisterPages,
  writes: RegisterWrites,
  stated: StoredValues,
): Promise<StoredValues> {
  const { recordsFor, organisationId, organisation } = visit.actor
  const owner = recordsFor.includes(organisationId) ? { [record.ownerField]: organisation } : {}
  return { ...owner, ...(await writes.otherwise?.(visit, stated)) }
}

/** Of a part: its owner, which is its whole's. It stays in its whole. */
async function wholeOf(
  visit: Visit,
  { within, ownerField, noun }: RecordDeclaration,
  stated: StoredValues,
  before: RecordState | undefined,
): Promise<{ readonly values: StoredValues; readonly problems: readonly FieldProblem[] }> {
  if (within === undefined) return { values: {}, problems: [] }
  const reference = stated[within.field] ?? before?.values[within.field] ?? null
  const problem = (says: string) => ({ values: {}, problems: [{ field: within.field, problem: says }] })
  if (before !== undefined && reference !== before.values[within.field]) {
    return problem(`This ${noun} is part of ${String(before.values[within.field])}, and stays there. Leave it as it is`)
  }
  if (typeof reference !== 'string') return { values: {}, problems: [] }
  const owner = await ownerOfWhole(visit, within.register, reference)
  if (owner === undefined) return problem(`There is no ${within.noun} of that reference that you may see. Check it`)
  return { values: { [ownerField]: owner }, problems: [] }
}

/** Whose a whole is that the actor sees. */
async function ownerOfWhole(visit: Visit, register: string, reference: string): Promise<FieldValue | undefined> {
  const record = visit.house.registers.get(register)?.record
  const state = record && (await readRecord(visit.tx, record, reference, { asAt: { when: 'now' } }))
  return record && state?.values[record.ownerField]
}

async function ownedByOthers(
  visit: Visit,
  record: RecordDeclaration,
  before: RecordState,
): Promise<RecordOutcome | undefined> {
  const owner = String(before.values[record.ownerField])
  const id = (await idsOf(visit, [owner])).get(owner)
  return id !== undefined && visit.actor.recordsFor.includes(id) ? undefined : { kind: 'not-yours', owner }
}

/** What is stated and is not for a form or a program to state. */
function unstatable(pages: RegisterPages, writes: RegisterWrites, { values }: WrittenRecord): readonly FieldProblem[] {
  return fieldsOf(pages.record)
    .filter(([name]) => values[name] !== undefined && !writes.fields.includes(name))
    .map(([name, field]) => ({
      field: name,
      problem: field.byStepsOnly
        ? `${field.label} is changed by steps of its own, never here. Leave it out`
        : `${field.label} can’t be stated here. Leave it out`,
    }))
}

/** The module's own checks; and, where nothing else is wrong, the rules that every row of a file must obey too. */
async function checked(
  visit: Visit,
  { record, writes }: RegisterPages,
  values: StoredValues,
  before: RecordState | undefined,
  isWrongAlready: boolean,
): Promise<readonly FieldProblem[]> {
  const whole = wholeValues(record, values, before)
  const broken = (isWrongAlready ? [] : (record.rules ?? [])).flatMap(({ field, problem }) => {
    const found = problem(whole, visit.present)
    return found === undefined ? [] : [{ field, problem: found }]
  })
  return [...broken, ...((await writes?.checks?.(visit, whole, before)) ?? [])]
}

/** How a new record is handled: a part as its whole is, others as the register has it. */
async function handlingOf(
  visit: Visit,
  { record, writes }: RegisterPages,
  values: StoredValues,
  before: RecordState | undefined,
  stated: Handling | undefined,
): Promise<{ readonly handling: Handling | undefined } | { readonly problem: string }> {
  if (record.within !== undefined || before !== undefined) return { handling: undefined }
  const read = Object.fromEntries(fieldsOf(record).map(([name]) => [name, values[name] ?? null]))
  return (await writes?.handling?.(visit, read, stated)) ?? { handling: stated }
}

async function frozenProblems(
  visit: Visit,
  { record, writes }: RegisterPages,
  values: StoredValues,
  before: RecordState | undefined,
): Promise<readonly FieldProblem[]> {
  if (before === undefined && record.within === undefined) return []
  const problem = await writes?.frozen?.(visit, before?.values ?? values, 'change')
  return problem === undefined ? [] : [{ field: record.within?.field ?? 'reference', problem }]
}

/** What is to stand, over the state before. */
function wholeValues(record: RecordDeclaration, values: StoredValues, before: RecordState | undefined) {
  return Object.fromEntries(
    fieldsOf(record).map(([name]) => [name, values[name] ?? (name in values ? null : (before?.values[name] ?? null))]),
  )
}

/** The first problem of a field is the one to mend. */
function onePerField(problems: readonly FieldProblem[]): readonly FieldProblem[] {
  return problems.filter((one, index) => problems.findIndex(({ field }) => field === one.field) === index)
}

/** Organisations by id. */
async function storedValues(
  visit: Visit,
  record: RecordDeclaration,
  values: StoredValues,
): Promise<{ readonly values: StoredValues; readonly problems: readonly FieldProblem[] }> {
  const named = fieldsOf(record).filter(([name, field]) => field.kind === 'organisation' && values[name] !== undefined)
  const ids = await idsOf(
    visit,
    named.flatMap(([name]) => (values[name] === null ? [] : [String(values[name])])),
  )
  const stored: Record<string, FieldValue | undefined> = { ...values }
  const problems: FieldProblem[] = []
  for (const [name] of named) {
    const value = values[name]
    if (value === null || value === undefined) continue
    const id = ids.get(String(value))
    if (id === undefined)
      problems.push({ field: name, problem: 'Enter an organisation known here: its name or its code' })
    stored[name] = id ?? null
  }
  return { values: stored, problems }
}

/** The ids of organisations by their names: the actor's own is not asked for. */
async function idsOf({ tx, actor }: Visit, names: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const others = await organisationIds(
    tx,
    names.filter(name => name !== actor.organisation),
  )
  return new Map([...others, [actor.organisation, actor.organisationId]])
}
