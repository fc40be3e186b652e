import type { Visit } from '#platform/http'
import {
  type Field,
  fieldsOf,
  type FieldProblem,
  type FieldValue,
  findOrganisations,
  type Handling,
  handlings,
  type OrganisationFinder,
  parseField,
  type RecordDeclaration,
} from '#platform/record'
import { aNoun, capital } from './record-view.ts'
import { fileValue } from './show-value.tsx'

/** What a program stated, as it is read, with all that could not be. */
export interface ReadJson {
  readonly values: Readonly<Record<string, FieldValue>>
  readonly problems: readonly FieldProblem[]
  /** Of a new record. */
  readonly reference?: string
  readonly handling?: Handling
}

type Json = Readonly<Record<string, unknown>>

/** Reads a program's JSON by the names of fields, with the same function that reads files and forms. */
export async function readJson(visit: Visit, record: RecordDeclaration, body: Json, isNew: boolean): Promise<ReadJson> {
  const organisations = await findOrganisations(visit.tx, organisationTexts(record, body))
  const values: Record<string, FieldValue> = {}
  const problems: FieldProblem[] = []
  for (const [name, value] of Object.entries(body)) {
    const field = Object.hasOwn(record.fields, name) ? record.fields[name] : undefined
    if (isOwn(name) || field === undefined || field.kind === 'reference') {
      const problem = ownProblem(record, name, value, isNew)
      if (problem !== undefined) problems.push({ field: name, problem })
      continue
    }
    const read = readMember(field, value, organisations)
    if ('problem' in read) problems.push({ field: name, problem: read.problem })
    else values[name] = read.value
  }
  const [reference, handling] = [body['reference'], body['handling']]
  return {
    values,
    problems,
    ...(typeof reference === 'string' && isNew ? { reference: reference.trim().normalize('NFC') } : {}),
    ...(isHandling(handling) && isNew ? { handling } : {}),
  }
}

const ownNames: ReadonlySet<string> = new Set(['handling', 'recordedAt', 'enteredAt', 'inError'])

function isOwn(name: string): boolean {
  return ownNames.has(name)
}

/** What is wrong with a member that is no field of the declaration; undefined when nothing is. */
function ownProblem(record: RecordDeclaration, name: string, value: unknown, isNew: boolean): string | undefined {
  if (name === 'reference') {
    if (!isNew) return 'A reference never changes. Leave it out'
    const field = record.fields[name]
    const read = field && readMember(field, value, { find: () => undefined })
    return read !== undefined && 'problem' in read ? read.problem : undefined
  }
  if (name === 'handling') {
    if (!isNew) return `How ${aNoun(record)} is handled is changed on its page, with a reason. Leave it out`
    return isHandling(value) ? undefined : `Enter one of: ${handlings.join(', ')}`
  }
  if (name === 'inError')
    return `Leave it out. ${capital(aNoun(record))} is marked by POST to its address with /in-error`
  if (isOwn(name)) return 'Set here, when the record is. Leave it out'
  return `There is no such field. Leave it out, or take one of: ${fieldsOf(record)
    .map(([one]) => one)
    .join(', ')}`
}

function isHandling(value: unknown): value is Handling {
  return handlings.some(one => one === value)
}

function readMember(
  field: Field,
  value: unknown,
  organisations: OrganisationFinder,
): { readonly value: FieldValue } | { readonly problem: string } {
  const text = textOf(field, value)
  if (typeof text !== 'string') return text
  const read = parseField(field, text, organisations)
  return read.ok ? { value: read.value.read } : { problem: read.problem }
}

/** A member as a file would have it. Null says that there is no value. */
function textOf(field: Field, value: unknown): string | { readonly problem: string } {
  if (value === null) return ''
  if (field.mayBeNumber && typeof value === 'number' && Number.isFinite(value)) return String(value)
  if (field.kind !== 'count' && field.kind !== 'money') {
    return typeof value === 'string' ? value : { problem: 'Send a text, in quotes' }
  }
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return fileValue(field, value)
  return {
    problem: field.kind === 'money' ? 'Send a whole number of pence, 0 or more' : 'Send a whole number, 0 or more',
  }
}

function organisationTexts(record: RecordDeclaration, body: Json): readonly string[] {
  return fieldsOf(record)
    .filter(([, field]) => field.kind === 'organisation')
    .flatMap(([name]) => (typeof body[name] === 'string' ? [body[name]] : []))
}
