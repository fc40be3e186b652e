import { type Field, fieldsOf, handlings, type RecordDeclaration } from '#platform/record'
import { z } from 'zod'
import type { RegisterPages } from './register-pages.ts'

const instant = z.string().describe('ISO 8601 instant, UTC, to the millisecond')
const words = z.union([z.string(), z.array(z.string())]).optional()

/** The query of one record in the API. */
export const oneQuery = z.looseObject({
  asAt: z.string().optional().describe('A day or an instant with its zone; now when left out'),
  reason: z
    .string()
    .trim()
    .max(500)
    .optional()
    .describe('Why the record is needed: demanded for some handlings, kept by the audit'),
})

/** The query of a list in the API: its length, cursor and order, and its filters by name. */
export function listQuery(pages: RegisterPages) {
  const names = [...fieldsOf(pages.record)].flatMap(([name, field]) =>
    field.filter === undefined ? [] : field.filter === 'days' ? [`${name}-from`, `${name}-to`] : [name],
  )
  const filters = [...names, 'recorded-from', 'recorded-to', ...(pages.narrowings ?? []).map(({ name }) => name)]
  return oneQuery.extend({
    limit: z.coerce
      .number({ error: 'Enter a whole number from 1 to 200' })
      .int('Enter a whole number from 1 to 200')
      .min(1, 'Enter a whole number from 1 to 200')
      .max(200, 'Enter a whole number from 1 to 200')
      .default(50),
    after: z.string().optional().describe('The "next" of the page before'),
    sort: z.string().optional(),
    order: z.enum(['asc', 'desc'], { error: 'Enter asc or desc' }).optional(),
    ...Object.fromEntries(filters.map(name => [name, words])),
  })
}

/** One record as the API answers it. */
export function recordSchema(record: RecordDeclaration) {
  return z.object({ ...ownFields, ...fieldSchemas(record) })
}

/** The same with the members that its module adds. */
export function wholeSchema({ record, apiMembers }: RegisterPages) {
  return recordSchema(record).extend({ ...apiMembers?.schemas })
}

/** A new record as a program sends it. */
export function newSchema(pages: RegisterPages) {
  return z.object({
    ...statedSchemas(pages),
    reference: z.string().optional().describe('Made when left out'),
    ...(pages.record.within === undefined
      ? {
          handling: z
            .enum(handlings)
            .optional()
            .describe(pages.writes?.handling ? 'Usual when left out' : 'Region when left out'),
        }
      : {}),
  })
}

/** A change as a program sends it: what is left out stays as it is. */
export function changeSchema(pages: RegisterPages) {
  return z.object(statedSchemas(pages))
}

/** A new part as a program sends it to its whole's address, which says what it is part of. */
export function newPartSchema(pages: RegisterPages) {
  return z.object({ ...partSchemas(pages), reference: z.string().optional().describe('Made when left out') })
}

/** A change of a part. */
export function changePartSchema(pages: RegisterPages) {
  return z.object(partSchemas(pages))
}

function partSchemas(pages: RegisterPages): Record<string, z.ZodType> {
  const { [String(pages.record.within?.field)]: _, ...rest } = statedSchemas(pages)
  return rest
}

function statedSchemas({ record, writes }: RegisterPages): Record<string, z.ZodType> {
  const named = fieldsOf(record).filter(([name]) => writes?.fields.includes(name))
  return Object.fromEntries(named.map(([name, field]) => [name, statedSchema(field).optional()]))
}

function statedSchema(field: Field): z.ZodType {
  if (field.mayBeNumber) return z.union([fieldSchema(field), z.number()])
  if (field.kind !== 'choice' || field.options === undefined) return fieldSchema(field)
  const choice = z.enum(field.options as readonly [string, ...string[]]).describe(field.label)
  return field.optional ? choice.nullable() : choice
}

/** A list as the API answers it. */
export function listSchema(record: RecordDeclaration) {
  return z.object({
    total: z
      .int()
      .describe(
        'How many the list holds; of a long list as counted up to half a minute ago, unless who asks has changed something since',
      ),
    items: z.array(recordSchema(record)),
    next: z.string().nullable(),
    withoutReason: z
      .array(z.string())
      .optional()
      .describe('Handlings whose records are left out because no reason was given'),
  })
}

/** A history as the API answers it. */
export function historySchema(record: RecordDeclaration) {
  const value = z.union([z.string(), z.number()]).nullable()
  const state = recordSchema(record).extend({
    recordedBy: z.object({ name: z.string(), email: z.string() }).nullable(),
    importId: z.string().nullable(),
    changes: z.array(z.object({ field: z.string(), label: z.string(), before: value, after: value })),
  })
  return z.object({ reference: z.string(), states: z.array(state) })
}

const ownFields = {
  reference: z.string(),
  handling: z.enum(handlings),
  recordedAt: instant,
  enteredAt: instant,
  inError: z.string().nullable().describe('Why it was recorded in error: left out of lists and figures since'),
}

function fieldSchemas(record: RecordDeclaration): Record<string, z.ZodType> {
  return Object.fromEntries(fieldsOf(record).map(([name, field]) => [name, fieldSchema(field)]))
}

function fieldSchema(field: Field): z.ZodType {
  const isNumber = field.kind === 'count' || field.kind === 'money'
  const type = isNumber ? z.int() : z.string()
  const described = type.describe(
    field.kind === 'money'
      ? `${field.label}, in pence`
      : field.kind === 'day'
        ? `${field.label}, YYYY-MM-DD`
        : field.label,
  )
  return field.optional || field.byStepsOnly ? described.nullable() : described
}
